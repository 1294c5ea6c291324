#include "platform/http/page.h"

#include <charconv>

#include "base/base64url.h"

namespace patente::http {
namespace {

constexpr int limit_max = 200;
constexpr std::size_t cursor_length_max = 1024;

std::optional<int> limit_from(std::string_view text) {
    int limit = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), limit);
    if (problem != std::errc{} || end != text.data() + text.size() || limit < 1 || limit > limit_max) return std::nullopt;
    return limit;
}

}  // namespace

Result<PageAsked> page_asked(const Request& request) {
    PageAsked asked;
    std::vector<Fault> faults;
    if (const auto text = request.query_value("limit")) {
        if (const auto limit = limit_from(*text))
            asked.limit = *limit;
        else
            faults.push_back(
                {"limit", "range", {"must be a whole number from 1 to 200", "debe ser un número entero de 1 a 200"}});
    }
    if (const auto text = request.query_value("cursor")) {
        asked.after = cursor_from(*text);
        if (!asked.after)
            faults.push_back(
                {"cursor",
                 "unknown",
                 {"is not a cursor of this list; take it from next", "no es un cursor de esta lista; tómelo de next"}});
    }
    if (faults.empty()) return asked;
    return fail(ErrorKind::invalid, "query-invalid",
                {"Some query parameters are not right; see errors.", "Algunos parámetros no están bien; ver errors."},
                std::move(faults));
}

// "1" (the version), the length of the sort key, the key and the id.
std::string text_of(const Cursor& cursor) {
    return base64url("1" + std::to_string(cursor.sort_key.size()) + ":" + cursor.sort_key + cursor.id);
}

std::optional<Cursor> cursor_from(std::string_view text) {
    if (text.size() > cursor_length_max) return std::nullopt;
    const auto bytes = from_base64url(text);
    if (!bytes || !bytes->starts_with('1')) return std::nullopt;
    std::size_t length = 0;
    const char* const end = bytes->data() + bytes->size();
    const auto [after, problem] = std::from_chars(bytes->data() + 1, end, length);
    if (problem != std::errc{} || after == end || *after != ':') return std::nullopt;
    const std::string_view rest(after + 1, end);
    if (length > rest.size()) return std::nullopt;
    return Cursor{std::string(rest.substr(0, length)), std::string(rest.substr(length))};
}

std::vector<QueryParameter> page_parameters() {
    return {{"limit",
             "How many items at most; 50 when absent.",
             {{"type", "integer"}, {"minimum", 1}, {"maximum", limit_max}, {"default", 50}}},
            {"cursor", "Where the page starts: `next` of the page before.", {{"type", "string"}}}};
}

}  // namespace patente::http
