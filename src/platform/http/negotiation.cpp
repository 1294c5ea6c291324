#include "platform/http/negotiation.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <new>

#include "platform/http/field_value.h"

namespace patente::http {
namespace {

std::optional<std::uint64_t> number(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    return problem == std::errc{} && end == text.data() + text.size() ? std::optional{value} : std::nullopt;
}

std::string_view strong(std::string_view tag) { return tag.starts_with("W/") ? tag.substr(2) : tag; }

}  // namespace

std::pair<RangeAsked, ByteRange> range_asked(std::string_view range, std::uint64_t size) {
    constexpr std::string_view unit = "bytes=";
    const auto dash = range.find('-');
    if (!range.starts_with(unit) || dash == std::string_view::npos || range.contains(',')) return {RangeAsked::whole, {0, size}};
    const auto from = range.substr(unit.size(), dash - unit.size());
    const auto to = range.substr(dash + 1);
    const auto first = number(from);
    const auto last = number(to);
    if ((!from.empty() && !first) || (!to.empty() && !last) || (!first && !last)) return {RangeAsked::whole, {0, size}};
    if (!first) {  // the last so many bytes
        const auto length = std::min(*last, size);
        return length == 0 ? std::pair{RangeAsked::unsatisfiable, ByteRange{}}
                           : std::pair{RangeAsked::part, ByteRange{size - length, length}};
    }
    if (last && *last < *first) return {RangeAsked::whole, {0, size}};
    if (*first >= size) return {RangeAsked::unsatisfiable, {}};
    return {RangeAsked::part, {*first, std::min(last.value_or(size - 1), size - 1) - *first + 1}};
}

bool names_tag(std::string_view if_none_match, std::string_view tag) {
    return std::ranges::any_of(list_items(if_none_match),
                               [&](std::string_view item) { return item == "*" || strong(item) == strong(tag); });
}

bool accepts(std::string_view accept_encoding, std::string_view coding) {
    for (const auto item : list_items(accept_encoding))
        if (equals_ignoring_case(trimmed(item.substr(0, item.find(';'))), coding)) return quality_of(item) > 0;
    return false;
}

bool is_worth_compressing(std::string_view content_type, std::size_t size) {
    constexpr std::size_t size_min = 1024;
    const auto type = trimmed(content_type.substr(0, content_type.find(';')));
    return size >= size_min &&
           (type.starts_with("text/") || type.ends_with("json") || type == "image/svg+xml" || type == "application/xml");
}

std::string gzip(std::string_view bytes) {
    constexpr int level = 5;
    constexpr int window_bits_gzip = 15 + 16;
    z_stream stream{};
    if (deflateInit2(&stream, level, Z_DEFLATED, window_bits_gzip, 8, Z_DEFAULT_STRATEGY) != Z_OK) throw std::bad_alloc();
    std::string packed(deflateBound(&stream, bytes.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    deflate(&stream, Z_FINISH);  // always ends: the output has room for the worst case
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}

std::string http_date(Instant instant) {
    constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = std::chrono::floor<std::chrono::days>(instant);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{std::chrono::floor<std::chrono::seconds>(instant - day)};
    return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", days[std::chrono::weekday{day}.c_encoding()],
                       unsigned(date.day()), months[unsigned(date.month()) - 1], int(date.year()), time.hours().count(),
                       time.minutes().count(), time.seconds().count());
}

}  // namespace patente::http
