"""Turns flat plates and real cut-outs into the grey crops the reader sees: geometry, sensor, light,
compression."""
import cv2
import numpy as np

HEIGHT, WIDTH = 64, 192
STEPS = WIDTH // 4  # columns of the reader's output
MARGINS = (0.04, 0.06)  # share of the plate's width and height added on each side at run time


def surroundings(image, rng, noise):
    """The plate on a piece of car body or holder; returns the bigger grey picture and the plate's corners
    in it."""
    height, width = image.shape
    if rng.random() < 0.4:
        thick = rng.randint(2, 9)
        tone = rng.uniform(0, 60) if rng.random() < 0.6 else rng.uniform(120, 255)
        image = cv2.copyMakeBorder(image, *[thick] * 4, cv2.BORDER_CONSTANT, value=tone)
    else:
        thick = 0
    border = int(height * rng.uniform(0.25, 0.5))
    rows, columns = image.shape[0] + 2 * border, image.shape[1] + 2 * border
    cells = noise.normal(0, rng.uniform(3, 40), (rng.randint(2, 7), rng.randint(2, 7))).astype(np.float32)
    scene = cv2.resize(cells, (columns, rows)) + rng.uniform(5, 210)
    scene[border : border + image.shape[0], border : border + image.shape[1]] = image
    at = border + thick
    return scene, np.float32([[at, at], [at + width, at], [at + width, at + height], [at, at + height]])


def misplaced(rng):
    """Corners of a plate as a detector finds them, clockwise from the top left, in shares of its sides.

    Measured on the labelled corners of us_in_corners: growth .06 of the width and .08 of the height, shift .03 and
    .05, shear and slope .1, mostly from a few bad finds; so most draws are a third of that and one in seven is all.
    """
    size = 1.0 if rng.random() < 0.15 else 0.35
    grow_x, grow_y = rng.gauss(0.01, 0.06) * size, rng.gauss(0.01, 0.09) * size
    shift_x, shift_y = rng.gauss(0, 0.03) * size, rng.gauss(0, 0.055) * size
    shear, slope = rng.gauss(0, 0.08) * size, rng.gauss(0, 0.1) * size
    return np.float32(
        [
            (
                0.5 + shift_x + x * (0.5 + grow_x) + y * shear * 0.5 + rng.gauss(0, 0.01),
                0.5 + shift_y + y * (0.5 + grow_y) + x * slope * 0.5 + rng.gauss(0, 0.02),
            )
            for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1))
        ]
    )


def framed(margins=MARGINS):
    """Where the corners it was cut by land in a crop with margins, in shares of its sides."""
    x, y = (m / (1 + 2 * m) for m in margins)
    return np.float32([(x, y), (1 - x, y), (1 - x, 1 - y), (x, 1 - y)])


def rectified(rng, clean):
    """Where the plate's true corners land in a crop cut by corners, with the detector's errors."""
    size = np.float32([WIDTH, HEIGHT])
    if clean:
        return framed() * size + np.float32([(rng.gauss(0, 0.8), rng.gauss(0, 0.5)) for _ in range(4)])
    margins = [m * rng.uniform(0.25, 2.0) for m in MARGINS]
    to_crop = cv2.getPerspectiveTransform(misplaced(rng), framed(margins))
    square = np.float32([[(0, 0), (1, 0), (1, 1), (0, 1)]])
    return cv2.perspectiveTransform(square, to_crop)[0] * size


def boxed(corners, rng, noise):
    """Where they land when an upright box round a turned plate is squeezed into the crop."""
    angle = np.radians(rng.gauss(0, 6))
    turn = np.float32(
        [
            [np.cos(angle), -np.sin(angle) + rng.gauss(0, 0.1)],
            [np.sin(angle) + rng.gauss(0, 0.05), np.cos(angle)],
        ]
    )
    points = (corners - corners.mean(0)) @ turn.T
    points += noise.normal(0, 0.015 * np.ptp(corners[:, 1]), (4, 2))
    points = (points - points.min(0)) / np.ptp(points, 0)
    x, y = rng.uniform(0, 0.07), rng.uniform(-0.01, 0.12)
    shift = rng.gauss(0, 0.015), rng.gauss(0, 0.025)
    return np.float32(
        [
            ((x + a * (1 - 2 * x) + shift[0]) * WIDTH, (y + b * (1 - 2 * y) + shift[1]) * HEIGHT)
            for a, b in points
        ]
    )


