"""The one building block of both networks."""
import torch
import torch.nn as nn
import torch.nn.functional as F


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
