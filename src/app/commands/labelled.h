// Labelled photos and what was read in them, scored by the same rules as data's score.py: see `patente eval --help`.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "vision/plate/reader.h"

namespace patente {

struct Label {
    std::string text;  // A–Z, 0–9; "" when it is not known
    std::optional<vision::Box> box;
    std::string region;  // "" when it is not known
    int lines = 0;       // 0 when it is not known
};

struct LabelledVehicle {
    vision::VehicleKind kind{};
    vision::Box box;
};

struct LabelledPhoto {
    std::string image;      // as the manifest names it
    bool cut_out = false;   // the picture is one plate
    bool complete = false;  // every plate in it is labelled
    std::vector<Label> plates;
    std::optional<std::vector<LabelledVehicle>> vehicles;  // none: nothing is said of vehicles
};

// One JSON object a line; unknown fields are left alone. Error: invalid "manifest-invalid" with the line.
Result<std::vector<LabelledPhoto>> read_manifest(const std::filesystem::path& file);

struct Score {
    int photos = 0, plates = 0, boxes = 0, box_hits = 0, texts = 0, exact = 0, forgiven = 0, in_ten = 0, complete_photos = 0,
        false_plates = 0;
};

struct Miss {
    std::size_t photo = 0;  // index
    std::string label;
    const vision::PlateReading* reading = nullptr;  // null: no plate was found there
};

struct Scored {
    Score all;
    std::map<std::string, Score> classes;  // "lines 1", "region ar", "height 16 to 24"
    std::vector<Miss> misses;              // point into the readings
};

Scored scored(const std::vector<LabelledPhoto>& photos, const std::vector<vision::PhotoReading>& readings);

struct VehicleScore {
    int labelled = 0;
    double average_precision = 0;  // area under the greatest precision at each recall, where boxes that overlap by half match
};

// Of each kind that a photo with labelled vehicles shows. Everett & Winn, The PASCAL VOC 2012 development kit, 3.4.1.
std::map<vision::VehicleKind, VehicleScore> vehicles_scored(const std::vector<LabelledPhoto>& photos,
                                                            const std::vector<vision::PhotoReading>& readings);

}  // namespace patente
