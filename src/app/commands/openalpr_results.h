// A photo's reading as OpenALPR's `alpr -j` tells it (version 2 of its alpr_results), for programs that read that.
#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "domain/vocabulary/plate.h"
#include "vision/plate/reader.h"

namespace patente {

// One line of JSON. matches_template says whether a text fits a format of its region, or of any when that is not known.
std::string openalpr_results(const vision::PhotoReading& reading, int width, int height, Instant now, const Formats& formats);

}  // namespace patente
