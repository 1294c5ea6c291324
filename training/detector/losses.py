"""What the training minimises."""
import torch
import torch.nn.functional as F

from training.detector.model import CORNERS, HEAT, KINDS, LEGIBLE, OFFSET, SIZE, TWO_LINES, VEHICLE_OFFSET, VEHICLE_SIZE


def heat_loss(logits, heat, weight):
    """Focal loss of a map of centres; `weight` counts where nothing is."""
    p = torch.sigmoid(logits).clamp(1e-5, 1 - 1e-5)
    centre = (heat == 1).float()
    positive = -((1 - p) ** 2) * torch.log(p) * centre
    negative = -(p**2) * torch.log(1 - p) * (1 - heat) ** 4 * weight * (1 - centre)
    return (positive.sum() + negative.sum()) / centre.sum().clamp(min=1)


def box_loss(offset, log_size, true_offset, true_size, weight):
    """Generalised IoU plus L1 of offset and log size, in cells."""
    size = log_size.clamp(-2, 5).exp()
    low, high = offset - size / 2, offset + size / 2
    true_low, true_high = true_offset - true_size / 2, true_offset + true_size / 2
    inner = (torch.min(high, true_high) - torch.max(low, true_low)).clamp(min=0).prod(1)
    outer = (torch.max(high, true_high) - torch.min(low, true_low)).prod(1)
    union = size.prod(1) + true_size.prod(1) - inner
    giou = inner / union - (outer - union) / outer
    plain = (offset - true_offset).abs().sum(1) + (log_size - true_size.log()).abs().sum(1)
    return (((1 - giou) + 0.2 * plain) * weight).sum() / weight.sum().clamp(min=1)


def weighted(each, weight):
    return (each * weight).sum() / weight.sum().clamp(min=1)


def plate_losses(output, truth, gentle):
    """`gentle` spares strong answers where a plate may lack its label."""
    weight = truth["asked"]
    if gentle:
        strong = torch.sigmoid(output[:, HEAT].detach()) > 0.5
        weight = torch.where(truth["doubtful"] & strong & (truth["plates"] < 0.02), weight * 0.1, weight)
    parts = {"heat": heat_loss(output[:, HEAT], truth["plates"], weight)}
    rows = truth["plate_rows"]
    if not len(rows):
        return parts
    index, y, x = (rows[:, i].long() for i in range(3))
    values, near = output[index, :, y, x], rows[:, 3]
    parts["box"] = box_loss(values[:, OFFSET], values[:, SIZE], rows[:, 4:6], rows[:, 6:8], near)
    # Corner errors count in heights of the plate, as the reader's crop feels them.
    unit = torch.stack([(rows[:, 6] / rows[:, 7]).clamp(max=3), torch.ones_like(near)], 1).repeat(1, 4)
    each = ((values[:, CORNERS] - rows[:, 9:17]).abs() * unit).sum(1)
    parts["corners"] = weighted(each, rows[:, 8] * near)
    lines, legible = rows[:, 17], rows[:, 18]
    each = F.binary_cross_entropy_with_logits(values[:, TWO_LINES], (lines == 2).float(), reduction="none")
    parts["lines"] = weighted(each, (lines > 0).float() * near)
    each = F.binary_cross_entropy_with_logits(values[:, LEGIBLE], legible.clamp(min=0), reduction="none")
    parts["legible"] = weighted(each, (legible >= 0).float() * near)
    return parts


def vehicle_losses(output, truth):
    weight = truth["vehicles_asked"][:, None]
    parts = {"vehicle heat": heat_loss(output[:, : len(KINDS)], truth["vehicles"], weight)}
    rows = truth["vehicle_rows"]
    if not len(rows):
        return parts
    index, y, x = (rows[:, i].long() for i in range(3))
    values, near = output[index, :, y, x], rows[:, 3]
    boxes = values[:, VEHICLE_OFFSET], values[:, VEHICLE_SIZE], rows[:, 4:6], rows[:, 6:8]
    parts["vehicle box"] = box_loss(*boxes, near)
    unclassed = (rows[:, 8] < 0).float() * (near == 1).float()
    any_kind = torch.sigmoid(values[:, : len(KINDS)]).amax(1).clamp(1e-5, 1)
    parts["vehicle of any kind"] = weighted(-((1 - any_kind) ** 2) * torch.log(any_kind), unclassed)
    return parts


WEIGHTS = {
    "heat": 1.0,
    "box": 2.0,
    "corners": 0.6,
    "lines": 0.1,
    "legible": 0.1,
    "vehicle heat": 1.0,
    "vehicle box": 1.5,
    "vehicle of any kind": 0.3,
}


def losses(outputs, truth, gentle):
    """(sum, parts) of a batch."""
    parts = plate_losses(outputs[0], truth, gentle) | vehicle_losses(outputs[1], truth)
    return sum(WEIGHTS[name] * value for name, value in parts.items()), parts
