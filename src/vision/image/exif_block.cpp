#include "vision/image/exif_block.h"

#include <cstdint>

#include "vision/image/decode.h"

namespace patente::vision {
namespace {

constexpr std::size_t block_max = 1 << 20;
constexpr std::string_view marker{"Exif\0\0", 6};

std::uint32_t byte_at(std::string_view bytes, std::size_t at) { return static_cast<unsigned char>(bytes[at]); }

std::uint32_t big_endian(std::string_view bytes, std::size_t at) {
    return byte_at(bytes, at) << 24 | byte_at(bytes, at + 1) << 16 | byte_at(bytes, at + 2) << 8 | byte_at(bytes, at + 3);
}

std::uint32_t little_endian(std::string_view bytes, std::size_t at) {
    return byte_at(bytes, at + 3) << 24 | byte_at(bytes, at + 2) << 16 | byte_at(bytes, at + 1) << 8 | byte_at(bytes, at);
}

// Segments up to the first scan: FF kind, length of two bytes that counts itself.
std::string_view jpeg_exif(std::string_view bytes) {
    std::size_t at = 2;
    while (at + 4 <= bytes.size() && byte_at(bytes, at) == 0xFF) {
        const auto kind = byte_at(bytes, at + 1);
        if (kind == 0xFF) {  // padding
            ++at;
            continue;
        }
        if (kind == 0xDA || kind == 0xD9) return {};
        const std::size_t length = byte_at(bytes, at + 2) << 8 | byte_at(bytes, at + 3);
        if (length < 2 || at + 2 + length > bytes.size()) return {};
        const auto body = bytes.substr(at + 4, length - 2);
        if (kind == 0xE1 && body.starts_with(marker)) return body.substr(marker.size());
        at += 2 + length;
    }
    return {};
}

std::string_view png_exif(std::string_view bytes) {
    std::size_t at = 8;
    while (at + 12 <= bytes.size()) {
        const std::size_t length = big_endian(bytes, at);
        if (length > bytes.size() - at - 12) return {};
        if (bytes.substr(at + 4, 4) == "eXIf") return bytes.substr(at + 8, length);
        at += 12 + length;
    }
    return {};
}

std::string_view webp_exif(std::string_view bytes) {
    std::size_t at = 12;
    while (at + 8 <= bytes.size()) {
        const std::size_t length = little_endian(bytes, at + 4);
        if (length > bytes.size() - at - 8) return {};
        if (bytes.substr(at, 4) == "EXIF") {
            const auto body = bytes.substr(at + 8, length);
            return body.starts_with(marker) ? body.substr(marker.size()) : body;
        }
        at += 8 + length + length % 2;
    }
    return {};
}

}  // namespace

std::string exif_block_of(std::string_view bytes) {
    const auto format = format_of(bytes);
    if (!format) return {};
    if (*format == FileFormat::heif) return heif_exif(bytes);
    const auto block = *format == FileFormat::jpeg  ? jpeg_exif(bytes)
                       : *format == FileFormat::png ? png_exif(bytes)
                                                    : webp_exif(bytes);
    return std::string{block.substr(0, block.size() > block_max ? 0 : block.size())};
}

}  // namespace patente::vision
