"""Networks of canvasnet's zoo in PyTorch, with torchvision's names.

`resnet import` takes over a state dict with these names and shapes, whoever
trained it: this definition, torchvision's, or timm's.
"""

import torch.nn.functional as F
from torch import nn

# Blocks and channels of each stage, whether the stem is that of large pictures,
# and the size of the pictures.
ZOO = {
    "resnet20": dict(stages=[3, 3, 3], widths=[16, 32, 64], large=False, size=32),
    "resnet56": dict(stages=[9, 9, 9], widths=[16, 32, 64], large=False, size=32),
    "resnet18-cifar": dict(stages=[2, 2, 2, 2], widths=[64, 128, 256, 512], large=False, size=32),
    "resnet18": dict(stages=[2, 2, 2, 2], widths=[64, 128, 256, 512], large=True, size=224),
}


def conv(channels, filters, kernel, stride):
    return nn.Conv2d(channels, filters, kernel, stride, padding=kernel // 2, bias=False)


class Block(nn.Module):
    """relu(F(x) + shortcut(x)), F being two 3x3 convolutions."""

    def __init__(self, channels, filters, stride):
        super().__init__()
        self.conv1 = conv(channels, filters, 3, stride)
        self.bn1 = nn.BatchNorm2d(filters)
        self.conv2 = conv(filters, filters, 3, 1)
        self.bn2 = nn.BatchNorm2d(filters)
        self.downsample = None
        if stride > 1 or channels != filters:
            self.downsample = nn.Sequential(conv(channels, filters, 1, stride), nn.BatchNorm2d(filters))

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)), inplace=True)
        y = self.bn2(self.conv2(y))
        y += x if self.downsample is None else self.downsample(x)
        return F.relu(y, inplace=True)


class ResNet(nn.Module):
    """He et al., "Deep Residual Learning for Image Recognition", arXiv 1512.03385, with basic blocks."""

    def __init__(self, name, classes=10):
        super().__init__()
        config = ZOO[name]
        self.size = config["size"]
        channels = config["widths"][0]
        self.conv1 = conv(3, channels, 7, 2) if config["large"] else conv(3, channels, 3, 1)
        self.bn1 = nn.BatchNorm2d(channels)
        self.maxpool = nn.MaxPool2d(3, 2, padding=1) if config["large"] else nn.Identity()
        self.stages = [f"layer{i}" for i in range(1, 1 + len(config["stages"]))]
        for stage, blocks, filters in zip(self.stages, config["stages"], config["widths"]):
            layer = nn.Sequential()
            for i in range(blocks):
                stride = 2 if stage != "layer1" and i == 0 else 1
                layer.append(Block(channels, filters, stride))
                channels = filters
            self.add_module(stage, layer)
        self.fc = nn.Linear(channels, classes)
        for m in self.modules():
            if isinstance(m, nn.Conv2d):
                nn.init.kaiming_normal_(m.weight, mode="fan_out", nonlinearity="relu")

    def forward(self, x):
        x = self.maxpool(F.relu(self.bn1(self.conv1(x)), inplace=True))
        for stage in self.stages:
            x = self.get_submodule(stage)(x)
        return self.fc(x.mean((2, 3)))
