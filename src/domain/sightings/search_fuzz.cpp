// Any bytes as a search, a parameter a line: it is refused with its faults named, or it can be carried out.
#include <cstdint>
#include <cstdlib>

#include "domain/sightings/search_rules.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace patente;
    std::string_view text(reinterpret_cast<const char*>(data), size);
    std::vector<std::pair<std::string, std::string>> query;
    while (!text.empty()) {
        const auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        const auto equals = line.find('=');
        query.emplace_back(line.substr(0, equals), equals == std::string_view::npos ? "" : line.substr(equals + 1));
    }
    const auto search = sightings::search_of(query, Instant{std::chrono::hours{24 * 365 * 56}});
    if (!search && search.error().problem == "search-invalid" && search.error().faults.empty()) std::abort();
    return 0;
}
