#include "domain/vocabulary/place.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "domain/vocabulary/sphere.h"

namespace patente {
namespace {

// "%2C" → ","; a broken escape stays as it is.
std::string unescaped(std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned char byte = 0;
        if (text[i] == '%' && i + 2 < text.size() &&
            std::from_chars(text.data() + i + 1, text.data() + i + 3, byte, 16).ptr == text.data() + i + 3) {
            plain += static_cast<char>(byte);
            i += 2;
        } else {
            plain += text[i] == '+' ? ' ' : text[i];
        }
    }
    return plain;
}

std::optional<double> take_degrees(std::string_view& text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
    if (error != std::errc{} || !std::isfinite(value)) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return value;
}

std::optional<Place> place_at(std::optional<double> lat, std::optional<double> lon) {
    if (!lat || !lon || std::abs(*lat) > 90 || std::abs(*lon) > 180) return std::nullopt;
    return Place{*lat, *lon, std::nullopt, PlaceSource::link};
}

// "-34.6,-58.38" at the front of `text`, whatever follows; "loc:-34.6,-58.38" too.
std::optional<Place> leading_place(std::string_view text) {
    if (text.starts_with("loc:")) text.remove_prefix(4);
    const auto lat = take_degrees(text);
    if (!lat || !text.starts_with(',')) return std::nullopt;
    text.remove_prefix(1);
    return place_at(lat, take_degrees(text));
}

// The value of `name=` in a query string, unescaped.
std::optional<std::string> parameter(std::string_view query, std::string_view name) {
    while (!query.empty()) {
        const auto end = std::min(query.find('&'), query.size());
        const std::string_view item = query.substr(0, end);
        if (item.size() > name.size() && item.starts_with(name) && item[name.size()] == '=')
            return unescaped(item.substr(name.size() + 1));
        query.remove_prefix(std::min(end + 1, query.size()));
    }
    return std::nullopt;
}

std::optional<Place> place_in_query(std::string_view query, std::initializer_list<std::string_view> names) {
    for (const auto name : names)
        if (const auto value = parameter(query, name))
            if (const auto place = leading_place(*value)) return place;
    return std::nullopt;
}

struct Link {
    std::string host, path, query, fragment;
};

std::optional<Link> parsed_link(std::string_view url) {
    const auto scheme = url.find("://");
    if (scheme == std::string_view::npos || (url.substr(0, scheme) != "https" && url.substr(0, scheme) != "http"))
        return std::nullopt;
    url.remove_prefix(scheme + 3);
    Link link;
    const auto cut = [&](char mark) {
        const auto at = url.find(mark);
        if (at == std::string_view::npos) return std::string{};
        std::string rest{url.substr(at + 1)};
        url = url.substr(0, at);
        return rest;
    };
    link.fragment = cut('#');
    link.query = cut('?');
    link.path = unescaped(cut('/'));
    link.host = url;
    if (link.host.starts_with("www.")) link.host.erase(0, 4);
    return link;
}

// The pin ("!3d…!4d…") says more than the middle of the picture ("@…").
std::optional<Place> place_in_google_path(std::string_view path) {
    if (const auto pin = path.find("!3d"); pin != std::string_view::npos) {
        std::string_view rest = path.substr(pin + 3);
        const auto lat = take_degrees(rest);
        if (lat && rest.starts_with("!4d")) {
            rest.remove_prefix(3);
            if (const auto place = place_at(lat, take_degrees(rest))) return place;
        }
    }
    for (std::size_t at = 0; at != std::string_view::npos; at = path.find('/', at + 1))
        if (const auto place = leading_place(path.substr(at + (path.substr(at).starts_with('/') ? 1 : 0)))) return place;
    const auto middle = path.find('@');
    return middle == std::string_view::npos ? std::nullopt : leading_place(path.substr(middle + 1));
}

std::optional<double> degrees_in(std::string_view query, std::string_view name) {
    const auto text = parameter(query, name);
    std::string_view rest = text ? std::string_view{*text} : std::string_view{};
    return take_degrees(rest);
}

std::optional<Place> place_in_osm(const Link& link) {
    const auto mark = place_at(degrees_in(link.query, "mlat"), degrees_in(link.query, "mlon"));
    if (mark) return mark;
    const auto map = parameter(link.fragment, "map");  // "17/-34.6037/-58.3816"
    if (!map || map->find('/') == std::string::npos) return std::nullopt;
    std::string coordinates = map->substr(map->find('/') + 1);
    std::ranges::replace(coordinates, '/', ',');
    return leading_place(coordinates);
}

std::optional<Place> place_of_geo(std::string_view uri) {
    const std::string_view body = uri.substr(4);
    const auto question = std::min(body.find('?'), body.size());
    const std::string_view query = body.substr(std::min(question + 1, body.size()));
    auto place = place_in_query(query, {"q"});  // Android: geo:0,0?q=lat,lon(label)
    if (!place) place = leading_place(body);
    const auto uncertainty = body.find(";u=");
    if (place && uncertainty < question) {
        std::string_view rest = body.substr(uncertainty + 3);
        const auto metres = take_degrees(rest);
        if (metres && *metres >= 0 && *metres <= 1'000'000) place->accuracy_m = metres;
    }
    return place;
}

bool is_google(std::string_view host) {
    return host.starts_with("maps.google.") || host.starts_with("google.") || host == "maps.app.goo.gl" || host == "goo.gl";
}

Result<Place> found(const std::optional<Place>& place) {
    if (place) return *place;
    return fail(ErrorKind::invalid, "location-link-empty",
                {"The link holds no coordinates; open it and copy the address of the full map.",
                 "El enlace no tiene coordenadas; ábralo y copie la dirección del mapa completo."});
}

}  // namespace

