// From the bytes of a file to pixels. The format is told by the first bytes, never by a name.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "vision/image/image.h"

namespace patente::vision {

enum class FileFormat { jpeg, png, webp, heif };

constexpr int side_max = 16'384;                  // pixels
constexpr std::int64_t pixels_max = 100'000'000;  // of one picture

// nullopt: none of the four.
std::optional<FileFormat> format_of(std::string_view bytes);

// The picture as a person sees it: RGB, turned as its EXIF orientation says; of an animation, the first frame.
// Sizes are checked before memory is taken. A JPEG cut short is given when at least half of its rows are there.
// Errors: unsupported "not-an-image"; too_large "image-too-large"; malformed "image-truncated", "image-broken".
// Safe from any thread; starts none.
Result<Image> decode(std::string_view bytes);

// quality 1…100; grey or RGB. Throws std::runtime_error when the picture is empty.
std::string encode_jpeg(const Image& image, int quality);

}  // namespace patente::vision
