// Where something is, and who says so.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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
                          json::field("accuracy_m", &Place::accuracy_m).range(0, 1'000'000),
                          json::field("source", &Place::source)};
    }
};

// Great-circle distance in metres on a sphere of 6,371,008.8 m: within 0.6 % of the ellipsoid.
double distance_m(double lat_a, double lon_a, double lat_b, double lon_b);
double distance_m(const Place& a, const Place& b);

// The radius counted for a place that states none: map 10, phone 50, exif 50, device 25, link 100 (metres).
double accuracy_of(const Place& place);

struct ChosenPlace {
    Place place;
    bool disagree = false;  // another source lies further off than both accuracies together
    double furthest_m = 0;  // how far the furthest other source is
};

// The most trusted of the candidates, in any order given; the more accurate of two of one source. nullopt when empty.
std::optional<ChosenPlace> chosen_place(const std::vector<Place>& candidates);

// The coordinates in a geo: URI (RFC 5870) or a Google, Apple or OpenStreetMap link. Nothing is fetched, so short
// links hold none. Errors: invalid "location-link-unknown" (no such map), "location-link-empty" (no coordinates).
Result<Place> place_of_link(std::string_view url);

}  // namespace patente
