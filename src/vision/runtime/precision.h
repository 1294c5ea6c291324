// Which number format runs a network fastest here: measured once, remembered by processor and file.
#pragma once

#include <array>
#include <filesystem>
#include <memory>
#include <string_view>
#include <utility>

#include "vision/runtime/network.h"

namespace patente::vision::runtime {

constexpr std::array<std::pair<Precision, std::string_view>, 3> names_of(Precision) {
    return {{{Precision::fp32, "fp32"}, {Precision::bf16, "bf16"}, {Precision::int8, "int8"}}};
}

// The processor has the instructions, and for int8 the file states its ranges.
bool can_run(const Network& network, Precision precision);

struct Fastest {
    Precision precision{};
    double ms = 0;  // of the processor, one thread, at the size that was asked for
};

// Takes under a second the first time. `remembered`: a small JSON file of milliseconds by format, made when it is missing or
// unreadable; an empty path remembers nothing. Error: invalid "model-unusable" when the network does not fit `size`.
Result<Fastest> fastest_precision(const std::shared_ptr<const Network>& network, InputSize size,
                                  const std::filesystem::path& remembered);

std::string processor_name();  // with the instruction set that oneDNN uses of it

}  // namespace patente::vision::runtime
