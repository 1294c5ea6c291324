#include <cstdlib>

#include "platform/tcp/frame.h"

using namespace patente;

// Whatever comes: what is accepted names no more bytes than the frame has.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < tcp::prefix_bytes) return 0;
    const auto prefix =
        tcp::prefix_of(std::span<const char, tcp::prefix_bytes>(reinterpret_cast<const char*>(data), tcp::prefix_bytes));
    if (!prefix) return 0;
    if (11ull + prefix->head_bytes + prefix->body_bytes > tcp::length_max) std::abort();
    return 0;
}
