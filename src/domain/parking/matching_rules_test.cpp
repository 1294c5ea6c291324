#include "domain/parking/matching_rules.h"

#include <gtest/gtest.h>

namespace patente::parking {
namespace {

const Formats& argentina() {
    static const Formats formats = *Formats::of({{"ar", "mercosur", "LLDDDLL", "", {1}, {"car"}, 2016, "AB123CD"},
                                                 {"ar", "old", "LLLDDD", "", {1}, {"car"}, 1994, "ABC123"},
                                                 {"br", "old", "LLLDDDD", "", {1}, {"car"}, 1990, "ABC1234"},
                                                 {"br", "mercosur", "LLLDLDD", "", {1}, {"car"}, 2018, "ABC1D23"}});
    return formats;
}

MatchSurroundings at_gate() { return {"ar", &argentina(), nullptr, true, false}; }

OpenStay open(std::string plate, double confidence = 0.99, std::vector<sightings::Alternative> alternatives = {}) {
    return {{std::move(plate), confidence, std::move(alternatives)}, false};
}

TEST(Matching, TakesTheSamePlate) {
    const auto match = matched({"AB123CD", 0.99, {}}, {open("AC555ZZ"), open("AB123CD")}, at_gate());
    EXPECT_EQ(match.kind, MatchKind::exact);
    EXPECT_EQ(match.stay, 1u);
    EXPECT_EQ(match.cost, 0);
}

TEST(Matching, TakesBrazilsTwoSpellingsAsOne) {
    auto around = at_gate();
    around.region = "br";
    EXPECT_EQ(matched({"ABC1C34", 0.99, {}}, {open("ABC1234")}, around).kind, MatchKind::exact);
    EXPECT_NE(matched({"ABC1C34", 0.99, {}}, {open("ABC1234")}, at_gate()).kind, MatchKind::exact);
}

TEST(Matching, FindsNothingAmongOtherPlates) {
    EXPECT_EQ(matched({"AB123CD", 0.99, {}}, {}, at_gate()).kind, MatchKind::none);
    EXPECT_EQ(matched({"AB123CD", 0.99, {}}, {open("AC555ZZ"), open("AD010XY")}, at_gate()).kind, MatchKind::none);
}

TEST(Matching, ForgivesOneDoubtfulLookAlike) {
    const auto match = matched({"AB128CD", 0.6, {}}, {open("AB12BCD", 0.9), open("AC555ZZ")}, at_gate());
    EXPECT_EQ(match.kind, MatchKind::misreading);
    EXPECT_EQ(match.stay, 0u);
    EXPECT_GT(match.cost, 0);
    EXPECT_NE(match.reason.en.find("AB128CD"), std::string::npos);
    EXPECT_NE(match.reason.es.find("AB12BCD"), std::string::npos);
}

TEST(Matching, ForgivesAMissedAndAnAddedCharacter) {
    EXPECT_EQ(matched({"AB12CD", 0.5, {}}, {open("AB123CD"), open("AC555ZZ")}, at_gate()).stay, 0u);
    EXPECT_EQ(matched({"AB1123CD", 0.5, {}}, {open("AB123CD"), open("AC555ZZ")}, at_gate()).stay, 0u);
}

TEST(Matching, DoubtsAReadingThatFitsNoFormat) {
    // 3B123CD is no plate of the region, however sure the reader was.
    const auto match = matched({"3B123CD", 0.999, {}}, {open("AB123CD", 0.999), open("AC555ZZ")}, at_gate());
    EXPECT_EQ(match.kind, MatchKind::misreading);
    EXPECT_EQ(match.stay, 0u);
}

TEST(Matching, FindsThePlateThatBothReadingsGotWrong) {
    const auto match = matched({"AB128CO", 0.5, {}}, {open("ABI28CD", 0.5), open("AC555ZZ")}, at_gate());
    EXPECT_EQ(match.kind, MatchKind::misreading);
    EXPECT_EQ(match.stay, 0u);
}

TEST(Matching, TakesTheEntrysAlternatives) {
    const auto entry = open("AB123CO", 0.6, {{"AB123CD", 0.35}});
    const auto match = matched({"AB123CD", 0.99, {}}, {entry, open("AC555ZZ")}, at_gate());
    EXPECT_EQ(match.kind, MatchKind::misreading);
    EXPECT_EQ(match.stay, 0u);
}

TEST(Matching, NeverGivesAnExactExitToAnotherCar) {
    // Two real plates one character apart, both inside: each leaves as itself.
    const std::vector<OpenStay> both{open("AB123CD"), open("AB123CE")};
    EXPECT_EQ(matched({"AB123CD", 0.99, {}}, both, at_gate()).stay, 0u);
    EXPECT_EQ(matched({"AB123CE", 0.99, {}}, both, at_gate()).stay, 1u);
}

TEST(Matching, AsksWhenADoubtfulReadingIsOfOneOfTwoNeighbours) {
    const std::vector<OpenStay> both{open("AB123CD"), open("AB123CO")};
    const auto match = matched({"AB123CD", 0.5, {{"AB123CO", 0.4}}}, both, at_gate());
    EXPECT_EQ(match.kind, MatchKind::unclear);
    EXPECT_FALSE(match.stay);
    EXPECT_EQ(match.possible, (std::vector<std::size_t>{0, 1}));
    // One character from both, and neither clearly ahead.
    EXPECT_EQ(matched({"AB123CC", 0.5, {}}, {open("AB123CK"), open("AB123CW")}, at_gate()).kind, MatchKind::unclear);
}

TEST(Matching, AsksWhenTwoClearReadingsDifferByMoreThanALookAlike) {
    EXPECT_EQ(matched({"AB123CD", 0.985, {}}, {open("AB123CX", 0.985)}, at_gate()).kind, MatchKind::unclear);
    EXPECT_EQ(matched({"AB123CD", 0.7, {}}, {open("AB123CX", 0.985)}, at_gate()).kind, MatchKind::misreading);
    EXPECT_EQ(matched({"AB123CD", 0.985, {}}, {open("AB123CO", 0.985)}, at_gate()).kind, MatchKind::misreading);
}

TEST(Matching, DoesNotMergeAPlateThatWasSeenBefore) {
    auto around = at_gate();
    around.exit_seen_before = true;
    EXPECT_NE(matched({"AB123CD", 0.9, {}}, {open("AB123CO", 0.99)}, around).kind, MatchKind::misreading);
    auto seen_again = open("AB123CO", 0.99);
    seen_again.seen_again = true;
    EXPECT_EQ(matched({"AB123CD", 0.9, {}}, {seen_again}, around).kind, MatchKind::none);
}

TEST(Matching, WantsMoreWhereASightingMayBeAnEntry) {
    auto at_kerb = at_gate();
    at_kerb.surely_exit = false;
    const PlateRead exit{"AB123CD", 0.96, {}};
    const auto gate = matched(exit, {open("AB123CX", 0.96)}, at_gate());
    const auto kerb = matched(exit, {open("AB123CX", 0.96)}, at_kerb);
    EXPECT_GT(gate.chance, kerb.chance);
}

TEST(Matching, CountsTheOpenStaysThatWereNotHandedOver) {
    auto full = at_gate();
    full.open_count = 5'000;
    const PlateRead exit{"AB123CD", 0.96, {}};
    EXPECT_LT(matched(exit, {open("AB123CX", 0.96)}, full).chance, matched(exit, {open("AB123CX", 0.96)}, at_gate()).chance);
}

TEST(Matching, HoldsUpToOddReadings) {
    const std::vector<OpenStay> stays{open(""), open("A"), open("ABCDEFGHIJKL", 2), open("AB123CD", -1, {{"", 5}, {"AB", -3}})};
    for (const auto* plate : {"", "A", "AB123CD", "ABCDEFGHIJKL", "ZZ"}) {
        const auto match = matched({plate, 7, {{"AB123CD", 9}}}, stays, at_gate());
        EXPECT_GE(match.chance, 0);
        EXPECT_LE(match.chance, 1.0001);
    }
}

TEST(Confusions, AreMeasuredAndSmoothed) {
    const auto table = Confusions::measured({{'B', '8', 30}, {'X', 'Y', 3}}, 10, 5);
    ASSERT_TRUE(table);
    EXPECT_GT(table->truth_of('8', 'B'), 0.8);
    EXPECT_GT(table->truth_of('Y', 'X'), table->truth_of('Y', 'M'));
    EXPECT_GT(table->truth_of('Y', 'M'), 0);
    EXPECT_EQ(table->truth_of('8', '8'), 0);
    double sum = 0;
    for (const char truth : std::string{"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"}) sum += table->truth_of('8', truth);
    EXPECT_NEAR(sum, 1, 1e-9);
    EXPECT_GT(table->missed(), table->added());
    EXPECT_EQ(Confusions::measured({{'b', '8', 1}}, 0, 0).error().problem, "confusions-invalid");
    EXPECT_FALSE(Confusions::measured({{'B', '8', -1}}, 0, 0));
}

TEST(ReadingCost, GrowsWithWhatDiffers) {
    const auto table = Confusions::of_look_alikes();
    const auto cost = [&](const char* read) { return reading_cost({"AB123CD", 0.9, {}}, {read, 0.9, {}}, table); };
    EXPECT_LT(cost("AB123CD"), cost("AB123CO"));
    EXPECT_LT(cost("AB123CO"), cost("AB123CX"));
    EXPECT_LT(cost("AB123CX"), cost("AB124CX"));
    EXPECT_LT(cost("AB124CX"), cost("XY987ZZ"));
}

}  // namespace
}  // namespace patente::parking
