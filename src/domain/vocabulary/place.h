// Where something is, and who says so.
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "base/json.h"

namespace patente {

// In order of trust: a person's mark on the map, the phone's position sent with the photo, the photo's own
// GPS, the device's registered position, a location link.
enum class PlaceSource { map, phone, exif, device, link };

constexpr auto names_of(PlaceSource) {
    return std::array<std::pair<PlaceSource, std::string_view>, 5>{{{PlaceSource::map, "map"},
                                                                    {PlaceSource::phone, "phone"},
                                                                    {PlaceSource::exif, "exif"},
                                                                    {PlaceSource::device, "device"},
                                                                    {PlaceSource::link, "link"}}};
}

struct Place {
    double lat = 0;                    // degrees north, WGS 84, −90…90
    double lon = 0;                    // degrees east, −180…180
    std::optional<double> accuracy_m;  // radius of 68 % confidence, where it is known
    PlaceSource source = PlaceSource::phone;

    bool operator==(const Place&) const = default;

    static constexpr std::string_view schema_name = "Place";
    static constexpr auto fields() {
        return std::tuple{json::field("lat", &Place::lat).range(-90, 90), json::field("lon", &Place::lon).range(-180, 180),
                          json::field("accuracy_m", &Place::accuracy_m).range(0, 1'000'000), json::field("source", &Place::source)};
    }
};

}  // namespace patente
