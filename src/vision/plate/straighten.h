// Second step: a plate seen at an angle, laid flat.
#pragma once

#include <cstdint>

#include "vision/image/image.h"
#include "vision/plate/geometry.h"

namespace patente::vision {

struct Frame {
    int width = 0, height = 0;         // pixels of the crop
    float margin_x = 0, margin_y = 0;  // beyond the plate, share of its width and height a side; may be negative
};

// Writes width × height grey bytes. Beyond the photo its edge goes on. A plate larger than the frame is averaged down.
void straighten(const Image& photo, const Corners& corners, const Frame& frame, std::uint8_t* to);

}  // namespace patente::vision
