// Reads what countries differ in from the files that come with the program: plate formats, holidays, confusions.
// Each throws std::runtime_error that names the file and the line or entry that is not right.
#pragma once

#include <filesystem>

#include "domain/parking/matching_rules.h"
#include "domain/vocabulary/holidays.h"
#include "domain/vocabulary/plate.h"

namespace patente {

Formats load_formats(const std::filesystem::path& folder);            // data/regions/*.toml
HolidayCalendars load_holidays(const std::filesystem::path& folder);  // data/holidays/*.toml
Confusions load_confusions(const std::filesystem::path& file);        // data/confusions.toml

}  // namespace patente
