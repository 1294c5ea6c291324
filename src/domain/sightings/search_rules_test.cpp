#include "domain/sightings/search_rules.h"

#include <gtest/gtest.h>

namespace patente::sightings {
namespace {

const Instant noon = *parse_rfc3339("2026-03-01T12:00:00Z");

std::string problem_of(const Query& query) {
    const auto search = search_of(query, noon);
    return search ? "" : search.error().problem;
}
std::vector<std::string> faulty(const Query& query) {
    std::vector<std::string> names;
    const auto search = search_of(query, noon);
    if (!search)
        for (const auto& fault : search.error().faults) names.push_back(fault.pointer);
    return names;
}

TEST(SearchOf, AnExactPlateIsNormalised) {
    const auto search = search_of({{"plate", "ab 123-cd"}, {"limit", "3"}}, noon);
    ASSERT_TRUE(search);
    EXPECT_EQ(search->plate, "AB123CD");
    EXPECT_FALSE(search->is_pattern());
}

TEST(SearchOf, APatternNeedsThreeCharactersInARowOrANarrowPlaceOrTime) {
    EXPECT_EQ(problem_of({{"plate", "*123*"}}), "");
    EXPECT_EQ(problem_of({{"plate", "AB?23*"}}), "search-too-wide");
    EXPECT_EQ(problem_of({{"plate", "AB?23*"}, {"near", "-34.6,-58.4"}}), "");
    EXPECT_EQ(problem_of({{"plate", "AB?23*"}, {"polygon", "0,0;1,0;1,1"}}), "");
    EXPECT_EQ(problem_of({{"plate", "AB?23*"}, {"from", "2026-02-01T00:00:00Z"}}), "");
    EXPECT_EQ(problem_of({{"plate", "AB?23*"}, {"from", "2025-02-01T00:00:00Z"}}), "search-too-wide");
    EXPECT_EQ(problem_of({{"plate", "AB?23*"}, {"from", "2025-02-01T00:00:00Z"}, {"to", "2025-02-02T00:00:00Z"}}), "");
    EXPECT_EQ(problem_of({{"plate", "AB?23*"}, {"to", "2026-02-01T00:00:00Z"}}), "search-too-wide");
}

TEST(SearchOf, NamesEachBadParameterAtOnce) {
    EXPECT_EQ(faulty({{"plate", "*;DROP*"}, {"similar", "maybe"}, {"from", "yesterday"}, {"near", "91,0"}, {"radius_m", "-1"}}),
              (std::vector<std::string>{"plate", "similar", "from", "near", "radius_m"}));
    EXPECT_EQ(faulty({{"confidence_min", "1.1"}, {"confidence_max", "much"}}),
              (std::vector<std::string>{"confidence_min", "confidence_max"}));
    EXPECT_EQ(faulty({{"radius_m", "10"}}), std::vector<std::string>{"radius_m"});
    EXPECT_EQ(faulty({{"from", "2026-02-02T00:00:00Z"}, {"to", "2026-02-01T00:00:00Z"}}), std::vector<std::string>{"to"});
    EXPECT_EQ(faulty({{"near", "-34.6,-58.4"}, {"polygon", "0,0;1,0;1,1"}}), std::vector<std::string>{"polygon"});
    for (const auto* bad :
         {"", "0,0;1,1", "0,0;1,0;x,1", "[[0,0],[1,0]", "{\"type\":\"Polygon\"}", "[[0,0],[181,0],[1,1]]", "nan,0;1,0;1,1"})
        EXPECT_EQ(problem_of({{"polygon", bad}}), "search-invalid") << bad;
}

TEST(SearchOf, APolygonComesInThreeForms) {
    for (const auto* form : {"0,0;1,0;1,1", "0,0;1,0;1,1;0,0", "[[0,0],[1,0],[1,1]]",
                             "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,0],[1,1],[0,0]]]}"}) {
        const auto search = search_of({{"polygon", form}}, noon);
        ASSERT_TRUE(search) << form;
        EXPECT_TRUE(contains(*search->area, 0.3, 0.6)) << form;
        EXPECT_FALSE(contains(*search->area, 0.6, 0.3)) << form;
    }
}

TEST(MatchOf, SaysWhatDiffers) {
    const Search asked{.plate = "AB128CO", .similar = true};
    EXPECT_EQ(match_of(asked, "AB128CO")->kind, MatchKind::exact);
    const auto alike = match_of(asked, "A8128C0");
    EXPECT_EQ(alike->kind, MatchKind::look_alike);
    EXPECT_EQ(alike->differences, (std::vector<Difference>{{2, "B", "8"}, {7, "O", "0"}}));
    EXPECT_EQ(match_of({}, "AB128CO"), std::nullopt);
}

TEST(MatchOf, BrazilsTwoSpellingsAreOnePlate) {
    const Search asked{.plate = "ABC1234"};
    EXPECT_EQ(accepted_spellings(asked), (std::vector<std::string>{"ABC1234", "ABC1C34"}));
    EXPECT_EQ(match_of(asked, "ABC1C34"), (Match{MatchKind::other_spelling, {{5, "2", "C"}}}));
    EXPECT_EQ(accepted_spellings({.plate = "AB123CD"}), std::vector<std::string>{"AB123CD"});
}

TEST(Cells, CoverTheBoundsAndNotMuchMore) {
    const auto bounds = bounds_around(-34.6, -58.4, 800);
    const auto ranges = cells_over(bounds);
    ASSERT_TRUE(ranges);
    const auto covered = [&](double lat, double lon) {
        const auto cell = cell_of(lat, lon);
        return std::ranges::any_of(*ranges, [&](const CellRange& each) { return each.first <= cell && cell <= each.last; });
    };
    for (const double lat : {bounds.south, -34.6, bounds.north})
        for (const double lon : {bounds.west, -58.4, bounds.east}) EXPECT_TRUE(covered(lat, lon)) << lat << "," << lon;
    EXPECT_FALSE(covered(bounds.south - 0.006, -58.4));
    EXPECT_FALSE(covered(-34.6, bounds.east + 0.006));
}

TEST(Cells, EndsOfTheWorldHaveOne) {
    EXPECT_LT(cell_of(-90, -180), cell_of(90, 180));
    EXPECT_NE(cell_of(0, 180), cell_of(0.005, -180));
    EXPECT_FALSE(cells_over({-10, 0, 10, 1}));  // more rows than it lists
}

}  // namespace
}  // namespace patente::sightings
