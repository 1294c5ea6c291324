"""Projective geometry of training windows, without OpenCV."""
import math

import numpy as np


def bounds(corners):
    """(left, top, right, bottom) of points."""
    return np.r_[corners.min(0), corners.max(0)]


def rectangle(left, top, right, bottom):
    """Its corners, clockwise from the top left."""
    return np.float64([[left, top], [right, top], [right, bottom], [left, bottom]])


def project(points, matrix):
    """Points (n x 2) through a 3 x 3 matrix."""
    out = np.c_[points, np.ones(len(points))] @ matrix.T
    return (out[:, :2] / out[:, 2:]).astype(np.float32)


def perspective(source, target):
    """The 3 x 3 matrix that takes four points to four others."""
    rows, right = [], []
    for (x, y), (u, v) in zip(source, target):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        right += [u, v]
    return np.append(np.linalg.solve(np.float64(rows), np.float64(right)), 1.0).reshape(3, 3)


def log_uniform(rng, low, high):
    return math.exp(rng.uniform(math.log(low), math.log(high)))


def share_inside(box, width, height):
    """(share of a box's area inside the window, the part inside)."""
    inner = np.r_[np.maximum(box[:2], 0), np.minimum(box[2:], [width, height])]
    area = max(0, inner[2] - inner[0]) * max(0, inner[3] - inner[1])
    return area / max(1e-3, (box[2] - box[0]) * (box[3] - box[1])), inner


def touch(a, b, room=4):
    """Whether two boxes come closer than `room`."""
    return min(a[2], b[2]) > max(a[0], b[0]) - room and min(a[3], b[3]) > max(a[1], b[1]) - room
