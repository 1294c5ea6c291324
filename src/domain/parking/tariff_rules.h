// What a tariff document means: whether it holds together, and what a stay owes by it. Pure: document + stay → lines.
#pragma once

#include <memory>
#include <string_view>

#include "domain/parking/tariff_model.h"
#include "domain/vocabulary/holidays.h"
#include "domain/vocabulary/hours.h"
#include "domain/vocabulary/zone.h"

namespace patente::parking {

struct TariffParts;  // the document with its times and names resolved

// A document that has passed its check. Copies are cheap and share it; read-only, so safe from any thread.
class Tariff {
public:
    const TariffDocument& document() const;
    const Zone& zone() const;
    int version() const { return version_; }
    Tariff with_version(int version) const;  // what Charge::tariff_version will say

private:
    explicit Tariff(std::shared_ptr<const TariffParts> parts) : parts_(std::move(parts)) {}
    std::shared_ptr<const TariffParts> parts_;
    int version_ = 0;
    friend Result<Tariff> checked(const TariffDocument& document, const HolidayCalendars& calendars);
    friend Result<Charge> amount_owed(const Tariff& tariff, Instant entered, Instant left, std::string_view vehicle_class,
                                      const std::vector<Span>& free);
};

constexpr std::chrono::days stay_length_max{400};

// Errors: invalid "tariff-invalid" naming every wrong field at once with its pointer; invalid "tariff-example-fails" naming
// each example that owes something else. Calendars are those of the place; a tariff keeps the one it names.
Result<Tariff> checked(const TariffDocument& document, const HolidayCalendars& calendars);

// What a stay of [entered, left) owes; left = now for one still open. The total is never negative, equals the sum of its
// lines and never falls as `left` grows. `vehicle_class` "" or not listed counts as the default class.
// What falls within `free` (merged) is not charged: time passes for the steps all the same, each fraction owes only for the share
// of its own time outside, and no cap is used up by the rest.
// Errors: invalid "stay-times" (left before entered), invalid "stay-too-long" (more than 400 days).
Result<Charge> amount_owed(const Tariff& tariff, Instant entered, Instant left, std::string_view vehicle_class = "",
                           const std::vector<Span>& free = {});

// A time as people write it: civil in the zone ("2026-03-01 12:00"; of a time shown twice the first), or RFC 3339 with its
// offset. Error: invalid "time-invalid".
Result<Instant> civil_or_utc(std::string_view text, const Zone& zone);

}  // namespace patente::parking
