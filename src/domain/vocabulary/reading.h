// What a reading says of the plate that it was taken from, and how far two readings agree. Pure.
//
// A reading is taken as chances of what the plate really says: its text, its alternatives, and what is left spread over
// one or two misread characters as they were measured.
#pragma once

#include <array>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "domain/vocabulary/plate.h"

namespace patente {

struct Alternative {
    std::string plate;      // normalised: A-Z, 0-9
    double confidence = 0;  // P(this text is right), 0…1

    bool operator==(const Alternative&) const = default;
    static constexpr std::string_view schema_name = "Alternative";
    static constexpr auto fields() {
        return std::tuple{json::field("plate", &Alternative::plate).pattern("[A-Z0-9]{2,12}", "AB123CD"),
                          json::field("confidence", &Alternative::confidence).range(0, 1)};
    }
};

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
    std::vector<Alternative> alternatives;
};

// What one reading says of a plate. Refers to what it was made of.
class Belief {
public:
    // `seen_again`: another sighting read the very same text. `misfit`: it fits no format of a region that is known.
    Belief(const PlateRead& read, bool seen_again, bool misfit, const Confusions& confusions);

    double chance_of(const std::string& truth) const;
    void add_texts(std::set<std::string>& texts) const;  // its own and its alternatives
    const std::string& plate() const { return read_.plate; }

private:
    const PlateRead& read_;
    const Confusions& confusions_;
    double error_, alternatives_scale_, unnamed_;
};

// The texts that either reading names; and where both are wrong, each in another place, the two that take one half of each.
std::set<std::string> texts_of(const Belief& a, const Belief& b);

// Whether the reading names the plate as one of its alternatives.
bool names(const PlateRead& read, const std::string& plate);
// A sieve before the chances are worked out: one reading names the other, or they are three edits apart at most.
bool may_agree(const PlateRead& a, const PlateRead& b);

}  // namespace patente
