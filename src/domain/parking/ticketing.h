// Tickets follow their stay: one in force for each that ended, numbered without gaps, annulled and issued anew
// when what it says is no longer so.
#pragma once

#include "domain/parking/store.h"
#include "domain/vocabulary/zone.h"

namespace patente::parking {

// Makes the ticket say what the stay says, and saves the stay. A ticket that says the same stays in force. When one
// that was paid on changes, the stay is flagged "changed_after_payment"; what was paid counts for the new one.
void settle_ticket(storage::Session& session, const ParkingZone& zone, Stay& stay, Instant now, const Person& by,
                   const std::string& reason);

// "T-2026-000123": the next of its letter and of the year at this place, without gaps.
std::string next_number(storage::Session& session, const std::string& letter, const Zone& zone, Instant now);

}  // namespace patente::parking
