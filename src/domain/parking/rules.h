// What a sighting does to the stays of its plate, and what a stay's payments make of its ticket. Pure.
#pragma once

#include "domain/parking/model.h"
#include "domain/vocabulary/zone.h"

namespace patente::parking {

enum class Direction { in, out, unknown };

// By the gate's devices; unknown for a device that is neither, and in every other mode.
Direction direction_of(const ZoneSettings& zone, std::string_view device);

// Whether a stay may begin: an active zone within its opening hours (none given: always).
bool is_open_at(const ZoneSettings& zone, const Zone& time_zone, Instant at);

// The smallest active zone around the place, else the default zone; nullptr when there is neither.
const ParkingZone* zone_at(const std::vector<ParkingZone>& zones, const std::optional<Place>& place);

// What the matching found among the other open stays of the zone.
enum class Lookalike { none, one, unclear };

// What is known of this plate in this zone before the sighting counts.
struct Situation {
    struct Open {
        Instant entered_at;
        Instant last_seen_at;
    };
    struct Closed {
        Instant entered_at;
        Instant left_at;
        std::optional<Instant> paid_at;  // once it is paid in full
    };
    std::optional<Open> open;
    bool asked = false;            // a person has yet to say what an earlier sighting of it was
    std::optional<Closed> latest;  // the stay that ended last
    Lookalike lookalike = Lookalike::none;
    bool zone_open = true;
};

enum class Act {
    none,             // nothing; the reason says why
    open,             // a stay begins
    close,            // the open stay ends
    close_backwards,  // this sighting is the older: the stay began here and ended where it was thought to begin
    close_lookalike,  // the open stay of a plate that was misread ends
    see_again,        // the same visit, seen once more
    ask,              // a person must say which stay it ends, or that it is another car
    end_and_open,     // its exit was missed: the open stay ends at the cap and another begins
    flag,             // an entry while inside, kept for a person
    charge_at_cap,    // an exit whose entry was missed: a stay that owes at most the cap
};

struct Decision {
    Act act = Act::none;
    std::string_view reason;  // "too_old", "future", "late", "zone_closed", "no_entry", "attendant", "device", …

    bool operator==(const Decision&) const = default;
};

// Sightings flagged as too old or in the future decide nothing by themselves.
Decision decided(const ZoneSettings& zone, const sightings::PlateSeen& seen, const Situation& before);

// The longest that a stay is charged for when one of its ends was not seen.
constexpr std::chrono::hours cap_time{24};

// Its end when the exit was missed: no later than `noticed`. A missed entry: no earlier than the plate's stay before.
Instant end_at_cap(Instant entered, Instant noticed);
Instant start_at_cap(Instant left, std::optional<Instant> left_before);

// 50 m more than both accuracies. Without a position on both sides, nothing speaks against it.
bool is_same_spot(const std::optional<Place>& a, const std::optional<Place>& b);

void add_flag(Stay& stay, const std::string& name);  // once
void flag_overpaid(Stay& stay);                      // more was paid than is owed, or no longer
void clear_end(Stay& stay);                          // as if it had not ended: open, without a charge

// Whether this stay, open or ended through a misreading, can have ended with this sighting: it began before, was not seen
// since, and nobody said otherwise.
bool may_end_with(const ZoneSettings& zone, const Stay& stay, const SightingEffect& exit);

// What is still owed on a charge; never negative. A forgiven one owes nothing.
std::int64_t still_owed(std::int64_t total, std::int64_t paid, Standing standing);
TicketState ticket_state(const Ticket& ticket);
std::string_view state_of(const Stay& stay);  // "open", "ask", "gone"; closed: the ticket's state, "closed" when it owed nothing

// Errors: conflict "payment-too-much", conflict "ticket-annulled", conflict "ticket-forgiven".
Result<> may_pay(const Ticket& ticket, std::int64_t amount);
// Errors: conflict "refund-too-much". `refunded` = what was given back of this payment before.
Result<> may_refund(const Payment& payment, std::int64_t refunded, std::int64_t amount);

}  // namespace patente::parking
