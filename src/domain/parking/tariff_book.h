// The tariffs as they are stored, ready to charge by. Versions never change, so each is checked once and kept.
#pragma once

#include <map>
#include <mutex>

#include "domain/parking/store.h"
#include "domain/parking/tariff_rules.h"

namespace patente::parking {

class TariffBook {
public:
    explicit TariffBook(const HolidayCalendars& calendars) : calendars_(calendars) {}  // which must outlive it

    const HolidayCalendars& calendars() const { return calendars_; }

    // The version for a stay that begins at `entered`: the newest that is valid by then; the first when none is yet.
    // Throws std::runtime_error when the tariff is not there: zones name only tariffs that are.
    TariffVersion in_force(storage::Session& session, const TariffId& id, Instant entered) const;

    // What the stay owes when it leaves at `left`, by the version it began with. A stay of more than 400 days is
    // charged for 400.
    Charge charge(storage::Session& session, const ZoneSettings& zone, const Stay& stay, Instant left);

private:
    Tariff ready(storage::Session& session, const TariffId& id, int version);

    const HolidayCalendars& calendars_;
    std::mutex mutex_;
    std::map<std::pair<TariffId, int>, Tariff> ready_;  // guarded by mutex_
};

}  // namespace patente::parking
