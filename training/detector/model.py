"""The detector: a plain stack of 3x3 convolutions. Plates have one answer per 8 x 8 pixels of the picture, vehicles one
per 16 x 16."""
import math

import torch
import torch.nn as nn
import torch.nn.functional as F

from training.execute import Executor
from training.layers import ConvBlock, training_format

STRIDE, VEHICLE_STRIDE = 8, 16
SHAPES = {"A": ((24, 48, 96, 128), (2, 3, 2)), "G": ((32, 64, 128, 160), (2, 4, 3))}
# Channels of the output `plates`.
HEAT, OFFSET, SIZE, CORNERS, TWO_LINES, LEGIBLE, CHANNELS = (
    0,
    slice(1, 3),
    slice(3, 5),
    slice(5, 13),
    13,
    14,
    15,
)
# Channels of the output `vehicles`: a heat for each kind, then offset and size as above.
KINDS = ("car", "truck", "bus", "motorcycle")
VEHICLE_OFFSET, VEHICLE_SIZE, VEHICLE_CHANNELS = slice(4, 6), slice(6, 8), 8
VEHICLE_WIDTH = 64


def same(width):
    return ConvBlock(width, width, identity=True)


class Detector(nn.Module):
    """Input N x 3 x H x W (RGB - 128) / 64, sides multiples of 32. Outputs N x 15 x H/8 x W/8 and
    N x 8 x H/16 x W/16, see models/README.md."""

    def __init__(self, shape="G"):
        super().__init__()
        (a, b, c, d), (count8, count16, count32) = SHAPES[shape]
        self.stem = nn.Sequential(ConvBlock(3, a, 3, 2), ConvBlock(a, a, 3, 2))
        self.stride8 = nn.Sequential(ConvBlock(a, b, 3, 2), *[same(b) for _ in range(count8)])
        self.stride16 = nn.Sequential(ConvBlock(b, c, 3, 2), *[same(c) for _ in range(count16 - 1)])
        self.stride32 = nn.Sequential(ConvBlock(c, d, 3, 2), *[same(d) for _ in range(count32 - 1)])
        self.side32, self.side16 = nn.Conv2d(d, c, 1), nn.Conv2d(c, b, 1)
        self.merge16, self.merge8, self.head = same(c), same(b), same(b)
        self.plates = nn.Conv2d(b, CHANNELS, 1)
        nn.init.normal_(self.plates.weight, std=0.01)
        bias = torch.zeros(CHANNELS)
        bias[HEAT], bias[3], bias[4] = -4.5, math.log(8.0), math.log(3.5)
        bias[CORNERS] = torch.tensor([-0.5, -0.5, 0.5, -0.5, 0.5, 0.5, -0.5, 0.5])
        self.plates.bias.data = bias
        self.wide32, self.vehicle_side = same(d), nn.Conv2d(d, c, 1)  # sees whole vehicles
        self.vehicle_head = ConvBlock(c, VEHICLE_WIDTH)
        self.vehicles = nn.Conv2d(VEHICLE_WIDTH, VEHICLE_CHANNELS, 1)
        nn.init.normal_(self.vehicles.weight, std=0.01)
        self.vehicles.bias.data = torch.tensor([-4.5] * 4 + [0, 0, math.log(4.0), math.log(3.0)])

    def forward(self, x):
        with training_format(self, x):
            x8 = self.stride8(self.stem(x.contiguous(memory_format=torch.channels_last)))
            x16 = self.stride16(x8)
            x32 = self.stride32(x16)
            x16 = self.merge16(x16 + F.interpolate(self.side32(x32), scale_factor=2, mode="nearest"))
            x8 = self.merge8(x8 + F.interpolate(self.side16(x16), scale_factor=2, mode="nearest"))
            wide = F.interpolate(self.vehicle_side(self.wide32(x32)), scale_factor=2, mode="nearest")
            vehicles = self.vehicles(self.vehicle_head(x16 + wide))
            return self.plates(self.head(x8)).float(), vehicles.float()


@torch.no_grad()
def from_file(path, windows, shape="G"):
    """The network of an exported file, ready to learn on. Its batch normalisation is folded away there: what each layer gives on
    `windows` (N x H x W x 3) says what it normalises to, so that it answers as the file does and learns as it did before."""
    executor, model = Executor(path), Detector(shape)
    for name, layer in model.named_modules():
        if isinstance(layer, (ConvBlock, nn.Conv2d)) and f"{name}.weight" in executor.constants:
            convolution = layer.conv if isinstance(layer, ConvBlock) else layer
            convolution.weight.copy_(executor.constants[f"{name}.weight"])
            bias = layer.norm.bias if isinstance(layer, ConvBlock) else layer.bias
            bias.copy_(executor.constants[f"{name}.bias"])

    def settle(norm, given):
        mean, variance = given.mean((0, 2, 3)), given.var((0, 2, 3))
        norm.running_mean.copy_(mean), norm.running_var.copy_(variance)
        norm.weight.copy_((variance + norm.eps).sqrt()), norm.bias.add_(mean)

    hooks = [
        block.conv.register_forward_hook(lambda _, __, given, norm=block.norm: settle(norm, given))
        for block in model.modules()
        if isinstance(block, ConvBlock)
    ]
    model.eval()(normalise(windows))
    for hook in hooks:
        hook.remove()
    return model


def normalise(images):
    """N x H x W x 3 RGB uint8 (tensor) to the network's input."""
    return (images.permute(0, 3, 1, 2).float() - 128) / 64
