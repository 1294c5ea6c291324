// What an entry's bytes are, and what is decided about entries: pure functions of values.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"
#include "domain/audit/model.h"

namespace patente::audit {

// The entry as JSON on one line, always the same bytes for the same entry: its hash is made of them, exports show them.
std::string line_of(const Entry& entry);

// {"name": "text", …} of what is not empty. Bytes that are no UTF-8 become U+FFFD, so that every part of a log is JSON.
std::string object_of(std::span<const std::pair<std::string_view, std::string_view>> members);
std::string text_as_json(std::string_view text);  // with its quotes

// The first so many bytes, never half a character.
std::string cut(std::string_view text, std::size_t bytes);

// {entry numbers} as "1-5,9": of entries whose personal part was erased. Rising.
std::string ranges_of(const std::vector<std::int64_t>& numbers);
std::vector<std::pair<std::int64_t, std::int64_t>> ranges_in(std::string_view text);  // what is no range is left out

// «PATCH /v1/devices/{device}» in words, by data/acts.toml.
using Acts = std::map<std::string, Text, std::less<>>;

// How often strangers, who have no key, may fill the log: each act and subject once a minute, so many different ones; the rest is
// counted, and told when the minute is over.
class Strangers {
public:
    struct Told {
        NewEntry entry;
        std::int64_t times = 0;
    };
    // Whether this entry is told at once. Else it is counted.
    bool tells(const NewEntry& entry);
    // What was counted until now and was not told yet, once a minute has passed since the first; it begins anew.
    std::vector<Told> over(Instant now);
    std::vector<Told> rest();  // the same at once

private:
    struct Minute {
        NewEntry entry;
        std::int64_t more = 0;
    };
    static constexpr std::size_t different_max = 60;
    std::map<std::pair<std::string, std::string>, Minute> minutes_;  // by act and subject
    Instant began_;
};

}  // namespace patente::audit