def sensor(picture, rng, noise, clean):
    """Light, blur, noise and JPEG, at the size the camera saw the plate."""
    rows, columns = picture.shape
    if clean:
        return np.clip(picture, 0, 255).astype(np.uint8)
    if rng.random() < 0.25:
        length = rng.randint(2, max(2, int(5 * rows / HEIGHT)))
        picture = cv2.blur(picture, (length, 1) if rng.random() < 0.6 else (1, length))
    if rng.random() < 0.5:
        picture = cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.3, 1.2 * max(rows / HEIGHT, 0.5)))
    if rng.random() < 0.1:  # headlight bloom
        y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
        at = rng.uniform(0, columns), rng.uniform(0, rows)
        picture = picture + rng.uniform(40, 180) * np.exp(
            -(((x - at[0]) / (columns * 0.25)) ** 2 + ((y - at[1]) / (rows * 0.5)) ** 2)
        )
    if rng.random() < 0.08:  # the camera's lamp: a bright plate, burnt out, in the dark
        picture = 255 * (1 - np.exp(-picture / rng.uniform(40, 110))) - rng.uniform(0, 40)
    if rng.random() < 0.15:  # shadow edge
        edge = np.arange(columns)[None] + rng.uniform(-1, 1) * np.arange(rows)[:, None] > rng.uniform(
            0, columns
        )
        picture = np.where(edge, picture * rng.uniform(0.4, 0.85), picture)
    if rng.random() < 0.5:
        gain = rng.uniform(0.3, 1.3)
        picture = picture * gain + rng.uniform(-20, 60) * (1 if gain < 1 else 0.3)
    picture = np.clip(picture, 0, 255)
    if rng.random() < 0.3:
        picture = 255 * (picture / 255) ** rng.uniform(0.55, 1.9)
    if rng.random() < 0.5:
        picture = picture + noise.standard_normal(picture.shape, dtype=np.float32) * rng.uniform(1, 12)
    picture = np.clip(picture, 0, 255).astype(np.uint8)
    if rng.random() < 0.5:
        picture = cv2.imdecode(
            cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, rng.randint(18, 90)])[1], 0
        )
    return picture


def finish(picture, rng, clean):
    """To the reader's size; now and then a thing in front of the plate."""
    if picture.shape != (HEIGHT, WIDTH):
        picture = cv2.resize(
            picture,
            (WIDTH, HEIGHT),
            interpolation=rng.choice([cv2.INTER_LINEAR, cv2.INTER_LINEAR, cv2.INTER_CUBIC]),
        )
    if not clean and rng.random() < 0.07:
        x, y = rng.randint(0, WIDTH - 8), rng.randint(0, HEIGHT)
        cv2.line(
            picture,
            (x, y),
            (x + rng.randint(-28, 28), y + rng.randint(-20, 20)),
            rng.randint(0, 255),
            rng.randint(1, 3),
        )
    return picture


def photograph(image, rng, noise, clean=False):
    """A crop of a flat RGB plate or sign: (HEIGHT x WIDTH grey, homography from the flat picture to the crop)."""
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY).astype(np.float32)
    scene, corners = surroundings(grey, rng, noise)
    target = rectified(rng, clean) if clean or rng.random() < 0.75 else boxed(corners, rng, noise)
    scale = 1.0 if clean else rng.choice([1, 1, 1, 1, 1, 0.8, 0.65, 0.5, 0.42])
    rows, columns = max(14, int(HEIGHT * scale)), int(
        WIDTH * scale * (1.0 if clean else rng.uniform(0.75, 1.1))
    )
    to_crop = cv2.getPerspectiveTransform(corners, target)
    to_sensor = np.diag([columns / WIDTH, rows / HEIGHT, 1.0]) @ to_crop
    blur = int(np.ptp(corners[:, 1]) / rows / 1.4)
    if blur > 1:
        scene = cv2.blur(scene, (blur, blur))
    picture = cv2.warpPerspective(
        scene, to_sensor, (columns, rows), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    picture = finish(sensor(picture, rng, noise, clean), rng, clean)
    offset = np.eye(3)
    offset[:2, 2] = corners[0]
    return picture, to_crop @ offset


def step_targets(plate, homography):
    """Class per output row and column (0 blank, -100 undecided) of a drawn plate: teaches the reader where
    to look."""
    target = np.zeros((2, STEPS), np.int64)
    for character, line, left, top, right, bottom in plate.boxes:
        middle = np.float32([[[left, (top + bottom) / 2], [right, (top + bottom) / 2]]])
        (x0, _), (x1, _) = cv2.perspectiveTransform(middle, homography)[0] / 4
        centre = (x0 + x1) / 2
        row = min(line, 1)
        first, last = int(np.ceil(x0 - 0.5)), int(np.floor(x1 - 0.5))
        for column in range(max(0, first), min(STEPS - 1, last) + 1):
            near = abs(column + 0.5 - centre) <= max(0.6, (x1 - x0) * 0.22)
            target[row, column] = (
                1 + "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".index(character) if near else -100
            )
    return target


# ---------------------------------------------------------------------- real cut-outs
def fit(picture, size=(WIDTH, HEIGHT)):
    shrinking = picture.shape[0] >= size[1] and picture.shape[1] >= size[0]
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA if shrinking else cv2.INTER_LINEAR)


def cut(picture, box, margins=MARGINS):
    """The crop of a labelled plate as the reader gets it at run time; cut-outs are taken whole."""
    if box is None:
        return fit(picture)
    x, y, w, h = box
    left, top = max(0, int(x - margins[0] * w)), max(0, int(y - margins[1] * h))
    right, bottom = int(x + w + margins[0] * w), int(y + h + margins[1] * h)
    return fit(picture[top:bottom, left:right])


