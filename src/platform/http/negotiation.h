// What a client may ask of an answer it gets: a part of it, only a changed one, a compressed one. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace patente::http {

struct ByteRange {
    std::uint64_t first = 0;
    std::uint64_t length = 0;
    bool operator==(const ByteRange&) const = default;
};
enum class RangeAsked { whole, part, unsatisfiable };

// A Range field for something of `size` bytes. Several ranges, other units and malformed fields ask for the whole.
std::pair<RangeAsked, ByteRange> range_asked(std::string_view range, std::uint64_t size);

// Whether an If-None-Match field names this tag (weak comparison, also "*"). Tags have their quotes.
bool names_tag(std::string_view if_none_match, std::string_view tag);

bool accepts(std::string_view accept_encoding, std::string_view coding);     // "gzip", "br"
bool is_worth_compressing(std::string_view content_type, std::size_t size);  // text of 1 KiB or more
std::string gzip(std::string_view bytes);

std::string http_date(Instant instant);  // "Sun, 06 Nov 1994 08:49:37 GMT"

}  // namespace patente::http
