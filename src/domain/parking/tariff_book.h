// The tariffs as they are stored, ready to charge by. Versions never change, so each is checked once and kept.
#pragma once

#include <map>
#include <mutex>
#include <span>

#include "domain/discounts/contract.h"
#include "domain/parking/store.h"
#include "domain/parking/tariff_rules.h"

namespace patente::parking {

class TariffBook {
public:
    // Both must outlive it.
    TariffBook(const HolidayCalendars& calendars, discounts::Discounts& discounts)
        : calendars_(calendars), discounts_(discounts) {}

    const HolidayCalendars& calendars() const { return calendars_; }

    // The version for a stay that begins at `entered`: the newest that is valid by then; the first when none is yet.
    // Throws std::runtime_error when the tariff is not there: zones name only tariffs that are.
    TariffVersion in_force(storage::Session& session, const TariffId& id, Instant entered) const;

    // A stay that leaves, or would.
    struct Leaving {
        const ZoneSettings& zone;
        const Stay& stay;
        Instant left;
    };
    // What each owes, by the version it began with, with its permit and its stamps taken off. A stay of more than 400 days is
    // charged for 400. No permit counts for one whose exit was read as another plate.
    std::vector<Charge> charges(storage::Session& session, std::span<const Leaving> leaving);
    // The same by another tariff, as if they had begun with it.
    std::vector<Charge> charges_by(storage::Session& session, const Tariff& tariff, std::span<const Leaving> leaving);
    Charge charge(storage::Session& session, const Leaving& leaving) { return charges(session, {&leaving, 1}).front(); }
    // Whether a permit would count if the exit had been read as the entry was.
    bool permit_unclear(storage::Session& session, const Leaving& leaving);

private:
    std::vector<Charge> charged(storage::Session& session, std::span<const Tariff> tariffs, std::span<const Leaving> leaving);
    discounts::ParkedTime parked(const Tariff& tariff, const Leaving& leaving) const;
    Tariff ready(storage::Session& session, const TariffId& id, int version);

    const HolidayCalendars& calendars_;
    discounts::Discounts& discounts_;
    std::mutex mutex_;
    std::map<std::pair<TariffId, int>, Tariff> ready_;  // guarded by mutex_
};

}  // namespace patente::parking
