// Fifth step: how well a text fits what plates look like where the photo was taken. Soft: a text that fits no format
// stays possible. Pure.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace patente::vision {

// One layout of a region's plates; data that is handed over.
struct Format {
    std::string region;   // "ar", "us-ny"; what stands before "-" is the reader's region
    std::string pattern;  // L letter, D digit, A either; {n} or {n,m} repeats: "LLDDDLL", "L{1,2}D{1,4}"
    std::string letters;  // those that L may be; "": all
    bool chosen = false;  // by a plate's owner, where the others are serials
};

class Prior {
public:
    // `regions`: the reader's, in its order. Formats of regions that it does not know count as "eu" where that is
    // one of its regions. Error: invalid "format-invalid" names the pattern.
    static Result<Prior> made(std::span<const Format> formats, const std::vector<std::string>& regions);

    // 0.02…1.02: the share of the regions that the text fits, and the escape. A region without formats fits all texts; a text
    // that only an owner may have chosen counts less than a serial.
    // `seen`: the reader's probability of each region; `hint`: a region that a person named, or "".
    double weight(std::string_view text, std::span<const float> seen, std::string_view hint) const;

private:
    struct Piece {
        char kind;  // L, D, A
        int least, most;
    };
    struct Compiled {
        std::vector<Piece> pieces;
        std::string letters;
        bool chosen;
    };
    static Result<Compiled> compiled(const Format& format);
    static bool fits(const Compiled& format, std::size_t piece, std::string_view text);
    static double share_fitting(const std::vector<Compiled>& formats, std::string_view text);

    std::vector<std::string> regions_;
    std::vector<std::vector<Compiled>> formats_;  // of each region
};

}  // namespace patente::vision
