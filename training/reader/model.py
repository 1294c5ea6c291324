"""The plate reader: a grey crop to two rows of steps (CTC), a region, the number of lines, and "is it a plate"."""
import torch
import torch.nn as nn
import torch.nn.functional as F

from training.layers import ConvBlock, training_format
from training.plates.fonts import ALPHABET

REGIONS = ("unknown ar bo br ca cl cn co cz eu gb hr id in mx pe pk pl py us uy vn").split()
SHAPES = {"S": (32, 64, 128), "L": (48, 96, 192)}
WIDE = 9  # steps that a neighbourhood spans


class Reader(nn.Module):
    """Input N x 1 x 64 x 192, (grey - 128) / 64. Outputs: text N x 37 x 2 x 48, region, lines, legible."""

    def __init__(self, shape="S"):
        super().__init__()
        a, b, c = SHAPES[shape]
        self.body = nn.Sequential(
            ConvBlock(1, a, 3, 2),
            ConvBlock(a, a),
            ConvBlock(a, b, 3, 2),
            ConvBlock(b, b),
            ConvBlock(b, b),
            ConvBlock(b, c, 3, (2, 1)),
            ConvBlock(c, c),
            ConvBlock(c, c),
            ConvBlock(c, c, (4, 1), (4, 1), (0, 0)),
            ConvBlock(c, c, (1, 5), 1, (0, 2)),
        )
        # They see neighbours; each is added to its input.
        self.wide = nn.ModuleList(ConvBlock(c, c, (1, WIDE), 1, (0, WIDE // 2)) for _ in range(2))
        for block in self.wide:
            nn.init.constant_(block.norm.weight, 0.1)
        self.dropout = nn.Dropout(0.1)
        self.text = nn.Conv2d(c, len(ALPHABET) + 1, 1)
        self.hidden = nn.Conv2d(c, 64, 1)  # of the whole-crop answers
        self.region = nn.Conv2d(64, len(REGIONS), 1)
        self.lines = nn.Conv2d(64, 2, 1)
        self.legible = nn.Conv2d(64, 1, 1)

    def features(self, x):
        x = self.body(x)
        for block in self.wide:
            x = x + block(x)
        return self.dropout(x)

    def forward(self, x):
        with training_format(self, x):
            features = self.features(x.contiguous(memory_format=torch.channels_last))
        features = features.float()
        whole = F.relu(self.hidden(features.mean((2, 3), keepdim=True)))
        return self.text(features), self.region(whole), self.lines(whole), self.legible(whole)


def sequence(text):
    """N x 37 x 2 x W to N x 2W x 37: the upper row, then the lower."""
    return text.flatten(2).transpose(1, 2)


def greedy(text):
    """Best text of every crop: repeated steps joined, blanks dropped."""
    readings = []
    for row in sequence(text).argmax(-1).tolist():
        reading, last = "", 0
        for step in row:
            if step and step != last:
                reading += ALPHABET[step - 1]
            last = step
        readings.append(reading)
    return readings


def normalise(crops):
    """N x H x W uint8 to the network's input."""
    return (torch.as_tensor(crops).float().unsqueeze(1) - 128) / 64