def straighten(grey, corners, margins=MARGINS):
    """The reader's crop of a found plate."""
    target = framed(margins) * np.float32([WIDTH, HEIGHT])
    matrix = cv2.getPerspectiveTransform(np.float32(corners), target)
    shrink = int(round(np.ptp(np.array(corners)[:, 1]) / HEIGHT))
    if shrink > 1:
        grey = cv2.blur(grey, (shrink, shrink))
    return cv2.warpPerspective(
        grey, matrix, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )


def embed(picture, rng, noise):
    """A cut-out on a piece of car, holder or wall, and its corners there: real surroundings are not known."""
    height, width = picture.shape
    x, y = int(width * 0.16), int(height * 0.2)
    kind = rng.random()
    if kind < 0.45:
        how = cv2.BORDER_REPLICATE if kind < 0.3 else cv2.BORDER_CONSTANT
        scene = cv2.copyMakeBorder(picture, y, y, x, x, how, value=rng.randint(0, 255))
    else:
        cells = noise.normal(0, rng.uniform(3, 40), (rng.randint(2, 7), rng.randint(2, 9))).astype(np.float32)
        scene = cv2.resize(cells, (width + 2 * x, height + 2 * y)) + rng.uniform(5, 210)
        scene = np.clip(scene, 0, 255).astype(np.uint8)
        scene[y : y + height, x : x + width] = picture
    return scene, np.float32([(x, y), (x + width, y), (x + width, y + height), (x, y + height)])


def seen_corners(cutout, rng, noise):
    """(grey picture, corners to cut a plate by): those of the label or of a detector, with errors."""
    if cutout.box is None:
        picture, corners = embed(cutout.image, rng, noise)
        if rng.random() < 0.4:  # taken whole, as cut-outs are at run time
            grow = np.float32([rng.gauss(0.005, 0.025), rng.gauss(0.01, 0.045)]) - MARGINS
            return picture, (corners - corners.mean(0)) * (1 + 2 * grow) + corners.mean(0)
    else:
        x, y, w, h = cutout.box
        picture, corners = cutout.image, np.float32([(x, y), (x + w, y), (x + w, y + h), (x, y + h)])
        if cutout.found is not None and rng.random() < 0.45:
            corners = cutout.found
        elif cutout.corners is not None and rng.random() < 0.7:
            corners = cutout.corners
    square = np.float32([(0, 0), (1, 0), (1, 1), (0, 1)])
    to_picture = cv2.getPerspectiveTransform(square, np.float32(corners))
    return picture, cv2.perspectiveTransform(misplaced(rng)[None], to_picture)[0]


def augment(cutout, rng, noise):
    """A new view of a real plate: errors of the corners, sensor size, light, blur, noise, JPEG."""
    picture, corners = seen_corners(cutout, rng, noise)
    margins = MARGINS if rng.random() < 0.5 else [m * rng.uniform(0.0, 2.0) for m in MARGINS]
    scale = rng.choice((1, 1, 1, 1, 0.8, 0.65, 0.5, 0.4))
    rows, columns = int(HEIGHT * scale), int(WIDTH * scale * rng.uniform(0.85, 1.1))
    matrix = cv2.getPerspectiveTransform(
        np.float32(corners), framed(margins) * np.float32([columns, rows])
    )
    blur = int(round(np.ptp(corners[:, 1]) / rows))
    if blur > 1:
        picture = cv2.blur(picture, (blur, blur))
    replicate = rng.random() < 0.7
    view = cv2.warpPerspective(
        picture,
        matrix,
        (columns, rows),
        flags=cv2.INTER_LINEAR,
        borderValue=rng.randint(0, 255),
        borderMode=cv2.BORDER_REPLICATE if replicate else cv2.BORDER_CONSTANT,
    )
    if rng.random() < 0.15:
        length = rng.randint(2, 4)
        view = cv2.blur(view, (length, 1) if rng.random() < 0.6 else (1, length))
    if rng.random() < 0.3:
        view = cv2.GaussianBlur(view, (3, 3), rng.uniform(0.3, 1.0))
    if rng.random() < 0.6:
        table = np.arange(256, dtype=np.float32) / 255
        table = 255 * table ** rng.uniform(0.6, 1.6) * rng.uniform(0.45, 1.35) + rng.uniform(-30, 40)
        view = cv2.LUT(view, np.clip(table, 0, 255).astype(np.uint8))
    if rng.random() < 0.12:
        edge = np.arange(columns)[None] + rng.uniform(-1, 1) * np.arange(rows)[:, None] > rng.uniform(
            0, columns
        )
        view = np.where(edge, (view * rng.uniform(0.4, 0.8)).astype(np.uint8), view)
    if rng.random() < 0.35:
        grain = noise.standard_normal(view.shape, dtype=np.float32) * rng.uniform(1, 10)
        view = np.clip(view + grain, 0, 255).astype(np.uint8)
    if rng.random() < 0.4:
        view = cv2.imdecode(cv2.imencode(".jpg", view, [cv2.IMWRITE_JPEG_QUALITY, rng.randint(20, 85)])[1], 0)
    return finish(view, rng, False)
