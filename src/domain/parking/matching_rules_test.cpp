#include "domain/parking/matching_rules.h"

#include <gtest/gtest.h>

#include <set>

namespace patente::parking {
namespace {

const Formats& argentina() {
    static const Formats formats = *Formats::of({{"ar", "mercosur", "LLDDDLL", "", {1}, {"car"}, 2016, "AB123CD"},
                                                 {"ar", "old", "LLLDDD", "", {1}, {"car"}, 1994, "ABC123"},
                                                 {"br", "old", "LLLDDDD", "", {1}, {"car"}, 1990, "ABC1234"},
                                                 {"br", "mercosur", "LLLDLDD", "", {1}, {"car"}, 2018, "ABC1D23"}});
    return formats;
}

MatchSurroundings at_gate() { return {"ar", &argentina(), nullptr}; }

Match leaving(const PlateRead& read, const std::vector<OpenStay>& stays, const MatchSurroundings& around) {
    return parking::matched(Exit{.read = read, .surely = true}, stays, around);
}

OpenStay open(std::string plate, double confidence = 0.99, std::vector<Alternative> alternatives = {}) {
    return {{std::move(plate), confidence, std::move(alternatives)}, false};
}

TEST(Matching, TakesTheSamePlate) {
    const auto match = leaving({"AB123CD", 0.99, {}}, {open("AC555ZZ"), open("AB123CD")}, at_gate());
    EXPECT_EQ(match.kind, MatchKind::exact);
    EXPECT_EQ(match.stay, 1u);
    EXPECT_EQ(match.cost, 0);
}

TEST(Matching, TakesBrazilsTwoSpellingsAsOne) {
    auto around = at_gate();
    around.region = "br";
    EXPECT_EQ(leaving({"ABC1C34", 0.99, {}}, {open("ABC1234")}, around).kind, MatchKind::exact);
    EXPECT_NE(leaving({"ABC1C34", 0.99, {}}, {open("ABC1234")}, at_gate()).kind, MatchKind::exact);
}

TEST(Matching, FindsNothingAmongOtherPlates) {
    EXPECT_EQ(leaving({"AB123CD", 0.99, {}}, {}, at_gate()).kind, MatchKind::none);
    EXPECT_EQ(leaving({"AB123CD", 0.99, {}}, {open("AC555ZZ"), open("AD010XY")}, at_gate()).kind, MatchKind::none);
}

TEST(Matching, ForgivesOneDoubtfulLookAlike) {
    const auto match = leaving({"AB128CD", 0.6, {}}, {open("AB12BCD", 0.9), open("AC555ZZ")}, at_gate());
    EXPECT_EQ(match.kind, MatchKind::misreading);
    EXPECT_EQ(match.stay, 0u);
    EXPECT_GT(match.cost, 0);
    EXPECT_NE(match.reason.en.find("AB128CD"), std::string::npos);
    EXPECT_NE(match.reason.es.find("AB12BCD"), std::string::npos);
}

TEST(Matching, ForgivesAMissedAndAnAddedCharacter) {
    EXPECT_EQ(leaving({"AB12CD", 0.5, {}}, {open("AB123CD"), open("AC555ZZ")}, at_gate()).stay, 0u);
    EXPECT_EQ(leaving({"AB1123CD", 0.5, {}}, {open("AB123CD"), open("AC555ZZ")}, at_gate()).stay, 0u);
}

TEST(Matching, DoubtsAReadingThatFitsNoFormat) {
    // 3B123CD is no plate of the region, however sure the reader was.
    const auto match = leaving({"3B123CD", 0.999, {}}, {open("AB123CD", 0.999), open("AC555ZZ")}, at_gate());
    EXPECT_EQ(match.kind, MatchKind::misreading);
    EXPECT_EQ(match.stay, 0u);
}

TEST(Matching, FindsThePlateThatBothReadingsGotWrong) {
    const auto match = leaving({"AB128CO", 0.5, {}}, {open("ABI28CD", 0.5), open("AC555ZZ")}, at_gate());
    EXPECT_EQ(match.kind, MatchKind::misreading);
    EXPECT_EQ(match.stay, 0u);
}

TEST(Matching, TakesTheEntrysAlternatives) {
    const auto entry = open("AB123CO", 0.6, {{"AB123CD", 0.35}});
    const auto match = leaving({"AB123CD", 0.99, {}}, {entry, open("AC555ZZ")}, at_gate());
    EXPECT_EQ(match.kind, MatchKind::misreading);
    EXPECT_EQ(match.stay, 0u);
}

TEST(Matching, NeverGivesAnExactExitToAnotherCar) {
    // Two real plates one character apart, both inside: each leaves as itself.
    const std::vector<OpenStay> both{open("AB123CD"), open("AB123CE")};
    EXPECT_EQ(leaving({"AB123CD", 0.99, {}}, both, at_gate()).stay, 0u);
    EXPECT_EQ(leaving({"AB123CE", 0.99, {}}, both, at_gate()).stay, 1u);
}

TEST(Matching, AsksWhenADoubtfulReadingIsOfOneOfTwoNeighbours) {
    const std::vector<OpenStay> both{open("AB123CD"), open("AB123CO")};
    const auto match = leaving({"AB123CD", 0.5, {{"AB123CO", 0.4}}}, both, at_gate());
    EXPECT_EQ(match.kind, MatchKind::unclear);
    EXPECT_FALSE(match.stay);
    EXPECT_EQ(match.possible, (std::vector<std::size_t>{0, 1}));
    // One character from both, and neither clearly ahead.
    EXPECT_EQ(leaving({"AB123CC", 0.5, {}}, {open("AB123CK"), open("AB123CW")}, at_gate()).kind, MatchKind::unclear);
}

TEST(Matching, AsksWhenTwoClearReadingsDifferByMoreThanALookAlike) {
    EXPECT_EQ(leaving({"AB123CD", 0.985, {}}, {open("AB123CX", 0.985)}, at_gate()).kind, MatchKind::unclear);
    EXPECT_EQ(leaving({"AB123CD", 0.7, {}}, {open("AB123CX", 0.985)}, at_gate()).kind, MatchKind::misreading);
    EXPECT_EQ(leaving({"AB123CD", 0.985, {}}, {open("AB123CO", 0.985)}, at_gate()).kind, MatchKind::misreading);
}

TEST(Matching, DoesNotMergeAPlateThatWasSeenBefore) {
    const Exit exit{.read = {"AB123CD", 0.9, {}}, .surely = true, .seen_before = true};
    EXPECT_NE(parking::matched(exit, {open("AB123CO", 0.99)}, at_gate()).kind, MatchKind::misreading);
    auto seen_again = open("AB123CO", 0.99);
    seen_again.seen_again = true;
    EXPECT_EQ(parking::matched(exit, {seen_again}, at_gate()).kind, MatchKind::none);
}

TEST(Matching, WantsMoreWhereASightingMayBeAnEntry) {
    const PlateRead exit{"AB123CD", 0.96, {}};
    const auto gate = leaving(exit, {open("AB123CX", 0.96)}, at_gate());
    const auto photo = parking::matched(Exit{.read = exit}, {open("AB123CX", 0.96)}, at_gate());
    EXPECT_GT(gate.chance, photo.chance);
}

TEST(Matching, CountsTheOpenStaysThatWereNotHandedOver) {
    auto full = at_gate();
    full.open_count = 5'000;
    const PlateRead exit{"AB123CD", 0.96, {}};
    EXPECT_LT(leaving(exit, {open("AB123CX", 0.96)}, full).chance, leaving(exit, {open("AB123CX", 0.96)}, at_gate()).chance);
}

TEST(Matching, IsClearedUpByAnotherExit) {
    const std::vector<OpenStay> stays{open("AB123CK"), open("AB123CW")};
    const Exit doubtful{.read = {"AB123CC", 0.5, {}}, .surely = true};
    EXPECT_EQ(parking::matched(doubtful, stays, at_gate()).kind, MatchKind::unclear);
    // Another exit that is likelier one of the two leaves the other to the first.
    const Exit likelier{.read = {"AB123CX", 0.5, {{"AB123CK", 0.45}}}, .surely = true};
    const auto together = matched_together({doubtful, likelier}, stays, at_gate());
    EXPECT_EQ(together[0].kind, MatchKind::misreading);
    EXPECT_EQ(together[0].stay, 1u);
    EXPECT_EQ(together[1].stay, 0u);
    EXPECT_NE(together[0].reason.en.find("AB123CX"), std::string::npos) << "the reason names the other exit";
    EXPECT_NE(together[0].reason.es.find("AB123CX"), std::string::npos);
}

TEST(Matching, OfSeveralExitsEndsNoStayTwice) {
    const std::vector<OpenStay> stays{open("AB123CK"), open("AB123CW", 0.6), open("AC555ZZ")};
    const Exit a{.read = {"AB123CX", 0.6, {}}, .surely = true}, b{.read = {"AB123CK", 0.6, {}}, .surely = true},
        c{.read = {"AB123CW", 0.99, {}}, .surely = true};
    for (const auto& exits :
         {std::vector{a, b}, std::vector{a, c}, std::vector{a, b, c}, std::vector{c, b, a}, std::vector{a, a, a}}) {
        std::set<std::size_t> taken;
        for (const auto& match : matched_together(exits, stays, at_gate()))
            EXPECT_TRUE(!match.stay || taken.insert(*match.stay).second);
    }
    EXPECT_TRUE(matched_together({}, stays, at_gate()).empty());
    EXPECT_EQ(matched_together({a, b}, {}, at_gate())[1].kind, MatchKind::none);
}

TEST(Matching, LeavesOutWhatAPersonRuledOut) {
    const Exit ruled_out{.read = {"AB123CO", 0.6, {}}, .surely = true, .not_of = {0}};
    EXPECT_EQ(parking::matched(ruled_out, {open("AB123CD")}, at_gate()).kind, MatchKind::none);
    const Exit exact_but_ruled_out{.read = {"AB123CD", 0.99, {}}, .surely = true, .not_of = {0}};
    EXPECT_EQ(parking::matched(exact_but_ruled_out, {open("AB123CD")}, at_gate()).kind, MatchKind::none);
}

TEST(Matching, HoldsUpToOddReadings) {
    const std::vector<OpenStay> stays{open(""), open("A"), open("ABCDEFGHIJKL", 2), open("AB123CD", -1, {{"", 5}, {"AB", -3}})};
    for (const auto* plate : {"", "A", "AB123CD", "ABCDEFGHIJKL", "ZZ"}) {
        const auto match = leaving({plate, 7, {{"AB123CD", 9}}}, stays, at_gate());
        EXPECT_GE(match.chance, 0);
        EXPECT_LE(match.chance, 1.0001);
    }
}

}  // namespace
}  // namespace patente::parking
