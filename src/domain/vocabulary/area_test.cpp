#include "domain/vocabulary/area.h"

#include <gtest/gtest.h>

#include <random>

#include "domain/vocabulary/place.h"

namespace patente {
namespace {

Area read_area(std::string_view text) {
    const auto area = json::read<Area>(text);
    EXPECT_TRUE(area) << text;
    return area.value_or(Circle{});
}

std::string first_fault(std::string_view text) {
    const auto area = json::read<Area>(text);
    return area ? "" : area.error().faults.at(0).code + " " + area.error().faults.at(0).pointer;
}

const auto square =
    R"({"type": "Polygon", "coordinates": [[[0,0],[10,0],[10,10],[0,10],[0,0]], [[4,4],[6,4],[6,6],[4,6],[4,4]]]})";

TEST(Polygon, ContainsItsInsideAndItsEdges) {
    const Area area = read_area(square);
    EXPECT_TRUE(contains(area, 1, 1));
    EXPECT_TRUE(contains(area, 0, 0));  // a corner
    EXPECT_TRUE(contains(area, 10, 10));
    EXPECT_TRUE(contains(area, 5, 0));  // an edge
    EXPECT_TRUE(contains(area, 10, 5));
    EXPECT_TRUE(contains(area, 4, 5));   // the edge of the hole
    EXPECT_FALSE(contains(area, 5, 5));  // in the hole
    EXPECT_FALSE(contains(area, 5, 10.0001));
    EXPECT_FALSE(contains(area, -0.0001, 5));
    EXPECT_FALSE(contains(area, 10, 11));  // level with a corner, outside
}

TEST(Polygon, TakesLongitudeFirst) {
    const Area area = read_area(
        R"({"type": "Polygon", "coordinates": [[[-58.4,-34.6],[-58.3,-34.6],[-58.3,-34.5],[-58.4,-34.5],[-58.4,-34.6]]]})");
    EXPECT_TRUE(contains(area, -34.55, -58.35));
    EXPECT_FALSE(contains(area, -58.35, -34.55));
    EXPECT_EQ(bounds_of(area), (Bounds{-34.6, -58.4, -34.5, -58.3}));
    EXPECT_NEAR(area_m2(area), 9'160 * 11'119.5, 200'000);
}

TEST(Polygon, HasTheAreaOfItsOutlineLessItsHoles) {
    const double whole = area_m2(read_area(R"({"type": "Polygon", "coordinates": [[[0,0],[10,0],[10,10],[0,10],[0,0]]]})"));
    EXPECT_NEAR(area_m2(read_area(square)) / whole, 0.96, 0.001);
    const double turned = area_m2(read_area(R"({"type": "Polygon", "coordinates": [[[0,0],[0,10],[10,10],[10,0],[0,0]]]})"));
    EXPECT_DOUBLE_EQ(whole, turned);
}

TEST(Polygon, AgreesWithCountingHalfPlanesOnRandomTriangles) {
    std::mt19937 engine{3};
    std::uniform_real_distribution<double> at{-5, 5};
    for (int i = 0; i < 2000; ++i) {
        const Position a{at(engine), at(engine)}, b{at(engine), at(engine)}, c{at(engine), at(engine)};
        const auto side = [](const Position& p, const Position& q, double lon, double lat) {
            return (q.lon - p.lon) * (lat - p.lat) - (q.lat - p.lat) * (lon - p.lon) > 0;
        };
        const double lat = at(engine), lon = at(engine);
        const bool one = side(a, b, lon, lat), two = side(b, c, lon, lat), three = side(c, a, lon, lat);
        ASSERT_EQ(contains(Polygon{{{a, b, c, a}}}, lat, lon), one == two && two == three);
    }
}

TEST(Polygon, IsRefusedWithItsFault) {
    EXPECT_EQ(first_fault(R"({"type": "Polygon", "coordinates": []})"), "length /coordinates");
    EXPECT_EQ(first_fault(R"({"type": "Polygon", "coordinates": [[[0,0],[1,0],[0,0]]]})"), "ring /coordinates/0");
    EXPECT_EQ(first_fault(R"({"type": "Polygon", "coordinates": [[[0,0],[1,0],[1,1],[0,1]]]})"), "ring /coordinates/0");
    EXPECT_EQ(first_fault(R"({"type": "Polygon", "coordinates": [[[0,0],[1,1],[2,2],[0,0]]]})"), "ring /coordinates/0");
    EXPECT_EQ(first_fault(R"({"type": "Polygon", "coordinates": [[[0,0],[1,1],[1,0],[0,1],[0,0]]]})"),
              "ring /coordinates/0");  // a bow tie of no area
    EXPECT_EQ(first_fault(R"({"type": "Polygon", "coordinates": [[[0,0],[2,1],[2,0],[0,2],[0,0]]]})"), "crossing /coordinates/0");
    EXPECT_EQ(first_fault(R"({"type": "Polygon", "coordinates": [[[0,0],[1,0],[1,95],[0,0]]]})"), "range /coordinates/0/2");
    EXPECT_EQ(first_fault(R"({"type": "Polygon", "coordinates": [[[170,0],[-170,0],[-170,5],[170,0]]]})"),
              "antimeridian /coordinates/0/1");
    EXPECT_EQ(first_fault(R"({"type": "Polygon", "coordinates": [[[170,0],[180,0],[175,5],[170,0]]]})"),
              "antimeridian /coordinates/0/1");
    EXPECT_EQ(first_fault(R"({"type": "Polygon", "coordinates": [[[0,0],[1,0],[1,1],[0,0]],[[5,5],[6,5],[6,6],[5,5]]]})"),
              "hole /coordinates/1");
    EXPECT_EQ(first_fault(R"({"type": "Polygon", "coordinates": [[[0],[1,0],[1,1],[0,0]]]})"), "type /coordinates/0/0");
    EXPECT_EQ(first_fault(R"({"type": "Point", "coordinates": [0, 0]})"), "pattern /type");
}

TEST(Circle, ContainsWhatIsNear) {
    const Area area = read_area(R"({"type": "Circle", "coordinates": [-58.3816, -34.6037], "radius_m": 100})");
    EXPECT_TRUE(contains(area, -34.6037, -58.3816));
    EXPECT_TRUE(contains(area, -34.6037 + 0.00089, -58.3816));
    EXPECT_FALSE(contains(area, -34.6037 + 0.00091, -58.3816));
    EXPECT_NEAR(area_m2(area), 31'415.9, 0.1);
    const auto box = bounds_of(area);
    EXPECT_TRUE(contains(box, -34.6037 + 0.00089, -58.3816));
    EXPECT_NEAR(distance_m(-34.6037, box.west, -34.6037, -58.3816), 100, 0.1);
}

TEST(Circle, IsRefusedWithItsFault) {
    EXPECT_EQ(first_fault(R"({"type": "Circle", "coordinates": [0, 0]})"), "required /radius_m");
    EXPECT_EQ(first_fault(R"({"type": "Circle", "coordinates": [0, 0], "radius_m": 0})"), "range /radius_m");
    EXPECT_EQ(first_fault(R"({"type": "Circle", "coordinates": [179.9999, 0], "radius_m": 1000})"), "antimeridian /coordinates");
    EXPECT_EQ(first_fault(R"({"type": "Circle", "coordinates": [10, 89.9999], "radius_m": 1000})"), "antimeridian /coordinates");
    EXPECT_EQ(first_fault(R"({"type": "Polygon", "coordinates": [[[0,0],[1,0],[1,1],[0,0]]], "radius_m": 5})"),
              "unknown /radius_m");
}

TEST(Bounds, HoldEveryPointOfTheirCircle) {
    std::mt19937 engine{5};
    std::uniform_real_distribution<double> lat{-85, 85}, lon{-170, 170}, angle{0, 6.283}, radius{1, 50'000};
    for (int i = 0; i < 2000; ++i) {
        const double at_lat = lat(engine), at_lon = lon(engine), r = radius(engine), turn = angle(engine);
        const auto box = bounds_around(at_lat, at_lon, r);
        const double other_lat = at_lat + r / 111'195 * std::sin(turn),
                     other_lon = at_lon + r / 111'195 / std::cos(at_lat * 0.0174533) * std::cos(turn);
        ASSERT_TRUE(distance_m(at_lat, at_lon, other_lat, other_lon) > r || contains(box, other_lat, other_lon));
    }
    EXPECT_EQ(bounds_around(89.99, 0, 5000).east, 180);
}

TEST(Area, GoesThroughJson) {
    EXPECT_EQ(read_area(json::text_of(read_area(square))), read_area(square));
    const Area circle = Circle{{-58.4, -34.6}, 80};
    EXPECT_EQ(read_area(json::text_of(circle)), circle);
}

}  // namespace
}  // namespace patente
