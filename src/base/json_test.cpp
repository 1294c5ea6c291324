#include "base/json.h"

#include <gtest/gtest.h>

#include <array>

namespace patente {
namespace {

enum class Mode { photo, gate };
constexpr auto names_of(Mode) {
    return std::array<std::pair<Mode, std::string_view>, 2>{{{Mode::photo, "photo"}, {Mode::gate, "gate"}}};
}

struct Wheel {
    std::string make;
    Mode mode = Mode::photo;
    static constexpr auto fields() {
        return std::tuple{json::field("make", &Wheel::make).length(1, 3).pattern("[a-z]+", "abc"),
                          json::field("mode", &Wheel::mode)};
    }
};

struct Car {
    std::string name;
    int doors = 4;
    std::optional<double> load;
    std::vector<Wheel> wheels;
    Instant built;
    static constexpr std::string_view schema_name = "Car";
    static constexpr auto fields() {
        return std::tuple{json::field("name", &Car::name).length(1, 80).help("What it is called."),
                          json::field("doors", &Car::doors).range(1, 18).or_default(),
                          json::field("load", &Car::load).range(0, 1),
                          json::field("wheels", &Car::wheels).length(0, 2).or_default(), json::field("built", &Car::built)};
    }
};

std::vector<std::string> faults_of(std::string_view text) {
    const auto car = json::read<Car>(text);
    std::vector<std::string> found;
    if (!car)
        for (const auto& fault : car.error().faults) found.push_back(fault.pointer + " " + fault.code);
    return found;
}

TEST(Json, ReadsWhatItWrites) {
    const std::string text =
        R"({"name":"a","doors":4,"load":0.5,"wheels":[{"make":"abc","mode":"gate"}],"built":"2026-03-01T12:30:00.500Z"})";
    const auto car = json::read<Car>(text);
    ASSERT_TRUE(car.has_value());
    EXPECT_EQ(json::text_of(*car), text);
}

TEST(Json, NamesEveryFaultAtOnce) {
    EXPECT_EQ(faults_of(R"({"name":"","doors":20,"load":7,"wheels":[{"make":"A1","mode":"x"}],"zz":1})"),
              (std::vector<std::string>{"/name length", "/doors range", "/load range", "/wheels/0/make pattern",
                                        "/wheels/0/mode choice", "/built required", "/zz unknown"}));
}

TEST(Json, NamesWrongTypes) {
    EXPECT_EQ(faults_of(R"({"name":1,"doors":1.5,"load":"x","wheels":{},"built":7})"),
              (std::vector<std::string>{"/name type", "/doors type", "/load type", "/wheels type", "/built time"}));
    EXPECT_EQ(faults_of("[]"), std::vector<std::string>{" type"});
}

TEST(Json, EscapesPointers) {
    EXPECT_EQ(faults_of(R"({"name":"a","built":"2026-01-01T00:00:00Z","a/b~c":1})"),
              std::vector<std::string>{"/a~1b~0c unknown"});
}

TEST(Json, RefusesANulInAText) {
    EXPECT_EQ(faults_of("{\"name\":\"a\\u0000b\",\"built\":\"2026-01-01T00:00:00Z\"}"),
              std::vector<std::string>{"/name characters"});
}

TEST(Json, RefusesIntegersThatDoNotFit) {
    EXPECT_EQ(faults_of(R"({"name":"a","built":"2026-01-01T00:00:00Z","doors":99999999999})"),
              std::vector<std::string>{"/doors range"});
}

TEST(Json, SaysWhereSyntaxBreaks) {
    const auto value = json::parsed("{\"a\":1} x");
    ASSERT_FALSE(value.has_value());
    EXPECT_EQ(value.error().kind, ErrorKind::malformed);
    EXPECT_NE(value.error().detail.en.find("byte 8"), std::string::npos);
    EXPECT_FALSE(json::parsed(std::string(100, '[')).has_value()) << "nesting is bounded";
    EXPECT_FALSE(json::parsed("").has_value());
}

TEST(Json, WritesNumbersShort) {
    EXPECT_EQ(json::text_of(json::Value(0.5)), "0.5");
    EXPECT_EQ(json::text_of(json::Value(-34.6037)), "-34.6037");
    EXPECT_EQ(json::text_of(json::Value(std::numeric_limits<double>::infinity())), "null");
}

TEST(Json, DescribesItsSchema) {
    json::Components components;
    EXPECT_EQ(json::text_of(json::Value(json::schema_of<Car>(components))), R"({"$ref":"#/components/schemas/Car"})");
    const auto& car = components.at("Car");
    EXPECT_EQ(json::text_of(car.at("required")), R"(["name","built"])");
    EXPECT_EQ(json::text_of(car.at("properties").at("doors")), R"({"type":"integer","minimum":1,"maximum":18})");
    EXPECT_EQ(json::text_of(car.at("properties").at("wheels").at("items").at("properties").at("mode").at("enum")),
              R"(["photo","gate"])");
}

TEST(Json, RefusesNumbersThatCouldNotBeWrittenAgain) {
    for (const auto* text : {"1e400", "[1,{\"a\":-1e999}]", "0e10010"}) {
        const auto value = json::parsed(text);
        ASSERT_FALSE(value) << text;
        EXPECT_EQ(value.error().problem, "json-malformed");
    }
    EXPECT_TRUE(json::parsed("[1e308,-1e-400]"));
}

}  // namespace
}  // namespace patente
