// New pictures from old ones.
#pragma once

#include "vision/image/image.h"

namespace patente::vision {

// Turned upright from an EXIF orientation, 1…8.
Image oriented(Image image, int orientation);

// Each new pixel is the mean of the area it covers; 1 ≤ width ≤ image.width, and so for the height.
Image shrink(const Image& image, int width, int height);
// The same into pixels that are there already, also to a larger size: `row_bytes` from one row of `to` to the next.
void resize_into(const Image& image, int width, int height, std::uint8_t* to, std::size_t row_bytes);

// Longest side at most `side` pixels; smaller pictures stay as they are.
Image thumbnail(const Image& image, int side);

// The part of the rectangle that lies inside the picture; empty when none does.
Image crop(const Image& image, int x, int y, int width, int height);

Image grey(const Image& image);  // luma of BT.601

}  // namespace patente::vision
