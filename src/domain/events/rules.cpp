#include "domain/events/rules.h"

#include <algorithm>
#include <charconv>

#include "domain/vocabulary/plate.h"

namespace patente::events {
namespace {

bool is_word(std::string_view text) {
    return !text.empty() && text.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string_view::npos;
}

void add_types(std::string_view list, Filter& filter, std::vector<Fault>& faults) {
    while (true) {
        const auto comma = list.find(',');
        const std::string type(list.substr(0, comma));
        if (!is_type(type))
            faults.push_back({"type",
                              "pattern",
                              {"\"" + type + "\" is no type such as parking.closed or parking.",
                               "«" + type + "» no es un tipo como parking.closed o parking."}});
        filter.types.push_back(type);
        if (comma == std::string_view::npos) return;
        list.remove_prefix(comma + 1);
    }
}

}  // namespace

bool is_type(std::string_view text) {
    const auto dot = text.find('.');
    return is_word(text.substr(0, dot)) && (dot == std::string_view::npos || is_word(text.substr(dot + 1)));
}

Result<Filter> filter_of(const std::vector<std::pair<std::string, std::string>>& query) {
    Filter filter;
    std::vector<Fault> faults;
    for (const auto& [name, value] : query) {
        if (name == "type") add_types(value, filter, faults);
        if (name == "zone") filter.zone = value;
        if (name != "plate") continue;
        const auto plate = normalised(value);
        if (plate)
            filter.plate = *plate;
        else
            faults.push_back({"plate", "pattern", plate.error().detail});
    }
    if (faults.empty()) return filter;
    return fail(ErrorKind::invalid, "query-invalid",
                {"The query is not right; see errors.", "La consulta no está bien; ver errores."}, std::move(faults));
}

bool wants(const Filter& filter, std::string_view type, std::string_view plate, std::string_view zone) {
    if (!filter.plate.empty() && filter.plate != plate) return false;
    if (!filter.zone.empty() && filter.zone != zone) return false;
    const auto room = type.substr(0, type.find('.'));
    return filter.types.empty() ||
           std::ranges::any_of(filter.types, [&](const auto& wanted) { return wanted == type || wanted == room; });
}

Result<std::optional<std::int64_t>> position_in(std::string_view last_event_id, std::int64_t last) {
    if (last_event_id.empty()) return std::nullopt;
    std::int64_t number = 0;
    const char* const text_end = last_event_id.data() + last_event_id.size();
    const auto [end, problem] = std::from_chars(last_event_id.data(), text_end, number);
    if (problem == std::errc{} && end == text_end && number >= 0 && number <= last) return number;
    return fail(ErrorKind::invalid, "last-event-id-unknown",
                {"Last-Event-ID must be the id of an event of this server; the latest is " + std::to_string(last) + ".",
                 "Last-Event-ID debe ser el id de un evento de este servidor; el último es " + std::to_string(last) + "."});
}

}  // namespace patente::events
