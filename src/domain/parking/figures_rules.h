// Totals of a period, whole and in parts. Pure: rows in, sums out.
#pragma once

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "domain/vocabulary/money.h"
#include "domain/vocabulary/zone.h"

namespace patente::parking {

enum class TotalsBy { whole, hour, day };

constexpr std::size_t totals_parts_max = 800;  // a month of hours, two years of days

// Where the parts of [from, to) begin, `from` first: at full hours and midnights of the zone's civil time.
std::vector<Instant> part_starts(const Zone& zone, Instant from, Instant to, TotalsBy by);

class Totals {
public:
    // `starts`: rising; what is before the first is not counted.
    Totals(std::vector<Instant> starts, Instant to);

    void entered(Instant at, const std::string& plate, const std::string& place);
    void charged(Instant at, const Money& total);

    struct Sums {
        std::set<std::string> plates, places;
        std::map<std::string, std::int64_t> charges;  // by currency, minor units
    };
    const Sums& whole() const { return whole_; }
    const std::vector<Sums>& parts() const { return parts_; }
    const std::vector<Instant>& starts() const { return starts_; }
    Instant end_of(std::size_t part) const { return part + 1 < starts_.size() ? starts_[part + 1] : to_; }

private:
    Sums* part_at(Instant at);

    std::vector<Instant> starts_;
    Instant to_;
    Sums whole_;
    std::vector<Sums> parts_;
};

// ---- what is usual ---------------------------------------------------------------------------------------------------

struct Figures {
    std::int64_t plates = 0, places = 0;
    std::map<std::string, std::int64_t> charges;  // by currency, minor units

    bool is_nothing() const { return plates == 0 && charges.empty(); }
    bool operator==(const Figures&) const = default;
};
Figures figures_of(const Totals::Sums& sums);

constexpr int usual_weeks = 8;

// A civil day of the zone: from its midnight to the next, and the time of day that it is now.
struct CivilDay {
    Instant from, until, to;
};
CivilDay day_before(const Zone& zone, Instant now, int weeks);  // so many weeks before today; 0 is today

struct DayFigures {
    Figures until_now;
    std::vector<Figures> hours = std::vector<Figures>(24);  // by the clock on the wall

    bool is_nothing() const { return std::ranges::all_of(hours, &Figures::is_nothing); }
};
std::size_t civil_hour(const Zone& zone, Instant at);

// The median of each figure of the same weekday, latest week first. Weeks before the first in which there was anything do not
// count. Halfway between two is rounded down.
struct Usual {
    int weeks = 0;  // that counted
    DayFigures day;
};
Usual usual_of(std::vector<DayFigures> weeks);

}  // namespace patente::parking
