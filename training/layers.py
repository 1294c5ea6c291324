"""The one building block of both networks, and the number format they train in."""
import functools
import pathlib

import torch
import torch.nn as nn
import torch.nn.functional as F


@functools.lru_cache
def multiplies_bfloat16(device):
    """Whether bfloat16 is faster than plain floats on it: on a GPU, and on processors that multiply it themselves."""
    cpu = pathlib.Path("/proc/cpuinfo")
    return device == "cuda" or (cpu.exists() and "avx512_bf16" in cpu.read_text())


def training_format(model, x):
    """The context in which a model answers `x`."""
    enabled = model.training and multiplies_bfloat16(x.device.type)
    return torch.autocast(x.device.type, dtype=torch.bfloat16, enabled=enabled)


class ConvBlock(nn.Module):
    """Convolution, batch normalisation, ReLU; the first two become one convolution at export.

    With `identity`, the first weights hand most of the input on, so that a deep plain stack starts well.
    """

    def __init__(self, inputs, outputs, kernel=3, stride=1, padding=1, identity=False):
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, kernel, stride, padding, bias=False)
        nn.init.kaiming_normal_(self.conv.weight, mode="fan_in", nonlinearity="relu")
        if identity:
            with torch.no_grad():
                self.conv.weight.mul_(0.7)
                self.conv.weight[range(outputs), range(outputs), 1, 1] += 0.7
        self.norm = nn.BatchNorm2d(outputs, momentum=0.05)

    def forward(self, x):
        return F.relu(self.norm(self.conv(x)))
