// Reads licence plates in a photo: find, straighten, read, choose, merge; each step is a file beside this one.
#pragma once

#include <array>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "vision/image/image.h"
#include "vision/plate/beam.h"
#include "vision/plate/geometry.h"
#include "vision/plate/models.h"
#include "vision/plate/prior.h"
#include "vision/runtime/precision.h"

namespace patente::vision {

// Why a photo has no reading.
enum class NothingRead { no_plate, too_small, blurred, dark };

constexpr std::array<std::pair<NothingRead, std::string_view>, 4> names_of(NothingRead) {
    return {{{NothingRead::no_plate, "no_plate"},
             {NothingRead::too_small, "too_small"},
             {NothingRead::blurred, "blurred"},
             {NothingRead::dark, "dark"}}};
}

struct PlateReading {
    std::string text;                         // A–Z and 0–9, 2 to 12 characters
    double confidence = 0;                    // P(the text is right), 0…1
    std::vector<float> character_confidence;  // of each character, 0…1
    std::vector<Candidate> alternatives;      // likeliest first, at most 9, without `text`
    std::string region;                       // likeliest: "ar", "eu", …; "" when the picture does not say
    int lines = 1;                            // 1 or 2
    float plate_score = 0;                    // P(there is a plate), 0…1
    Box box;                                  // in the photo's pixels, round the corners, inside the photo
    Corners corners;
    Image crop;                      // RGB: the box and a little round it
    std::optional<Vehicle> vehicle;  // that the plate is on, when it is seen
};

// Processor milliseconds of each step.
struct Timings {
    double find = 0, straighten = 0, read = 0, choose = 0;

    double all() const { return find + straighten + read + choose; }
};

struct PhotoReading {
    std::vector<PlateReading> plates;         // surest plate first
    std::vector<Vehicle> vehicles;            // likeliest first; none for a cut-out, or where none are asked for
    std::optional<NothingRead> nothing_read;  // set exactly when there are no plates
    Timings ms;
};

struct ReaderOptions {
    std::vector<Format> formats;                  // layouts of plates by region; empty: every text is as likely as another
    std::filesystem::path remembered;             // where the measured choice of number format is kept; "": measured anew
    std::optional<runtime::Precision> precision;  // none: whatever runs fastest here
    int contexts_max = 2;                         // photos read at the same time; more wait
    int long_side = 0;  // pixels: larger photos are shrunk for the detector; 0: see PlateReader::long_side
    // A plate is reported when it is surely one, or likely one and its text is not mere guessing. Chosen on held-out photos.
    float plate_score_sure = 0.8f, plate_score_min = 0.3f;  // of PlateReading::plate_score
    double confidence_min = 0.05;
    std::optional<float> vehicle_score_min;  // of Vehicle::score; none: as suits the detector and the search
    double second_look_below = 0.9;          // confidence below which a plate is read again with other margins
};

struct ReadOptions {
    std::string region;    // a hint from a person: "ar"; "" for none
    bool cut_out = false;  // the picture is one plate, cut out
    bool crops = true;     // fill PlateReading::crop
    VehicleSearch vehicles = VehicleSearch::in_passing;
};

// Safe from any number of threads; starts none.
class PlateReader {
public:
    // Errors: not_found "model-missing", invalid "model-unusable" or "format-invalid".
    static Result<std::unique_ptr<PlateReader>> load(const ModelPaths& models, ReaderOptions options);
    ~PlateReader();

    // An RGB picture of any size. Throws std::runtime_error for a model file that does not keep its word.
    PhotoReading read(const Image& photo, const ReadOptions& options) const;

    // Processor milliseconds that the networks alone take for one photo of this size with this many plates: the floor to compare
    // `read` with.
    double networks_ms(int width, int height, int plates) const;

    // Pixels of the longest side at which plates are looked for in a photo of this size: half, never below 640 and never above
    // what this processor allows. Where nothing is read there, all that it allows is searched.
    int long_side(int width, int height) const;

    std::string version() const;         // of both models: "detector 1, reader 1"
    std::string number_formats() const;  // they run in: "detector int8, reader int8"

private:
    PlateReader();

    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace patente::vision
