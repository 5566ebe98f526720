#!/usr/bin/env python3
"""Times training on the CPU beside PyTorch, in turns.

    python3 bench.py [-models resnet20,resnet18-cifar] [-threads 1,2] [-rounds 3] [-seconds 3] bin/resnet

A step is a forward pass, a backward pass and an update by SGD with momentum, of
128 pictures, all in float32. Each round times "resnet bench -what train" and
PyTorch for some seconds, one after the other, by the median step; the table has
the median of the rounds.

PyTorch runs as well as it can: with oneDNN, in the memory format, contiguous or
channels_last, that a trial beforehand found the faster, and with an allocator
that keeps its memory instead of giving it back to the system after each step.
It is looked for in this Python, and in Debian's.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time

BATCH = 128
LAYOUTS = ["channels_last", "contiguous"]

# For glibc: one heap for all blocks whatever their size, in huge pages where
# the system has them, that never shrinks.
MALLOC = {
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_MAX_": "0",
    "MALLOC_TRIM_THRESHOLD_": str(1 << 40),
    "MALLOC_TOP_PAD_": str(64 << 20),
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
}


class PyTorch:
    """A process that trains a network whenever it is asked to, and waits in between."""

    def __init__(self, python, model, threads, layout):
        env = dict(os.environ, **MALLOC, OMP_NUM_THREADS=str(threads), PYTHONDONTWRITEBYTECODE="1")
        self.process = subprocess.Popen(
            [python, __file__, "-worker", model, str(threads), layout],
            env=env, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )
        self.answer()  # it is ready

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"PyTorch ended with status {self.process.wait()}")
        return json.loads(line)

    def rate(self, seconds):
        """Pictures per second, over that time."""
        print(seconds, file=self.process.stdin, flush=True)
        return self.answer()

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def work(model, threads, layout):
    """What the process does: for each number of seconds that it reads, prints a rate."""
    import torch
    import torch.nn.functional as F
    from networks import ResNet

    torch.set_num_threads(threads)
    torch.set_flush_denormal(True)
    layout = {"contiguous": torch.contiguous_format, "channels_last": torch.channels_last}[layout]
    network = ResNet(model).train().to(memory_format=layout)
    x = torch.randn(BATCH, 3, network.size, network.size).to(memory_format=layout)
    labels = torch.randint(10, (BATCH,))
    sgd = torch.optim.SGD(network.parameters(), lr=1e-3, momentum=0.9)

    def step():
        start = time.perf_counter()
        sgd.zero_grad(set_to_none=True)
        F.cross_entropy(network(x), labels).backward()
        sgd.step()
        return time.perf_counter() - start

    step()
    print("0", flush=True)
    for line in sys.stdin:
        begin, times = time.perf_counter(), []
        while len(times) < 3 or time.perf_counter() - begin < float(line):
            times.append(step())
        print(BATCH / statistics.median(times), flush=True)


def our_rate(resnet, model, threads, seconds):
    out = subprocess.run(
        [resnet, "bench", "-json", "-what", "train", "-model", model, "-batch", str(BATCH),
         "-threads", str(threads), "-seconds", str(seconds)],
        check=True, capture_output=True, text=True,
    ).stdout
    return json.loads(out)["images_per_second"]


def faster(python, model, threads, seconds):
    """The process with the memory format that wins a trial, and its name."""
    peers = {layout: PyTorch(python, model, threads, layout) for layout in LAYOUTS}
    best = max(LAYOUTS, key=lambda layout: peers[layout].rate(seconds))
    for layout, peer in peers.items():
        if layout != best:
            peer.close()
    return peers[best], best


def with_torch():
    """The Python that has PyTorch and its version, or None."""
    for python in [sys.executable, "/usr/bin/python3"]:
        try:
            out = subprocess.run(
                [python, "-c", "import torch; print(torch.__version__, 'with' if torch.backends.mkldnn.is_available() else 'without', 'oneDNN')"],
                check=True, capture_output=True, text=True,
            ).stdout
            return python, out.strip()
        except (OSError, subprocess.CalledProcessError):
            pass
    return None, None


def compare(args, python, model, threads):
    """One row of the table, from rounds in which both have a turn."""
    peer, layout = None, "not installed"
    if python:
        peer, layout = faster(python, model, threads, args.seconds)
    ours, theirs = [], []
    for _ in range(args.rounds):
        ours.append(our_rate(args.resnet, model, threads, args.seconds))
        if peer:
            theirs.append(peer.rate(args.seconds))
    a = statistics.median(ours)
    if not peer:
        return f"| {model} | {threads} | {a:.1f} | – | – | – |"
    peer.close()
    b = statistics.median(theirs)
    return f"| {model} | {threads} | {a:.1f} | {b:.1f} | {layout} | {a / b:.2f} |"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("-models", default="resnet20,resnet18-cifar", help="networks of networks.py, with commas")
    parser.add_argument("-threads", default="1,2", help="numbers of threads, with commas")
    parser.add_argument("-rounds", type=int, default=3)
    parser.add_argument("-seconds", type=int, default=3, help="of each turn; slow networks take at least some steps")
    parser.add_argument("resnet", help="the program bin/resnet")
    args = parser.parse_args()

    python, version = with_torch()
    if python:
        print(f"Training on the CPU, float32, batch {BATCH}, median of {args.rounds} rounds; PyTorch {version}\n")
    else:
        print("PyTorch is not installed (apt-get install python3-torch, or pip install torch): ours alone\n")
    print("| network | threads | canvasnet, images/s | PyTorch, images/s | its memory format | canvasnet / PyTorch |")
    print("|---|---:|---:|---:|---|---:|", flush=True)
    for model in args.models.split(","):
        for threads in map(int, args.threads.split(",")):
            print(compare(args, python, model, threads), flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["-worker"]:
        work(sys.argv[2], int(sys.argv[3]), sys.argv[4])
    else:
        main()
