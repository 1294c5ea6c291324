// What other rooms may see of parking.
#pragma once

#include <optional>
#include <string>

#include "base/id.h"
#include "base/json.h"
#include "domain/sightings/contract.h"
#include "domain/vocabulary/money.h"

namespace patente::storage {
class Session;
}

namespace patente::parking {

struct StayTag;
using StayId = Id<StayTag>;

// A stay in short, as an answer to a photo shows it.
struct StayView {
    StayId id;
    std::string state;     // "open", "closed", "paid", "unpaid", "forgiven", "disputed", "ask"
    std::string happened;  // what this sighting did: "opened", "closed", "seen_again", "asked"
    std::string zone;      // the zone's name
    Money owed;            // what is owed now, 0 when nothing is
    std::string ticket;    // "T-2026-000123", "" before there is one

    static constexpr std::string_view schema_name = "StayView";
    static constexpr auto fields() {
        return std::tuple{json::field("id", &StayView::id),
                          json::field("state", &StayView::state),
                          json::field("happened", &StayView::happened),
                          json::field("zone", &StayView::zone),
                          json::field("owed", &StayView::owed),
                          json::field("ticket", &StayView::ticket)};
    }
};

// Ask: what a sighting did to the parking of its plate.
class Stays {
public:
    virtual ~Stays() = default;
    virtual std::optional<StayView> of_sighting(storage::Session& session, const sightings::SightingId& sighting,
                                                Instant now) = 0;
};

}  // namespace patente::parking
