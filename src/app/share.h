// The files that come with the program: models, regions, tariffs, holidays and the photos of the demo.
#pragma once

#include <filesystem>

namespace patente {

// PATENTE_SHARE, or the nearest folder above the program that holds models/manifest.json, or ../share/patente
// beside it. Throws std::runtime_error that says where it looked.
std::filesystem::path share_folder();

}  // namespace patente
