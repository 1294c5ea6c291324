// The request target (RFC 9112 section 3.2) taken apart and decoded. Pure.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace patente::http {

struct Target {
    std::vector<std::string> segments;                       // decoded; "/v1/stays/" has {"v1", "stays", ""}, "/" has {""}
    std::vector<std::pair<std::string, std::string>> query;  // decoded, in order

    std::string path() const;  // "/" before every segment
};

// Origin form ("/a/b?c=d") or absolute form ("http://host/a"). 400 "target-malformed" for anything else: a broken
// %-escape, control characters or bytes that are no UTF-8 once decoded, "." and ".." segments, over 100 parameters.
Result<Target> target_of(std::string_view text);

// "a=1&b=x+y", of an address or of a form; 400 as above.
Result<std::vector<std::pair<std::string, std::string>>> query_of(std::string_view text);

// "%41" → "A", and "+" → " " when `plus_is_space`. 400 as above.
Result<std::string> percent_decoded(std::string_view text, bool plus_is_space);

bool is_utf8(std::string_view bytes);  // shortest forms only, no surrogates, ≤ U+10FFFF

}  // namespace patente::http
