// Seventh step: the same plate found twice is one. Pure.
#pragma once

#include <vector>

#include "vision/plate/reader.h"

namespace patente::vision {

// Of readings that cover each other, or have the same text side by side, the surest stays. Keeps the order.
std::vector<PlateReading> merged(std::vector<PlateReading> readings);

}  // namespace patente::vision
