// Which open stay an exit ends, when one of its two readings may be wrong. Pure.
//
// Each reading is taken as chances of what the plate really says: its text, its alternatives, and what is left spread over
// one or two misread characters as they were measured. Two readings are of one car as far as those chances agree; against
// that stands the chance that a car of a similar plate came that was never seen entering.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "domain/sightings/contract.h"
#include "domain/vocabulary/plate.h"

namespace patente::parking {

// How often characters are taken for each other. data/confusions.toml holds the measured table.
class Confusions {
public:
    struct Count {
        char truth, read;
        int times;
    };

    // Without a measured table: look-alikes share nine tenths of the errors.
    static Confusions of_look_alikes();
    // Counts of misread, missed and added characters, smoothed with the look-alikes so that nothing is impossible.
    // Error: invalid "confusions-invalid" (a character that no plate has, or a negative count).
    static Result<Confusions> measured(const std::vector<Count>& misread, int missed, int added);

    // Given that one character was got wrong and it was read as `read`: the chance that it is `truth`. 0 for read = truth.
    double truth_of(char read, char truth) const;
    double missed() const { return missed_; }  // share of the errors that leave out a character
    double added() const { return added_; }    // share of the errors that add one

private:
    std::array<std::array<double, 36>, 36> truth_of_{};  // by read, truth
    double missed_ = 0, added_ = 0;
};

struct PlateRead {
    std::string plate;      // normalised
    double confidence = 1;  // P(text is right)
    std::vector<sightings::Alternative> alternatives;
};

struct OpenStay {
    PlateRead entry;
    bool seen_again = false;  // another sighting in the zone since the entry read the very same plate
};

struct MatchSurroundings {
    std::string region;                      // of the zone: "ar"; "" when not known
    const Formats* formats = nullptr;        // none: no format is known
    const Confusions* confusions = nullptr;  // none: look-alikes
    bool surely_exit = false;                // by an exit device or an attendant; else it may as well be an entry
    bool exit_seen_before = false;           // another recent sighting in the zone read the same plate as this exit
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

Match matched(const PlateRead& exit, const std::vector<OpenStay>& open, const MatchSurroundings& around);

// −log of the chance that the readings show one plate, given what each says; large when they cannot.
double reading_cost(const PlateRead& a, const PlateRead& b, const Confusions& confusions);

}  // namespace patente::parking
