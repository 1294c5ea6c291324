// Areas on the ground: GeoJSON polygons and circles, and what lies inside them.
#pragma once

#include <variant>
#include <vector>

#include "base/json.h"

namespace patente {

// GeoJSON order: [lon, lat], degrees.
struct Position {
    double lon = 0;
    double lat = 0;
    bool operator==(const Position&) const = default;
};

// The first ring is the outline, the others are holes; each closed (first = last), of 4 positions or more; 2,000 in all.
struct Polygon {
    std::vector<std::vector<Position>> coordinates;
    bool operator==(const Polygon&) const = default;
};

struct Circle {
    Position center;
    double radius_m = 0;
    bool operator==(const Circle&) const = default;
};

// {"type": "Polygon", "coordinates": [[[lon, lat], …]]} or {"type": "Circle", "coordinates": [lon, lat], "radius_m": 80}.
using Area = std::variant<Polygon, Circle>;

struct Bounds {
    double south = 0, west = 0, north = 0, east = 0;  // degrees
    bool operator==(const Bounds&) const = default;
};

// What is wrong with an area, all at once, with pointers below `pointer`: latitudes and longitudes out of range, rings
// too short or not closed or without area, edges that cross each other, holes outside the outline, areas over
// the antimeridian (an edge or circle that spans more than 180° of longitude or reaches ±180°, or a pole).
std::vector<Fault> faults_of(const Area& area, const std::string& pointer = "");

// A point on an edge of the outline is inside; on an edge of a hole, too. Edges are straight in longitude and latitude.
bool contains(const Area& area, double lat, double lon);
bool contains(const Bounds& bounds, double lat, double lon);
Bounds bounds_of(const Area& area);

// Square metres, on the sphere; holes taken off. Smallest wins among overlapping zones.
double area_m2(const Area& area);

// The box around a circle, for a first sieve in SQL; the whole range of longitudes near the poles.
Bounds bounds_around(double lat, double lon, double radius_m);

}  // namespace patente

namespace patente::json {

template <>
struct Codec<Position> {
    static bool read(Reader& reader, const Value& value, Position& result);
    static Value write(const Position& value);
    static Object schema(Components& components);
};
template <>
struct Codec<Area> {
    static bool read(Reader& reader, const Value& value, Area& result);  // also reports faults_of
    static Value write(const Area& value);
    static Object schema(Components& components);
};

}  // namespace patente::json
