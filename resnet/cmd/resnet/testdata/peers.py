"""Times inference on the CPU beside onnxruntime, on the same weights, in turns.

    PYTHONPATH=bin/peers python3 peers.py bin/resnet [rounds]

Each round runs "resnet bench" and onnxruntime for about a second; a time is the
median of the rounds. That both compute the same is for the tests of
weights/onnx to check. Without onnxruntime, resnet runs alone.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time

try:
    import numpy
    import onnxruntime
except ImportError:
    onnxruntime = None

MODELS = ["resnet20", "resnet18-cifar", "keras-resnet34"]
CASES = [(1, 1), (1, 2), (64, 2)]  # batch, threads


def run(*args):
    return subprocess.run(args, check=True, capture_output=True, text=True).stdout


def session(path, threads):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def peer_ms(runtime, batch, seconds=1.0):
    """The median time of a run, in milliseconds."""
    x = numpy.random.rand(batch, 3, 32, 32).astype(numpy.float32)
    runtime.run(None, {"input": x})
    times = []
    begin = time.perf_counter()
    while len(times) < 5 or time.perf_counter() - begin < seconds:
        start = time.perf_counter()
        runtime.run(None, {"input": x})
        times.append(time.perf_counter() - start)
    return 1e3 * statistics.median(times)


def our_ms(resnet, model, batch, threads):
    out = run(resnet, "bench", "-json", "-model", model, "-batch", str(batch), "-threads", str(threads), "-seconds", "1")
    return json.loads(out)["ms_per_step"]


def compare(resnet, rounds, model, exported, batch, threads):
    """One row of the table, from rounds in which both have a turn."""
    runtime = session(exported, threads) if onnxruntime else None
    ours, peers = [], []
    for _ in range(rounds):
        ours.append(our_ms(resnet, model, batch, threads))
        if runtime:
            peers.append(peer_ms(runtime, batch))
    a = statistics.median(ours)
    if not peers:
        return f"| {model} | {batch} | {threads} | {a:.2f} | – | – |"
    b = statistics.median(peers)
    return f"| {model} | {batch} | {threads} | {a:.2f} | {b:.2f} | {b / a:.2f} |"


def main(resnet, rounds):
    if onnxruntime:
        print(f"Inference on the CPU, float32, median of {rounds} rounds; onnxruntime {onnxruntime.__version__}\n")
    else:
        print("onnxruntime is not installed (pip install onnxruntime): ours alone\n")
    print("| network | batch | threads | canvasnet, ms | onnxruntime, ms | onnxruntime / canvasnet |")
    print("|---|---:|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as folder:
        for model in MODELS:
            weights, exported = f"{folder}/{model}.safetensors", f"{folder}/{model}.onnx"
            run(resnet, "init", "-model", model, "-seed", "1", "-out", weights)
            run(resnet, "export", "-weights", weights, "-format", "onnx", "-out", exported)
            for batch, threads in CASES:
                print(compare(resnet, rounds, model, exported, batch, threads), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 5)
