#include "platform/tcp/frame.h"

#include <stdexcept>

namespace patente::tcp {
namespace {

constexpr std::size_t length_bytes = 4;
constexpr std::size_t after_length_min = prefix_bytes - length_bytes;

std::uint64_t number_in(std::span<const char> bytes) {
    std::uint64_t number = 0;
    for (const char byte : bytes) number = number << 8 | static_cast<std::uint8_t>(byte);
    return number;
}

void put(std::string& bytes, std::uint64_t number, int count) {
    for (int shift = 8 * (count - 1); shift >= 0; shift -= 8) bytes += static_cast<char>(number >> shift & 0xff);
}

}  // namespace

Result<Prefix> prefix_of(std::span<const char, prefix_bytes> bytes) {
    const auto length = number_in(bytes.first<length_bytes>());
    if (length > length_max)
        return fail(ErrorKind::too_large, "frame-too-large",
                    {"A frame may have at most 32 MiB.", "Una trama puede tener 32 MiB como máximo."});
    const auto head = number_in(bytes.last<2>());
    if (length < after_length_min + head)
        return fail(ErrorKind::malformed, "frame-malformed",
                    {"The lengths of this frame contradict each other.", "Las longitudes de esta trama se contradicen."});
    return Prefix{.type = static_cast<std::uint8_t>(bytes[4]),
                  .id = number_in(bytes.subspan<5, 8>()),
                  .head_bytes = static_cast<std::uint16_t>(head),
                  .body_bytes = static_cast<std::uint32_t>(length - after_length_min - head)};
}

std::string bytes_of(const Frame& frame) {
    const auto length = after_length_min + frame.head.size() + frame.body.size();
    if (frame.head.size() > 0xffff || length > length_max) throw std::length_error("a frame is too long for its fields");
    std::string bytes;
    bytes.reserve(length_bytes + length);
    put(bytes, length, 4);
    put(bytes, frame.type, 1);
    put(bytes, frame.id, 8);
    put(bytes, frame.head.size(), 2);
    return bytes.append(frame.head).append(frame.body);
}

}  // namespace patente::tcp
