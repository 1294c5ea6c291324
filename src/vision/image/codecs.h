// The four decoders and what they share. Only decode.cpp and the decoders include this.
#pragma once

#include <string_view>

#include "base/result.h"
#include "vision/image/image.h"

namespace patente::vision {

Result<Image> decode_jpeg(std::string_view bytes);
Result<Image> decode_png(std::string_view bytes);
Result<Image> decode_webp(std::string_view bytes);
Result<Image> decode_heif(std::string_view bytes);  // turned already, as its own boxes say

Result<> size_allowed(std::int64_t width, std::int64_t height);
Failure image_truncated();
Failure image_broken(std::string_view why);  // `why`: the library's own words, English

}  // namespace patente::vision
