#include "domain/vocabulary/area.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "domain/vocabulary/place.h"
#include "domain/vocabulary/sphere.h"

namespace patente {
namespace {

constexpr std::size_t positions_max = 2000;
constexpr double radius_m_max = 100'000;
constexpr double flat_area_least = 1e-12;  // square degrees: about a hundredth of a square metre

using Ring = std::vector<Position>;

// Twice the signed area of a, b, c: positive when c lies to the left of a → b.
double side(const Position& a, const Position& b, const Position& c) {
    return (b.lon - a.lon) * (c.lat - a.lat) - (b.lat - a.lat) * (c.lon - a.lon);
}

bool on_edge(const Position& a, const Position& b, const Position& p) {
    return side(a, b, p) == 0 && p.lon >= std::min(a.lon, b.lon) && p.lon <= std::max(a.lon, b.lon) &&
           p.lat >= std::min(a.lat, b.lat) && p.lat <= std::max(a.lat, b.lat);
}

bool cross(const Position& a, const Position& b, const Position& c, const Position& d) {
    const auto opposite = [](double one, double other) { return (one > 0 && other < 0) || (one < 0 && other > 0); };
    return opposite(side(a, b, c), side(a, b, d)) && opposite(side(c, d, a), side(c, d, b));
}

enum class Where { outside, edge, inside };

Where where(const Ring& ring, const Position& p) {
    bool inside = false;
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
        const auto &a = ring[i], &b = ring[i + 1];
        if (on_edge(a, b, p)) return Where::edge;
        // Half-open in latitude, so that a vertex counts once.
        if ((a.lat > p.lat) != (b.lat > p.lat) && (side(a, b, p) > 0) == (b.lat > a.lat)) inside = !inside;
    }
    return inside ? Where::inside : Where::outside;
}

double ring_area_m2(const Ring& ring) {
    double sum = 0;
    for (std::size_t i = 0; i + 1 < ring.size(); ++i)
        sum += radians(ring[i + 1].lon - ring[i].lon) * (2 + std::sin(radians(ring[i].lat)) + std::sin(radians(ring[i + 1].lat)));
    return std::abs(sum) * earth_radius_m * earth_radius_m / 2;
}

// Square degrees, twice; nothing for a ring that runs back on itself.
double twice_flat_area(const Ring& ring) {
    double sum = 0;
    for (std::size_t i = 1; i + 1 < ring.size(); ++i) sum += side(ring[0], ring[i], ring[i + 1]);
    return sum;
}

class Inspection {
public:
    explicit Inspection(const std::string& pointer) : pointer_(pointer) {}

    void polygon(const Polygon& polygon) {
        std::size_t count = 0;
        for (const auto& ring : polygon.coordinates) count += ring.size();
        if (polygon.coordinates.empty() || count > positions_max)
            return add("/coordinates", "length",
                       {fmt::format("A polygon has an outline, and {} positions at most.", positions_max),
                        fmt::format("Un polígono tiene un contorno, y {} posiciones como máximo.", positions_max)});
        for (std::size_t i = 0; i < polygon.coordinates.size(); ++i)
            ring(polygon.coordinates[i], fmt::format("/coordinates/{}", i));
        if (!faults.empty()) return;
        edges(polygon);
        holes(polygon);
    }

    void circle(const Circle& circle) {
        position(circle.center, "/coordinates");
        if (!(circle.radius_m > 0 && circle.radius_m <= radius_m_max))
            add("/radius_m", "range",
                {"The radius is more than 0 and at most 100,000 m.", "El radio es mayor que 0 y de 100.000 m como máximo."});
        if (!faults.empty()) return;
        const auto box = bounds_around(circle.center.lat, circle.center.lon, circle.radius_m);
        if (box.west <= -180 || box.east >= 180) antimeridian("/coordinates");
    }

    std::vector<Fault> faults;

private:
    void add(const std::string& where, std::string code, Text detail) {
        faults.push_back({pointer_ + where, std::move(code), std::move(detail)});
    }

    void antimeridian(const std::string& where) {
        add(where, "antimeridian",
            {"An area may not reach the antimeridian (180°) or a pole: draw it as two.",
             "Un área no puede llegar al antimeridiano (180°) ni a un polo: dibújela como dos."});
    }

    void position(const Position& position, const std::string& where) {
        if (!(std::abs(position.lat) <= 90 && std::abs(position.lon) <= 180))
            add(where, "range",
                {"A position is [lon, lat] with −180…180 and −90…90.", "Una posición es [lon, lat] con −180…180 y −90…90."});
        else if (std::abs(position.lat) == 90 || std::abs(position.lon) == 180)
            antimeridian(where);
    }

