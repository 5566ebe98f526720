#!/usr/bin/env python3
"""Computes with PyTorch what resnet/golden_test.go compares networks with.

    python3 golden.py

needs PyTorch (1.13 made the committed file) and NumPy, and writes
torch.safetensors beside itself, the same every time. PyTorch computes in
float64, so that its rounding does not count.

Parameters and images are not stored: a formula, written here, in the test and
in golden_tfjs.mjs, makes them from the name of each tensor. For tiny networks
of one or two blocks a stage the file has, by NAME,

    NAME/logits          of a pass in training
    NAME/grad/PARAM      the gradients of the cross-entropy
    NAME/after/PARAM     running statistics afterwards

and for resnet20

    resnet20/logits      of a pass in inference
    resnet20/losses      of three steps of training, on images of 16x16
    resnet20/after/PARAM every so many-th value of all parameters after those
    resnet20/trained     the logits of 16x16 images in inference, after those
"""

import os
import sys

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

here = os.path.dirname(os.path.abspath(__file__))
sys.path.append(os.path.join(here, "../../../nn/testdata/golden"))
sys.dont_write_bytecode = True
import goldenfile

out = {}


def uniform(name, n):
    """n numbers from -1 up to 1: a hash of the position, by the name's own hash."""
    seed = 0x811C9DC5  # FNV-1a
    for c in name.encode():
        seed = (seed ^ c) * 0x01000193 & 0xFFFFFFFF
    h = np.arange(n, dtype=np.uint32) * np.uint32(0x9E3779B9) + np.uint32(seed)
    h ^= h >> 16  # MurmurHash3's finaliser
    h *= np.uint32(0x85EBCA6B)
    h ^= h >> 13
    h *= np.uint32(0xC2B2AE35)
    h ^= h >> 16
    return (h >> 8).astype(np.float32) * np.float32(2**-23) - np.float32(1)


def formula(name, shape):
    """The value of a parameter, of a scale that keeps a network's signals in bounds."""
    u = uniform(name, int(np.prod(shape)))
    if len(shape) > 1:
        u *= np.float32(np.sqrt(3 / np.prod(shape[1:])))
    elif name.endswith("running_var"):
        u = np.float32(1) + np.float32(0.5) * u
    elif name.endswith("weight"):
        u = np.float32(1) + np.float32(0.25) * u
    else:
        u *= np.float32(0.125)
    return torch.from_numpy(u.reshape(shape)).double()


def images(name, n, size):
    """n images (N, 3, H, W) of numbers from -2 up to 2, counted in the order (N, H, W, C)."""
    u = 2 * uniform(name, n * size * size * 3)
    return torch.from_numpy(u.reshape(n, size, size, 3)).double().permute(0, 3, 1, 2)


nearest = 1.0  # to zero that an input of a ReLU came, relative to their root mean square


def relu(x):
    global nearest
    nearest = min(nearest, (x.abs().min() / x.square().mean().sqrt()).item())
    return F.relu(x)


