// What the commands that read photos share: their options, the reader made of them, and a photo's way to its reading.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "domain/vocabulary/plate.h"
#include "vision/plate/reader.h"

namespace CLI {
class App;
}

namespace patente {

struct EyesOptions {
    std::string models;  // folder; "": beside the program
    std::string region;  // hint; "" for none
    int long_side = 0;   // pixels; 0: half a photo, as this processor allows
    int threads = 1;
    std::string precision;  // "fp32", "bf16", "int8"; "": the fastest here
    bool formats = true;    // the prior of data/regions
    vision::VehicleSearch vehicles = vision::VehicleSearch::in_passing;
    std::optional<float> vehicle_score_min = {};  // none: as suits the detector and the search
    std::filesystem::path remembered = {};        // file of what was measured on this processor; "": measured anew

    void add_to(CLI::App& command);
};

// The table of formats as the eyes take it.
std::vector<vision::Format> vision_formats(const Formats& formats);

// Throws std::runtime_error with the reason when a model or a region's file is unusable.
std::unique_ptr<vision::PlateReader> open_eyes(const EyesOptions& options);

std::string bytes_of(const std::filesystem::path& file);  // throws std::runtime_error when it cannot be read

Language language_of_terminal();  // of LC_ALL, LC_MESSAGES, LANG; else English

}  // namespace patente