    void ring(const Ring& ring, const std::string& where) {
        for (std::size_t i = 0; i < ring.size(); ++i) position(ring[i], fmt::format("{}/{}", where, i));
        if (ring.size() < 4 || ring.front() != ring.back())
            return add(where, "ring",
                       {"A ring has at least 4 positions and ends where it begins.",
                        "Un anillo tiene al menos 4 posiciones y termina donde empieza."});
        for (std::size_t i = 0; i + 1 < ring.size(); ++i)
            if (std::abs(ring[i + 1].lon - ring[i].lon) > 180) return antimeridian(fmt::format("{}/{}", where, i + 1));
        if (std::abs(twice_flat_area(ring)) < flat_area_least)
            add(where, "ring", {"The ring encloses nothing.", "El anillo no encierra nada."});
    }

    void edges(const Polygon& polygon) {
        std::vector<std::array<Position, 2>> all;
        std::vector<std::size_t> ring_of;
        for (std::size_t r = 0; r < polygon.coordinates.size(); ++r)
            for (std::size_t i = 0; i + 1 < polygon.coordinates[r].size(); ++i) {
                all.push_back({polygon.coordinates[r][i], polygon.coordinates[r][i + 1]});
                ring_of.push_back(r);
            }
        for (std::size_t i = 0; i < all.size(); ++i)
            for (std::size_t j = i + 1; j < all.size(); ++j)
                if (cross(all[i][0], all[i][1], all[j][0], all[j][1]))
                    return add(fmt::format("/coordinates/{}", ring_of[j]), "crossing",
                               {"Its edges cross.", "Sus lados se cruzan."});
    }

    void holes(const Polygon& polygon) {
        for (std::size_t i = 1; i < polygon.coordinates.size(); ++i)
            if (std::ranges::any_of(polygon.coordinates[i],
                                    [&](const Position& p) { return where(polygon.coordinates[0], p) == Where::outside; }))
                add(fmt::format("/coordinates/{}", i), "hole",
                    {"The hole lies outside the outline.", "El hueco está fuera del contorno."});
    }

    std::string pointer_;
};

bool inside(const Polygon& polygon, const Position& p) {
    if (polygon.coordinates.empty() || where(polygon.coordinates[0], p) == Where::outside) return false;
    return std::none_of(polygon.coordinates.begin() + 1, polygon.coordinates.end(),
                        [&](const Ring& hole) { return where(hole, p) == Where::inside; });
}

}  // namespace

std::vector<Fault> faults_of(const Area& area, const std::string& pointer) {
    Inspection inspection{pointer};
    if (const auto* polygon = std::get_if<Polygon>(&area))
        inspection.polygon(*polygon);
    else
        inspection.circle(std::get<Circle>(area));
    return std::move(inspection.faults);
}

bool contains(const Area& area, double lat, double lon) {
    if (const auto* circle = std::get_if<Circle>(&area))
        return distance_m(circle->center.lat, circle->center.lon, lat, lon) <= circle->radius_m;
    return inside(std::get<Polygon>(area), {lon, lat});
}

bool contains(const Bounds& bounds, double lat, double lon) {
    return lat >= bounds.south && lat <= bounds.north && lon >= bounds.west && lon <= bounds.east;
}

Bounds bounds_of(const Area& area) {
    if (const auto* circle = std::get_if<Circle>(&area))
        return bounds_around(circle->center.lat, circle->center.lon, circle->radius_m);
    Bounds bounds{90, 180, -90, -180};
    for (const auto& ring : std::get<Polygon>(area).coordinates)
        for (const auto& [lon, lat] : ring) {
            bounds.south = std::min(bounds.south, lat), bounds.north = std::max(bounds.north, lat);
            bounds.west = std::min(bounds.west, lon), bounds.east = std::max(bounds.east, lon);
        }
    return bounds;
}

double area_m2(const Area& area) {
    if (const auto* circle = std::get_if<Circle>(&area))
        return 2 * std::numbers::pi * earth_radius_m * earth_radius_m * (1 - std::cos(circle->radius_m / earth_radius_m));
    double total = 0;
    const auto& rings = std::get<Polygon>(area).coordinates;
    for (std::size_t i = 0; i < rings.size(); ++i) total += (i == 0 ? 1 : -1) * ring_area_m2(rings[i]);
    return total;
}

Bounds bounds_around(double lat, double lon, double radius_m) {
    const double angle = radius_m / earth_radius_m, tall = angle * 180 / std::numbers::pi;
    if (std::abs(lat) + tall >= 90) return {std::max(lat - tall, -90.0), -180, std::min(lat + tall, 90.0), 180};
    const double wide = std::asin(std::min(1.0, std::sin(angle) / std::cos(radians(lat)))) * 180 / std::numbers::pi;
    return {lat - tall, lon - wide, lat + tall, lon + wide};
}

}  // namespace patente

