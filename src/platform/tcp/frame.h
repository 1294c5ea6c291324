// The frame of the image service over TCP, version 1: docs/protocol.md. Pure.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "base/result.h"

namespace patente::tcp {

constexpr std::size_t prefix_bytes = 15;                 // length, type, id and head length
constexpr std::uint32_t length_max = 32u * 1024 * 1024;  // of what follows the length field

// What the first bytes of a frame say of the rest.
struct Prefix {
    std::uint8_t type = 0;
    std::uint64_t id = 0;
    std::uint16_t head_bytes = 0;
    std::uint32_t body_bytes = 0;
};

// Errors: too_large "frame-too-large"; malformed "frame-malformed" when the lengths contradict each other.
Result<Prefix> prefix_of(std::span<const char, prefix_bytes> bytes);

struct Frame {
    std::uint8_t type = 0;
    std::uint64_t id = 0;
    std::string head = "{}";  // UTF-8 JSON, at most 65,535 bytes
    std::string body = {};

    bool operator==(const Frame&) const = default;
};

std::string bytes_of(const Frame& frame);  // throws std::length_error when it is too long for its fields

}  // namespace patente::tcp
