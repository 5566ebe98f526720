#!/usr/bin/env python3
"""Computes with PyTorch what nn/golden_test.go compares the layers with.

    python3 golden.py

needs PyTorch (1.13 made the committed file) and NumPy, and writes
torch.safetensors beside itself, the same every time. PyTorch computes in
float64, from float32 inputs, so that its rounding does not count.

A layer CASE runs forward on x and backward from dy, the gradient by y:

    CASE/x, CASE/dy            what it is given
    CASE/y, CASE/dx            what it returns
    CASE/before/NAME           its parameters before,
    CASE/grad/NAME             their gradients,
    CASE/after/NAME            and, of running statistics, the values after

Activations are stored as (N, H, W, C), filters as (O, I, KH, KW).
"""

import os
import sys

import torch
import torch.nn.functional as F
from torch import nn

sys.dont_write_bytecode = True
import goldenfile

out = {}


def nhwc(t):
    """From PyTorch's (N, C, H, W), or (N, C), to (N, H, W, C)."""
    if t.dim() == 2:
        t = t[:, :, None, None]
    return t.detach().permute(0, 2, 3, 1)


def layer(case, module, *shape, training=False):
    """Records a pass of module over random numbers of shape (N, C, H, W) or (N, C)."""
    for name, v in module.state_dict().items():
        if v.is_floating_point():
            if name == "running_var":
                v.uniform_(0.5, 1.5)
            elif v.dim() == 1:
                v.normal_()
            out[f"{case}/before/{name}"] = v.clone()
    module.double().train(training)
    x = torch.randn(shape).double().requires_grad_()
    y = module(x)
    dy = torch.randn(y.shape).double()
    y.backward(dy)
    for name, t in {"x": x, "dy": dy, "y": y, "dx": x.grad}.items():
        out[f"{case}/{name}"] = nhwc(t)
    for name, p in module.named_parameters():
        out[f"{case}/grad/{name}"] = p.grad
    for name, v in module.named_buffers():
        if v.is_floating_point():
            out[f"{case}/after/{name}"] = v


class ShortcutA(nn.Module):
    """Every second pixel, and zeros for new channels, half on either side."""

    def __init__(self, more):
        super().__init__()
        self.before, self.after = more // 2, more - more // 2

    def forward(self, x):
        return F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, self.before, self.after))


def layers():
    conv = nn.Conv2d
    layer("conv3x3", conv(3, 5, 3, padding=1, bias=False), 2, 3, 6, 5)
    layer("conv3x3_bias", conv(2, 18, 3, padding=1), 2, 2, 4, 5)
    layer("conv3x3_wide", conv(16, 40, 3, padding=1, bias=False), 3, 16, 7, 8)
    layer("conv3x3_stride2", conv(3, 4, 3, stride=2, padding=1, bias=False), 2, 3, 7, 6)
    layer("conv3x3_stride2_wide", conv(16, 32, 3, stride=2, padding=1, bias=False), 2, 16, 8, 8)
    layer("conv1x1", conv(6, 17, 1), 2, 6, 5, 4)
    layer("conv1x1_stride2", conv(3, 4, 1, stride=2, bias=False), 2, 3, 7, 6)
    layer("conv7x7_stride2", conv(3, 8, 7, stride=2, padding=3, bias=False), 2, 3, 11, 10)
    layer("conv7x7_stride2_bias", conv(3, 8, 7, stride=2, padding=3), 2, 3, 10, 11)
    layer("batchnorm_training", nn.BatchNorm2d(19), 3, 19, 4, 5, training=True)
    layer("batchnorm_inference", nn.BatchNorm2d(19), 3, 19, 4, 5)
    layer("relu", nn.ReLU(), 2, 5, 3, 4)
    layer("maxpool3x3_stride2", nn.MaxPool2d(3, 2, 1), 2, 5, 7, 6)
    layer("avgpool3x3_stride2_counted", nn.AvgPool2d(3, 2, 1, count_include_pad=True), 2, 5, 7, 6)
    layer("avgpool3x3_stride2_uncounted", nn.AvgPool2d(3, 2, 1, count_include_pad=False), 2, 5, 7, 6)
    layer("globalavgpool", nn.AdaptiveAvgPool2d(1), 2, 5, 4, 3)
    layer("zeropad", nn.ZeroPad2d(2), 2, 5, 3, 4)
    layer("shortcut_a", ShortcutA(5), 2, 4, 5, 6)
    layer("dense", nn.Linear(21, 10), 5, 21)


def cross_entropy(case, smoothing):
    x = (3 * torch.randn(6, 10)).double().requires_grad_()
    labels = torch.randint(10, (6,))
    loss = F.cross_entropy(x, labels, label_smoothing=smoothing)
    loss.backward()
    out[f"{case}/x"], out[f"{case}/labels"] = nhwc(x), labels
    out[f"{case}/loss"], out[f"{case}/dx"] = loss.detach(), nhwc(x.grad)


def steps(case, optimiser, decay=0, decoupled=0, **settings):
    """Three steps of a weight, which decays, and a bias, which does not."""
    weight, bias = (torch.randn(37).double().requires_grad_() for _ in range(2))
    for name, p in {"weight": weight, "bias": bias}.items():
        out[f"{case}/before/{name}"] = p.detach().clone()
        out[f"{case}/grads/{name}"] = p.g = torch.randn(3, 37).double()
        out[f"{case}/steps/{name}"] = p.steps = torch.empty(3, 37)
    groups = [{"params": [weight], "weight_decay": decay}, {"params": [bias], "weight_decay": 0}]
    optimiser = optimiser(groups, lr=1, **settings)
    for step, lr in enumerate([0.1, 0.2, 0.05]):
        for group in optimiser.param_groups:
            group["lr"] = lr
        weight.data *= 1 - lr * decoupled
        for p in (weight, bias):
            p.grad = p.g[step]
        optimiser.step()
        for p in (weight, bias):
            p.steps[step] = p.data


torch.manual_seed(1)
torch.set_num_threads(1)
layers()
cross_entropy("crossentropy", 0)
cross_entropy("crossentropy_smoothed", 0.1)
sgd, adam, adamw = torch.optim.SGD, torch.optim.Adam, torch.optim.AdamW
steps("sgd_plain", sgd)
steps("sgd_momentum", sgd, momentum=0.9)
steps("sgd_nesterov", sgd, momentum=0.9, nesterov=True)
steps("sgd_l2", sgd, momentum=0.9, decay=0.1)
steps("sgd_nesterov_l2", sgd, momentum=0.9, nesterov=True, decay=0.1)
steps("sgd_decoupled", sgd, momentum=0.9, decoupled=0.1)
steps("sgd_nesterov_decoupled", sgd, momentum=0.9, nesterov=True, decoupled=0.1)
steps("adam", adam, eps=1e-7)
steps("adam_l2", adam, betas=(0.8, 0.95), eps=0.1, decay=0.1)
steps("adamw", adamw, betas=(0.8, 0.95), eps=0.1, decay=0.1)
goldenfile.write(os.path.join(os.path.dirname(os.path.abspath(__file__)), "torch.safetensors"), out)
