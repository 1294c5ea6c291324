// Any bytes: a graph that can be planned, or an error.
#include <cstdint>

#include "vision/runtime/plan.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace patente::vision::runtime;
    const auto graph = parse_graph({reinterpret_cast<const char*>(data), size}, "fuzz");
    if (graph)
        for (const auto precision : {Precision::fp32, Precision::int8}) plan_for(*graph, {1, 64, 96}, precision);
    return 0;
}
