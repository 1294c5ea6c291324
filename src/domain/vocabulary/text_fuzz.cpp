// Any bytes as the texts that come from outside: plates, patterns, links, times, areas.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "domain/vocabulary/area.h"
#include "domain/vocabulary/capture_time.h"
#include "domain/vocabulary/place.h"
#include "domain/vocabulary/plate.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace patente;
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    if (const auto plate = normalised(text); plate && (!is_normalised(*plate) || normalised(*plate) != *plate)) std::abort();
    if (const auto place = place_of_link(text);
        place && (place->lat < -90 || place->lat > 90 || place->lon < -180 || place->lon > 180))
        std::abort();
    if (const auto area = json::read<Area>(text); area && json::read<Area>(json::text_of(*area)) != *area) std::abort();
    if (const auto civil = parse_civil(text); civil && parse_civil(to_text(*civil)) != civil) std::abort();
    static_cast<void>(parse_exif_time(text));
    static_cast<void>(parse_exif_offset(text));
    static_cast<void>(Zone::named(text));
    static_cast<void>(matches_wildcard(text.substr(0, size / 2), text.substr(size / 2)));
    if (const auto search = plate_search(text); search && search->size() > 24) std::abort();
    PlateFormat format;
    format.pattern = text.substr(0, size / 2);
    static_cast<void>(fits(format, text.substr(size / 2)));
    return 0;
}
