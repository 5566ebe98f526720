#!/usr/bin/env python3
"""Trains a network of the zoo in PyTorch and saves it for `resnet import`.

    pip install torch safetensors

    python3 train.py --data cifar-10-batches-bin --steps 20000 --out net.safetensors
    torchrun --nproc_per_node 8 train.py …       # the same on 8 GPUs
    torchrun --nnodes 4 --nproc_per_node 8 --rdzv_backend c10d --rdzv_endpoint HOST:29500 train.py …

    resnet import -weights net.safetensors -model resnet20 -out mine.safetensors

torchrun starts a process for each GPU, or on the CPU for each processor, on
each machine; DistributedDataParallel averages their gradients. Without --data
the pictures are noise, good enough to see that everything fits together.
"""

import argparse
import os

import torch
import torch.distributed as dist
import torch.nn.functional as F
from networks import ZOO, ResNet
from torch.nn.parallel import DistributedDataParallel

try:
    from safetensors.torch import save_file
except ImportError:
    from tensorfile import save_file

# As `resnet import` assumes for small pictures: mean and deviation of CIFAR-10.
MEAN = torch.tensor([0.4914, 0.4822, 0.4465]).view(3, 1, 1)
STD = torch.tensor([0.2470, 0.2435, 0.2616]).view(3, 1, 1)


def cifar10(folder):
    """The training pictures (50000, 3, 32, 32) as bytes and their labels, from the binary version."""
    files = [os.path.join(folder, f"data_batch_{i}.bin") for i in range(1, 6)]
    records = torch.cat([torch.frombuffer(bytearray(open(f, "rb").read()), dtype=torch.uint8) for f in files])
    records = records.view(-1, 1 + 3 * 32 * 32)
    return records[:, 1:].reshape(-1, 3, 32, 32), records[:, 0].long()


def batches(folder, batch, size, classes):
    """Endless normalised pictures (batch, 3, size, size) with labels, different in each process."""
    if folder is None:
        while True:
            yield torch.randn(batch, 3, size, size), torch.randint(classes, (batch,))
    pictures, labels = cifar10(folder)
    while True:
        chosen = torch.randint(len(labels), (batch,))
        x = (pictures[chosen] / 255 - MEAN) / STD
        mirrored = torch.rand(batch, 1, 1, 1) < 0.5
        yield torch.where(mirrored, x.flip(3), x), labels[chosen]


def train(model, data, steps, lr, device):
    """Minimises the cross-entropy by SGD with Nesterov momentum and a one-cycle schedule."""
    optimiser = torch.optim.SGD(model.parameters(), lr, momentum=0.9, nesterov=True, weight_decay=5e-4)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, lr, total_steps=steps + 1)
    model.train()
    for step in range(1, steps + 1):
        x, labels = next(data)
        loss = F.cross_entropy(model(x.to(device)), labels.to(device))
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        schedule.step()
        if step % 100 == 0 or step == steps:
            yield step, loss.item()


def save(model, path):
    """Saves a state dict. Tensors must be contiguous, which those of channels_last networks are not."""
    save_file({name: v.cpu().contiguous() for name, v in model.state_dict().items()}, path)


@torch.no_grad()
def save_logits(model, x, path):
    """Saves pictures (N, 3, H, W), already normalised, with the network's answers."""
    model.eval()
    save_file({"inputs": x, "logits": model(x)}, path)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--model", default="resnet20", choices=ZOO)
    parser.add_argument("--classes", type=int, default=10)
    parser.add_argument("--data", help="folder of CIFAR-10's binary version; noise if left out")
    parser.add_argument("--size", type=int, help="height and width of the noise (default: the network's own)")
    parser.add_argument("--batch", type=int, default=128, help="pictures a step in each process")
    parser.add_argument("--steps", type=int, default=10)
    parser.add_argument("--lr", type=float, default=0.1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", required=True, help="safetensors file to write")
    parser.add_argument("--logits", help="file to write four pictures and their logits into, to compare")
    args = parser.parse_args()

    # What torchrun tells each process about its place among the others.
    rank, world = int(os.environ.get("RANK", 0)), int(os.environ.get("WORLD_SIZE", 1))
    device = torch.device("cpu")
    if torch.cuda.is_available():
        device = torch.device("cuda", int(os.environ.get("LOCAL_RANK", 0)))
        torch.cuda.set_device(device)

    torch.manual_seed(args.seed)  # the same initial weights everywhere
    network = ResNet(args.model, args.classes).to(device)
    model = network
    if world > 1:
        dist.init_process_group("nccl" if device.type == "cuda" else "gloo")
        model = DistributedDataParallel(network)
    torch.manual_seed(args.seed + rank)  # other pictures in each process
    size = args.size or network.size
    data = batches(args.data, args.batch, size, args.classes)
    for step, loss in train(model, data, args.steps, args.lr, device):
        if rank == 0:
            print(f"step {step} of {args.steps}, {world} processes: loss {loss:.4f}", flush=True)

    if rank == 0:
        network.cpu()
        save(network, args.out)
        if args.logits:
            save_logits(network, next(data)[0][:4].contiguous(), args.logits)
    if world > 1:
        dist.destroy_process_group()


if __name__ == "__main__":
    main()
