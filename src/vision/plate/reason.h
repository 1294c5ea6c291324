// Why nothing was read, told from the picture and what the detector saw. Pure.
#pragma once

#include <vector>

#include "vision/image/image.h"
#include "vision/plate/find.h"
#include "vision/plate/reader.h"

namespace patente::vision {

// `seen`: plates that the reader could make nothing of.
NothingRead reason_for(const Image& photo, const std::vector<Found>& seen);

double brightness(const Image& photo);  // mean luma, 0…255
// The strongest step between neighbours (99.5th percentile) over the strongest within eight pixels, in the photo at a
// long side of 640: near 1 for a sharp photo, near 1/8 for one without an edge sharper than that.
double sharpness(const Image& photo);

}  // namespace patente::vision
