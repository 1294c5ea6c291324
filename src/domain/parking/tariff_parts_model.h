// A checked tariff document with its hours, days and names resolved: what the evaluation works on.
#pragma once

#include <bitset>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "domain/parking/tariff_model.h"
#include "domain/vocabulary/holidays.h"
#include "domain/vocabulary/zone.h"

namespace patente::parking {

// Hours of a day that may carry over midnight: 0 ≤ from < 24 h, from < to ≤ from + 24 h.
struct Hours {
    std::chrono::minutes from{0}, to{0};
};

struct BandParts {
    std::size_t rate = 0;  // index
    Hours hours;
    std::bitset<8> weekdays;  // by ISO number, 1 = Monday
    OnHolidays holidays = OnHolidays::same;
    std::optional<Day> date_from, date_to;
    std::vector<std::string> classes;
};

struct CapParts {
    std::optional<Hours> night;
    std::vector<bool> counts_rate;  // by index of rate
};

struct TariffParts {
    TariffDocument document;
    Zone zone;
    std::optional<HolidayCalendar> holidays;
    std::vector<BandParts> bands;  // as in the document
    std::vector<CapParts> caps;    // as in the document
};

// The class that a vehicle is charged as; "" when the document knows none.
inline std::string class_charged(const TariffDocument& document, std::string_view vehicle_class) {
    for (const auto& each : document.classes)
        if (each == vehicle_class) return each;
    return document.default_class.value_or("");
}

inline bool applies_to(const std::vector<std::string>& classes, const std::string& vehicle_class) {
    return classes.empty() || std::find(classes.begin(), classes.end(), vehicle_class) != classes.end();
}

}  // namespace patente::parking
