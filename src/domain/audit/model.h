// The nouns of audit. Values only.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"

namespace patente::audit {

enum class Outcome { done, refused };
constexpr auto names_of(Outcome) {
    return std::array<std::pair<Outcome, std::string_view>, 2>{{{Outcome::done, "done"}, {Outcome::refused, "refused"}}};
}

struct Who {
    std::string kind;  // as auth::CallerKind names it, "command" or "system"
    std::string id;    // of the key, the user, …; "" for nobody
    std::string name;

    bool operator==(const Who&) const = default;
};

struct Subject {
    std::string kind;  // "stay"; "" for none
    std::string id;

    bool operator==(const Subject&) const = default;
};

// What is said of persons, apart from the entry: it may be erased.
struct Personal {
    std::string content;  // a JSON object: {"why", "query", "from"}
    std::string plate;    // that was asked for; "" for none
};

struct NewEntry {
    Instant at;
    Who by;
    std::string act;  // "PATCH /v1/devices/{device}", "command audit export", "job parking.sighting_seen"
    Outcome outcome = Outcome::done;
    Subject subject;
    std::string detail = "{}";  // a JSON object
    std::optional<Personal> personal = {};
};

constexpr std::size_t hex_length = 64;

// An entry in its place in the log. Hashes are SHA-256 in hexadecimal.
struct Entry {
    std::int64_t number = 0;  // 1 is the first
    Instant at;
    Who by;
    std::string act;
    std::string outcome;
    Subject subject;
    std::string detail;
    std::string personal_hash;  // "" for none
    std::string previous_hash;  // of the entry before; zeros for the first
};

// The personal part of an entry, with what its hash was made of.
struct KeptPersonal {
    std::string salt, content;

    bool operator==(const KeptPersonal&) const = default;
};

// An entry as it is stored or exported.
struct KeptEntry {
    Entry entry;
    std::string hash;
    std::optional<KeptPersonal> personal;  // none: there was none, or it is erased
};

// The tree at a moment: what may be written down elsewhere and held against it later.
struct Head {
    std::int64_t size = 0;
    std::string root;
    Instant at;
    std::string note;  // signed, see signing.h; "" where none was made

    bool operator==(const Head&) const = default;
};

}  // namespace patente::audit