class Block(nn.Module):
    """A residual block. kernels has the size of each convolution of its branch, the stride is in the first 3x3."""

    def __init__(self, channels, widths, kernels, stride, shortcut_a):
        super().__init__()
        self.layers = len(widths)
        self.pad = widths[-1] - channels if shortcut_a else 0
        if not shortcut_a and (stride > 1 or channels != widths[-1]):
            self.downsample = nn.Sequential(
                nn.Conv2d(channels, widths[-1], 1, stride, bias=False), nn.BatchNorm2d(widths[-1])
            )
        for i, (width, kernel) in enumerate(zip(widths, kernels), 1):
            s = stride if kernel == 3 else 1
            stride = stride if kernel != 3 else 1
            self.add_module(f"conv{i}", nn.Conv2d(channels, width, kernel, s, kernel // 2, bias=False))
            self.add_module(f"bn{i}", nn.BatchNorm2d(width))
            channels = width

    def forward(self, x):
        y = x
        for i in range(1, self.layers + 1):
            y = getattr(self, f"bn{i}")(getattr(self, f"conv{i}")(y))
            if i < self.layers:
                y = relu(y)
        if hasattr(self, "downsample"):
            x = self.downsample(x)
        elif self.pad > 0:
            x = F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, self.pad // 2, self.pad - self.pad // 2))
        return relu(x + y)


class ResNet(nn.Module):
    """He et al. 2015 (arXiv 1512.03385) with the names of torchvision."""

    def __init__(self, stages, widths, classes, bottleneck=False, stem7x7=False, shortcut_a=False):
        super().__init__()
        channels = widths[0]
        self.pool = stem7x7
        self.stages = len(stages)
        kernel, stride = (7, 2) if stem7x7 else (3, 1)
        self.conv1 = nn.Conv2d(3, channels, kernel, stride, kernel // 2, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        for stage, (count, width) in enumerate(zip(stages, widths), 1):
            blocks = []
            for i in range(count):
                branch, kernels = ([width, width, 4 * width], [1, 3, 1]) if bottleneck else ([width, width], [3, 3])
                blocks.append(Block(channels, branch, kernels, 2 if stage > 1 and i == 0 else 1, shortcut_a))
                channels = branch[-1]
            self.add_module(f"layer{stage}", nn.Sequential(*blocks))
        self.fc = nn.Linear(channels, classes)
        self.double()
        for name, v in self.state_dict().items():
            if v.is_floating_point():
                v.copy_(formula(name, v.shape))

    def forward(self, x):
        x = relu(self.bn1(self.conv1(x)))
        if self.pool:
            x = F.max_pool2d(x, 3, 2, 1)
        for stage in range(1, self.stages + 1):
            x = getattr(self, f"layer{stage}")(x)
        return self.fc(x.mean((2, 3)))


def tiny(name, size, **config):
    model = ResNet(classes=3, **config).train()
    logits = model(images("images", 4, size))
    F.cross_entropy(logits, torch.arange(4) % 3).backward()
    out[f"{name}/logits"] = logits.detach()
    for param, p in model.named_parameters():
        out[f"{name}/grad/{param}"] = p.grad
    for param, v in model.named_buffers():
        if v.is_floating_point():
            out[f"{name}/after/{param}"] = v


def resnet20():
    global nearest
    model = ResNet(stages=[3, 3, 3], widths=[16, 32, 64], classes=10).eval()
    with torch.no_grad():
        out["resnet20/logits"] = model(images("images", 4, 32))

    # Where the input of a ReLU is nearly zero, rounding decides whether a
    # gradient passes, and one such decision changes the loss two steps later by
    # up to a percent. This batch, the best of thousands, keeps clear of that.
    nearest = 1.0
    model.train()
    batch, labels = images("batch 1258", 8, 16), torch.arange(8)
    params = list(model.parameters())
    optimiser = torch.optim.SGD(
        [
            {"params": [p for p in params if p.dim() > 1], "weight_decay": 5e-4},
            {"params": [p for p in params if p.dim() == 1]},
        ],
        lr=0.1,
        momentum=0.9,
        nesterov=True,
    )
    losses = []
    for _ in range(3):
        loss = F.cross_entropy(model(batch), labels, label_smoothing=0.1)
        losses.append(loss.item())
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    assert nearest > 7e-6, f"an input of a ReLU came within {nearest} of zero: choose another batch"
    out["resnet20/losses"] = losses

    model.eval()
    with torch.no_grad():
        out["resnet20/trained"] = model(images("images", 4, 16))
    for name, v in model.state_dict().items():
        if v.is_floating_point():
            out[f"resnet20/after/{name}"] = v.flatten()[:: -(-v.numel() // 256)].clone()


torch.set_num_threads(1)
tiny("tiny-basic", 8, stages=[1, 2], widths=[8, 12])
tiny("tiny-basic-a", 9, stages=[1, 2], widths=[8, 12], shortcut_a=True)
tiny("tiny-bottleneck", 33, stages=[2, 1], widths=[4, 6], bottleneck=True, stem7x7=True)
resnet20()
goldenfile.write(os.path.join(here, "torch.safetensors"), out)
