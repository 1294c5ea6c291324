// The two networks with what their files say of how to use them (models/README.md).
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "vision/plate/vehicle.h"
#include "vision/runtime/network.h"

namespace patente::vision {

struct ModelPaths {
    std::filesystem::path detector, reader;
};

struct DetectorModel {
    std::shared_ptr<const runtime::Network> network;
    std::string version;
    int stride = 8;          // pixels of its input to a cell of its answer
    float threshold = 0.5f;  // of a plate's score, below which the reader is not asked
    VehicleAnswer vehicles;  // of its output `vehicles`; no kinds when the file has none

    static Result<DetectorModel> load(const std::filesystem::path& file);
};

struct ReaderModel {
    std::shared_ptr<const runtime::Network> network;
    std::string version;
    std::string alphabet;              // class 0 is the blank, class i + 1 is alphabet[i]
    std::vector<std::string> regions;  // classes of the region
    float margin_x = 0, margin_y = 0;  // of the crop beyond the plate, share of its width and height a side
    float temperature = 1;             // logits are divided by it

    int width() const { return network->graph().width; }
    int height() const { return network->graph().height; }
    static Result<ReaderModel> load(const std::filesystem::path& file);
};

}  // namespace patente::vision
