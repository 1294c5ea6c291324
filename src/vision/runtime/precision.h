// Which number format runs a network fastest here: measured once, remembered by processor and file.
#pragma once

#include <filesystem>
#include <memory>

#include "vision/runtime/network.h"

namespace patente::vision::runtime {

// Takes under a second the first time. `remembered`: a small JSON file, made when it is missing or unreadable;
// an empty path remembers nothing. Error: invalid "model-unusable" when the network does not fit `size`.
Result<Precision> fastest_precision(const std::shared_ptr<const Network>& network, InputSize size,
                                    const std::filesystem::path& remembered);

std::string processor_name();  // with the instruction set that oneDNN uses of it

}  // namespace patente::vision::runtime
