// Reads what comes with the program as files: plate formats, holidays, confusions, the names of acts.
// Each throws std::runtime_error that names the file and the line or entry that is not right.
#pragma once

#include <filesystem>

#include "domain/audit/rules.h"
#include "domain/parking/matching_rules.h"
#include "domain/vocabulary/holidays.h"
#include "domain/vocabulary/plate.h"

namespace patente {

Formats load_formats(const std::filesystem::path& folder);            // data/regions/*.toml
HolidayCalendars load_holidays(const std::filesystem::path& folder);  // data/holidays/*.toml
audit::Acts load_acts(const std::filesystem::path& file);             // data/acts.toml
Confusions load_confusions(const std::filesystem::path& file);        // data/confusions.toml

}  // namespace patente