namespace patente::json {
namespace {

// The JSON form of both kinds; which fields belong is told by `type`.
struct AreaShape {
    std::string type;
    Value coordinates;
    std::optional<double> radius_m;

    static constexpr auto fields() {
        return std::tuple{field("type", &AreaShape::type).pattern("Polygon|Circle", "Polygon"),
                          field("coordinates", &AreaShape::coordinates), field("radius_m", &AreaShape::radius_m)};
    }
};

bool read_circle(Reader& reader, const AreaShape& shape, Circle& circle) {
    bool good = true;
    reader.inside("coordinates", [&] { good = Codec<Position>::read(reader, shape.coordinates, circle.center); });
    if (!shape.radius_m) report_missing(reader, "radius_m");
    circle.radius_m = shape.radius_m.value_or(0);
    return good && shape.radius_m;
}

bool read_polygon(Reader& reader, const AreaShape& shape, Polygon& polygon) {
    bool good = !shape.radius_m;
    if (shape.radius_m)
        reader.inside("radius_m", [&] { reader.fault("unknown", {"A polygon has no radius.", "Un polígono no tiene radio."}); });
    reader.inside("coordinates", [&] {
        good &= Codec<std::vector<std::vector<Position>>>::read(reader, shape.coordinates, polygon.coordinates);
    });
    return good;
}

void report_at(Reader& reader, std::string_view pointer, const Fault& fault) {
    if (pointer.empty()) return reader.fault(fault.code, fault.detail);
    const auto end = std::min(pointer.find('/', 1), pointer.size());
    reader.inside(pointer.substr(1, end - 1), [&] { report_at(reader, pointer.substr(end), fault); });
}

}  // namespace

bool Codec<Position>::read(Reader& reader, const Value& value, Position& result) {
    const auto* array = value.if_array();
    if (!array || array->size() < 2 || array->size() > 3 || !(*array)[0].is_number() || !(*array)[1].is_number()) {
        reader.wrong_type({"[lon, lat]", "[lon, lat]"});
        return false;
    }
    result = {(*array)[0].to_number<double>(), (*array)[1].to_number<double>()};  // a third number is the height: not used
    return true;
}

Value Codec<Position>::write(const Position& value) { return Array{value.lon, value.lat}; }

Object Codec<Position>::schema(Components&) {
    return {{"type", "array"},
            {"items", Object{{"type", "number"}}},
            {"minItems", 2},
            {"maxItems", 3},
            {"description", "[lon, lat]"}};
}

bool Codec<Area>::read(Reader& reader, const Value& value, Area& result) {
    const auto report = [&](const std::vector<Fault>& faults) {
        for (const auto& fault : faults) report_at(reader, fault.pointer, fault);
        return faults.empty();
    };
    AreaShape shape;
    Reader apart;  // what is wrong elsewhere in the document says nothing of the area
    if (!Codec<AreaShape>::read(apart, value, shape)) return report(apart.take_faults());
    const bool circle = shape.type == "Circle";
    if (circle ? !read_circle(reader, shape, result.emplace<Circle>()) : !read_polygon(reader, shape, result.emplace<Polygon>()))
        return false;
    return report(faults_of(result));
}

Value Codec<Area>::write(const Area& value) {
    if (const auto* circle = std::get_if<Circle>(&value))
        return Object{{"type", "Circle"}, {"coordinates", value_of(circle->center)}, {"radius_m", circle->radius_m}};
    return Object{{"type", "Polygon"}, {"coordinates", value_of(std::get<Polygon>(value).coordinates)}};
}

Object Codec<Area>::schema(Components& components) {
    const Object position = Codec<Position>::schema(components);
    const Object ring{{"type", "array"}, {"items", position}, {"minItems", 4}};
    const Object polygon{{"type", "object"},
                         {"properties", Object{{"type", Object{{"const", "Polygon"}}},
                                               {"coordinates", Object{{"type", "array"}, {"items", ring}, {"minItems", 1}}}}},
                         {"required", Array{"type", "coordinates"}}};
    const Object circle{
        {"type", "object"},
        {"properties", Object{{"type", Object{{"const", "Circle"}}},
                              {"coordinates", position},
                              {"radius_m", Object{{"type", "number"}, {"exclusiveMinimum", 0}, {"maximum", 100000}}}}},
        {"required", Array{"type", "coordinates", "radius_m"}}};
    return {{"oneOf", Array{polygon, circle}}};
}

}  // namespace patente::json
