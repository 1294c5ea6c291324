// First step: where plates and vehicles may be.
#pragma once

#include <optional>
#include <vector>

#include "vision/image/image.h"
#include "vision/plate/geometry.h"
#include "vision/plate/models.h"

namespace patente::vision {

struct Found {
    float score = 0;  // 0…1
    Box box;          // round the corners, in the photo's pixels
    Corners corners;
    float two_lines = 0;  // 0…1
    float legible = 0;    // 0…1
};

// The size at which the detector sees a photo, padded right and below.
struct Letterbox {
    int width = 0, height = 0;  // of the picture inside
    int padded_width = 0, padded_height = 0;
    float scale = 1;  // of the photo's pixels
};
Letterbox letterbox_of(int width, int height, int long_side);  // never enlarged; of a search for plates

// RGB pictures only. Likeliest first, at most `plates_max`; neighbours that cover each other are joined.
// Throws std::runtime_error when the network does not take the size: a broken file.
constexpr std::size_t plates_max = 60;
struct Finds {
    std::vector<Found> plates;
    std::vector<Vehicle> vehicles;  // none when the model knows none
};
struct FindOptions {
    int long_side = 640;  // pixels
    VehicleSearch vehicles = VehicleSearch::in_passing;
    std::optional<float> vehicle_score_min;  // none: as suits the model and the search
};
Finds find(runtime::Context& context, const DetectorModel& model, const Image& photo, const FindOptions& options);

// The detector's answer for one picture as plates.
std::vector<Found> plates_in(const runtime::Tensor& answer, int stride, float scale, float threshold);

}  // namespace patente::vision
