// Where each format keeps its EXIF: the bytes from the TIFF header on.
#pragma once

#include <string>
#include <string_view>

namespace patente::vision {

std::string exif_block_of(std::string_view bytes);  // "" when there is none, or the file is no picture; ≤ 1 MiB
std::string heif_exif(std::string_view bytes);

}  // namespace patente::vision
