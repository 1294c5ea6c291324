// The tables of this room, as verbs. Every function runs in the caller's transaction.
#pragma once

#include <map>
#include <set>

#include "domain/parking/model.h"
#include "domain/parking/plate_search.h"
#include "platform/storage/database.h"

namespace patente::parking {

std::vector<storage::Migration> migrations();

namespace store {

// ---- zones and tariffs: zones_store.cpp ----------------------------------------------------------------------------

void add(storage::Session& session, const ParkingZone& zone);
void save(storage::Session& session, const ParkingZone& zone);
std::optional<ParkingZone> zone(storage::Session& session, const ZoneId& id);
std::map<ZoneId, ParkingZone> zones(storage::Session& session, const std::set<ZoneId>& ids);  // those that are there
// Active zones whose bounds hold the place, and the default zone.
std::vector<ParkingZone> zones_near(storage::Session& session, const std::optional<Place>& place);
std::optional<ParkingZone> default_zone(storage::Session& session);
// By name, those after (name, id); at most `limit`.
// `within`: of these alone; none named: of all. So below.
std::vector<ParkingZone> zones(storage::Session& session, const std::string& after_name, const std::string& after_id, int limit,
                               const std::vector<std::string>& within = {});

void add(storage::Session& session, const TariffVersion& version);
std::optional<TariffVersion> tariff(storage::Session& session, const TariffId& id, int version);
std::vector<TariffVersion> tariff_versions(storage::Session& session, const TariffId& id);  // oldest first; empty: unknown
// The latest version of each tariff, oldest tariff first, those after `after`.
std::vector<TariffVersion> tariffs(storage::Session& session, const std::string& after_id, int limit);

// ---- stays and what sightings did to them: stays_store.cpp ---------------------------------------------------------

// See Session::take_turn.
void take_turn(storage::Session& session, const std::string& plate);
void add(storage::Session& session, const Stay& stay);
// Raises its version by one. Throws when another transaction has saved it since it was read.
void save(storage::Session& session, Stay& stay);
std::optional<Stay> stay(storage::Session& session, const StayId& id);
std::optional<Stay> inside(storage::Session& session, const ZoneId& zone, const std::string& plate);  // open or asked
std::optional<Stay> latest_ended(storage::Session& session, const ZoneId& zone, const std::string& plate);
std::vector<Stay> open_stays_of(storage::Session& session, const std::string& plate);  // in every zone
// Open stays of the zone that began before `until` and whose plate shares its first two characters, its last two or its
// middle with this one, or is one of the alternatives.
std::vector<Stay> open_lookalikes(storage::Session& session, const ZoneId& zone, const sightings::PlateSeen& seen, Instant until);

// Stays of the zone since then whose exit is in doubt, the latest 12: questions that wait for a person, and those that ended
// through a misreading and that nobody has paid, forgiven or disputed.
std::vector<Stay> asked(storage::Session& session, const ZoneId& zone, Instant since);
std::vector<Stay> ended_by_misreading(storage::Session& session, const ZoneId& zone, Instant since);

struct StaySearch {
    PlateSearch plate;
    std::string zone;                 // "" = any; so with state
    std::string state;                // as state_of says, but "gone"
    std::optional<Instant> from, to;  // entered at or after, before
    std::vector<std::string> within;  // zones; none named: all
};
// The latest entered first, those after (entered_at, id).
std::vector<Stay> stays(storage::Session& session, const StaySearch& search,
                        const std::optional<std::pair<Instant, StayId>>& after, int limit);

std::optional<SightingEffect> effect(storage::Session& session, const sightings::SightingId& sighting);
std::vector<SightingEffect> effects_on(storage::Session& session, const StayId& stay);  // by time seen
void keep(storage::Session& session, const SightingEffect& effect);                     // adds or replaces

void note(storage::Session& session, const Stay& stay, const HistoryLine& line);
std::vector<HistoryLine> history(storage::Session& session, const StayId& stay);  // oldest first

// ---- tickets and payments: tickets_store.cpp -----------------------------------------------------------------------

// 1, 2, 3, … without gaps: a number taken in a transaction that is undone is given again.
std::int64_t next_in_series(storage::Session& session, const std::string& series);
void add(storage::Session& session, const Ticket& ticket);
void annul(storage::Session& session, const std::string& number, Instant at, const std::string& reason);
void replace(storage::Session& session, const std::string& number, const std::string& by_number);
std::optional<Ticket> ticket(storage::Session& session, const std::string& number);
std::optional<Ticket> ticket_by_token(storage::Session& session, const std::string& token);

struct TicketSearch {
    PlateSearch plate;
    std::string zone;  // "" = any; so with state
    std::string state;
    std::optional<Instant> from, to;  // issued at or after, before
    std::vector<std::string> within;
};
// The latest issued first, those after (issued_at, number).
std::vector<Ticket> tickets(storage::Session& session, const TicketSearch& search,
                            const std::optional<std::pair<Instant, std::string>>& after, int limit);

void add(storage::Session& session, const Payment& payment);
std::optional<Payment> payment(storage::Session& session, const PaymentId& id);
std::optional<Payment> payment_once(storage::Session& session, const std::string& key_id, const std::string& idempotency_key);
std::vector<Payment> payments(storage::Session& session, const StayId& stay);  // oldest first
std::int64_t refunded(storage::Session& session, const PaymentId& payment);    // minor units given back
// Of the key, in no closing yet, the oldest first; each with its ticket's total.
std::vector<Taking> takings(storage::Session& session, const std::string& key_id);
void close_takings(storage::Session& session, const std::string& key_id, const std::string& closing);

// ---- figures: figures_store.cpp ------------------------------------------------------------------------------------

std::int64_t inside_count(storage::Session& session, const ZoneId& zone);  // open stays
std::map<ZoneId, std::int64_t> inside_counts(storage::Session& session);   // of the zones that have any

struct EnteredRow {
    Instant at;
    std::string plate, place_key;
};
struct ChargedRow {
    Instant at;
    std::int64_t total = 0;
    std::string currency;
};
// Stays entered, and tickets in force of stays ended, in [from, to); of these zones, or of all.
void each_entered(storage::Session& session, const std::vector<std::string>& within, Instant from, Instant to,
                  const std::function<void(const EnteredRow&)>& row);
void each_charged(storage::Session& session, const std::vector<std::string>& within, Instant from, Instant to,
                  const std::function<void(const ChargedRow&)>& row);

// Stays that have ended, for a tariff to be tried on.
struct EndedSearch {
    std::vector<std::string> within;  // zones; none named: all
    std::string tariff;               // "" = any
    Instant from, until;              // entered at or after, before
};
struct EndedRow {
    Stay stay;  // no more of it than id, zone, plate, vehicle_class, entered_at, left_at, matched_by and ticket
    Money charged;
};
std::int64_t ended_count(storage::Session& session, const EndedSearch& search);
// The first entered first, those after (entered_at, id).
std::vector<EndedRow> ended(storage::Session& session, const EndedSearch& search,
                            const std::optional<std::pair<Instant, StayId>>& after, int limit);

}  // namespace store
}  // namespace patente::parking
