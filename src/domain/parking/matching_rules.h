// Which open stay an exit ends, when one of its two readings may be wrong. Pure.
//
// Two readings are of one car as far as what they say of its plate agrees (vocabulary/reading.h); against that stands the chance
// that a car of a similar plate came that was never seen entering.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/vocabulary/reading.h"

namespace patente::parking {

// A reading that may be the exit of an open stay.
struct Exit {
    PlateRead read;
    bool surely = false;                   // by an exit device or an attendant; else it may as well be an entry
    bool seen_before = false;              // another recent sighting in the zone read the same plate
    std::vector<std::size_t> not_of = {};  // indices of open stays that it cannot end
};

struct OpenStay {
    PlateRead entry;
    bool seen_again = false;  // another sighting in the zone since the entry read the very same plate
};

struct MatchSurroundings {
    std::string region;                      // of the zone: "ar"; "" when not known
    const Formats* formats = nullptr;        // none: no format is known
    const Confusions* confusions = nullptr;  // none: look-alikes
    std::size_t open_count = 0;              // all open stays of the zone, where only those of similar plates are given
};

enum class MatchKind {
    exact,       // the same plate
    misreading,  // one of the two readings is wrong, and this stay is the only likely one
    unclear,     // a person must say; `possible` lists the likely stays, likeliest first
    none,        // no open stay fits
};

struct Match {
    MatchKind kind = MatchKind::none;
    std::optional<std::size_t> stay;    // index into the open stays; for exact and misreading
    double chance = 0;                  // that it is this stay, 0…1
    double cost = 0;                    // nats: −log of how far the two readings agree; 0 for an exact match
    std::vector<std::size_t> possible;  // unclear: indices, 10 at most
    Text reason;                        // for a person, with both plates
};

constexpr double match_chance_min = 0.8;        // below: ask; four times likelier than all else together
constexpr double match_chance_possible = 0.05;  // below: not worth asking
constexpr double confident_reading = 0.97;      // such a reading of a valid format is not overruled without a look-alike

Match matched(const Exit& exit, const std::vector<OpenStay>& open, const MatchSurroundings& around);

// Several exits that are in doubt, weighed together: what is likeliest for one counts with what that leaves to the others
// (assignment_rules.h). One match for each exit; no stay twice. Of a single exit the same as `matched`.
std::vector<Match> matched_together(const std::vector<Exit>& exits, const std::vector<OpenStay>& open,
                                    const MatchSurroundings& around);

}  // namespace patente::parking
