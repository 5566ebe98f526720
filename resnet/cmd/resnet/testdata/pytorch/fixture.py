#!/usr/bin/env python3
"""Makes resnet20.safetensors.gz, a network that train.py trained, small enough to keep.

    python3 fixture.py

needs PyTorch (1.13 made the committed files). Weights are rounded to some
twenty values a tensor, which BF16 holds exactly and gzip makes short;
resnet20.logits.safetensors.gz has what PyTorch answers with the rounded ones.
"""

import gzip
import os
import tempfile

import torch
import train
from networks import ResNet

here = os.path.dirname(os.path.abspath(__file__))


def rounded(w, levels=8):
    """Multiples of a power of two, the largest magnitude becoming 8 to 16 of them."""
    step = 2.0 ** torch.floor(torch.log2(w.abs().max() / levels))
    return torch.round(w / step) * step


def shortened(name, write):
    """Keeps the file that write(path) makes, compressed, as name.gz."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, name)
        write(path)
        with open(path, "rb") as f, open(os.path.join(here, name + ".gz"), "wb") as out:
            out.write(gzip.compress(f.read(), 9, mtime=0))


torch.set_num_threads(1)
torch.manual_seed(1)
network = ResNet("resnet20")
for step, loss in train.train(network, train.batches(None, 32, 32, 10), 10, 0.1, "cpu"):
    print(f"step {step}: loss {loss:.4f}")
with torch.no_grad():
    for v in network.state_dict().values():
        if v.is_floating_point():
            v.copy_((rounded(v) if v.dim() > 1 else v).to(torch.bfloat16))
    pictures = torch.round(torch.randn(4, 3, 32, 32) * 4) / 4
shortened("resnet20.logits.safetensors", lambda path: train.save_logits(network, pictures, path))
network.to(torch.bfloat16)
shortened("resnet20.safetensors", lambda path: train.save(network, path))