double distance_m(double lat_a, double lon_a, double lat_b, double lon_b) {
    const double south = std::sin(radians(lat_b - lat_a) / 2), east = std::sin(radians(lon_b - lon_a) / 2);
    const double h = south * south + std::cos(radians(lat_a)) * std::cos(radians(lat_b)) * east * east;
    return 2 * earth_radius_m * std::asin(std::min(1.0, std::sqrt(h)));
}

double distance_m(const Place& a, const Place& b) { return distance_m(a.lat, a.lon, b.lat, b.lon); }

double accuracy_of(const Place& place) {
    if (place.accuracy_m) return *place.accuracy_m;
    switch (place.source) {
        case PlaceSource::map: return 10;
        case PlaceSource::phone: return 50;
        case PlaceSource::exif: return 50;
        case PlaceSource::device: return 25;
        case PlaceSource::link: return 100;
    }
    return 100;
}

std::optional<ChosenPlace> chosen_place(const std::vector<Place>& candidates) {
    const auto best = std::ranges::min_element(candidates, [](const Place& a, const Place& b) {
        return std::pair{a.source, accuracy_of(a)} < std::pair{b.source, accuracy_of(b)};
    });
    if (best == candidates.end()) return std::nullopt;
    ChosenPlace chosen{*best};
    for (const auto& other : candidates) {
        const double apart = distance_m(*best, other);
        chosen.furthest_m = std::max(chosen.furthest_m, apart);
        chosen.disagree |= apart > accuracy_of(*best) + accuracy_of(other);
    }
    return chosen;
}

Result<Place> place_of_link(std::string_view url) {
    if (url.starts_with("geo:")) return found(place_of_geo(url));
    const auto link = parsed_link(url);
    if (link && is_google(link->host)) {
        const auto place = place_in_query(link->query, {"q", "query", "ll", "destination", "daddr", "viewpoint", "center"});
        return found(place ? place : place_in_google_path(link->path));
    }
    if (link && (link->host == "maps.apple.com" || link->host == "maps.apple"))
        return found(place_in_query(link->query, {"coordinate", "ll", "q", "daddr", "center", "sll"}));
    if (link && (link->host == "openstreetmap.org" || link->host == "osm.org")) return found(place_in_osm(*link));
    return fail(ErrorKind::invalid, "location-link-unknown",
                {"This is no geo: address and no link of Google Maps, Apple Maps or OpenStreetMap.",
                 "No es una dirección geo: ni un enlace de Google Maps, Apple Maps u OpenStreetMap."});
}

}  // namespace patente
