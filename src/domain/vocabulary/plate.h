// Plates as text: normalised, alike, masked, matched, and which formats of a region they fit.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.h"

namespace patente {

constexpr std::size_t plate_length_min = 2, plate_length_max = 12;

// A–Z and 0–9 only, upper case; accents, "ñ" and "Đ" folded to their letter, everything else left out.
// Error: invalid "plate-invalid" when fewer than 2 or more than 12 characters remain.
Result<std::string> normalised(std::string_view text_utf8);

// True when `text` is already what `normalised` returns.
bool is_normalised(std::string_view text);

// Plates that look alike have one key: each of O0QD, I1, B8, S5, Z2, G6 and UV counts as one character.
std::string look_alike_key(std::string_view plate);
bool look_alike(char a, char b);

// The characters that look like this one, itself first: "0OQD" of '0'.
std::string look_alikes_of(char character);

// What a person types to find plates: normalised text; with * and ? a pattern of at most 24 characters. Errors: invalid
// "plate-invalid".
Result<std::string> plate_search(std::string_view text);
inline bool is_plate_pattern(std::string_view search) { return search.find_first_of("*?") != std::string_view::npos; }

// `*` stands for any characters or none, `?` for exactly one; the rest compares as normalised text.
bool matches_wildcard(std::string_view pattern, std::string_view plate);
// The longest run of literal characters in a pattern: a search wants 3 or more.
std::size_t literal_run(std::string_view pattern);

// "AB123CD" → "AB···CD": two characters at each end of a plate of 6 or more, one of 4 or 5, none of a shorter one.
std::string masked(std::string_view plate);

// What a layout of plates is in its region. Data, from data/regions/*.toml.
struct PlateFormat {
    std::string region;                // "ar", "us-ny"
    std::string name;                  // "mercosur"
    std::string pattern;               // L letter, D digit, A either; {n} or {n,m} repeats: "LLDDDLL", "L{1,2}D{1,4}L{1,3}"
    std::string letters;               // those used, where not all 26 are
    std::vector<int> lines = {1};      // on how many lines it may be written
    std::vector<std::string> classes;  // "car", "motorcycle", "truck", "trailer", …
    int since = 0;                     // year; 0 when not known
    std::string example;
    std::string flag;                    // "", "trailer", "diplomatic", "provisional", "duplicate", …
    std::vector<std::size_t> rows = {};  // characters on each line when written on two: {2, 5}

    bool operator==(const PlateFormat&) const = default;
    static constexpr std::string_view schema_name = "PlateFormat";
    static constexpr auto fields() {
        return std::tuple{json::field("region", &PlateFormat::region),
                          json::field("name", &PlateFormat::name),
                          json::field("pattern", &PlateFormat::pattern),
                          json::field("letters", &PlateFormat::letters).or_default(),
                          json::field("lines", &PlateFormat::lines),
                          json::field("classes", &PlateFormat::classes),
                          json::field("since", &PlateFormat::since).or_default(),
                          json::field("example", &PlateFormat::example),
                          json::field("flag", &PlateFormat::flag).or_default(),
                          json::field("rows", &PlateFormat::rows).or_default()};
    }
};

// True when the whole plate fits; a pattern that is_pattern refuses fits nothing.
bool fits(const PlateFormat& format, std::string_view plate);
bool is_pattern(std::string_view pattern);

// The formats of all regions; read-only once made, so safe from any thread.
class Formats {
public:
    Formats() = default;
    // Errors: invalid "region-invalid" naming each format whose pattern, example, lines or rows do not hold.
    static Result<Formats> of(std::vector<PlateFormat> formats);

    const std::vector<PlateFormat>& all() const { return formats_; }
    bool knows(std::string_view region) const;
    // Those of `region` that the plate fits; of every region when it is "".
    std::vector<const PlateFormat*> fitting(std::string_view plate, std::string_view region = "") const;

private:
    std::vector<PlateFormat> formats_;
};

// "trailer", "diplomatic", "provisional", … when every fitting format of the region has a flag; "no_format" when the
// region is known and none fits. Flags never refuse a plate.
std::vector<std::string> plate_flags(const Formats& formats, std::string_view plate, std::string_view region);

// One text for one vehicle. In Brazil ABC1234 and ABC1C34 are the same plate (second digit 0→A … 9→J): both give
// "ABC1C34". Elsewhere, and for plates of other shapes, the plate itself.
std::string identity_of(std::string_view plate, std::string_view region);

// Every normalised spelling with that identity, the plate itself first: what a search looks for.
std::vector<std::string> spellings_of(std::string_view plate, std::string_view region);

}  // namespace patente
