// What a new installation begins with, so that the first photo is metered, and what `--demo` adds.
#pragma once

#include "domain/parking/store.h"

namespace patente::parking {

struct FirstStart {
    std::string time_zone;         // the machine's; one that is not known counts as UTC
    std::string currency = "ARS";  // ISO 4217
    std::string region;            // "ar"; "" = not known
};

// An hourly tariff and the default zone that takes every photo, with or without a place: "Todo / Everywhere". Both can be
// edited like any other. Does nothing when there is a zone or a tariff already; true when it did something.
bool seed_first_start(storage::Session& session, const FirstStart& first, Instant now);

// Zones of Buenos Aires' centre ("Centro A", "Centro B", "Puerto Madero") by `tariff`, whose zone must be
// America/Argentina/Buenos_Aires: data/tariffs/caba_garage.json. Does nothing when "Centro A" is there already.
bool seed_demo(storage::Session& session, const TariffDocument& tariff, Instant now);

}  // namespace patente::parking
