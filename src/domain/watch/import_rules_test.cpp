#include "domain/watch/import_rules.h"

#include <gtest/gtest.h>

namespace patente::watch {
namespace {

TEST(Import, TakesGoodLinesAndNamesTheOthers) {
    const auto csv = imported(
        "plate,why,who,until\r\n"
        "ab 123 cd,robo,Comisaría 5,2026-12-31\r\n"
        "?,robo,Comisaría 5,\r\n"
        "\"ZZ999ZZ\",\"secuestro, \"\"con armas\"\"\nver legajo\",Juzgado 3,2026-06-30T18:00:00-03:00\r\n"
        "AA111AA,,,mañana\r\n"
        "\r\n"
        "AB123CD,otra vez,Comisaría 5,\r\n"
        "BB222BB,robo,x,,y\r\n");
    ASSERT_TRUE(csv) << csv.error().detail.en;
    EXPECT_EQ(csv->lines, 6);
    ASSERT_EQ(csv->entries.size(), 2u);
    EXPECT_EQ(csv->entries[0].plate, "AB123CD");
    EXPECT_EQ(csv->entries[0].why, "otra vez");  // the last line of a plate counts
    EXPECT_FALSE(csv->entries[0].until);
    EXPECT_EQ(csv->entries[1].why, "secuestro, \"con armas\"\nver legajo");
    EXPECT_EQ(csv->entries[1].until, parse_rfc3339("2026-06-30T21:00:00Z"));
    std::vector<std::pair<int, std::string>> faults;
    for (const auto& each : csv->faults) faults.emplace_back(each.line, each.column);
    EXPECT_EQ(faults, (std::vector<std::pair<int, std::string>>{{3, "plate"}, {6, "until"}, {6, "why"}, {6, "who"}, {9, ""}}));
}

TEST(Import, EndsADateWithTheDay) {
    EXPECT_EQ(imported("plate;why;who;until\nAB123CD;a;b;2026-12-31")->entries[0].until, parse_rfc3339("2027-01-01T00:00:00Z"));
}

TEST(Import, KnowsColumnsInAnyOrderAndAByteOrderMark) {
    const auto csv = imported("\xef\xbb\xbfWho, Why ,Region,Reference,Plate\nb,a,ar,77/26,AB123CD\n");
    ASSERT_TRUE(csv);
    EXPECT_EQ(csv->entries[0].reference, "77/26");
    EXPECT_EQ(csv->entries[0].region, "ar");
}

TEST(Import, RefusesAFileWhoseShapeDoesNotHold) {
    for (const auto* wrong :
         {"", "plate,why\nA1,b\n", "plate,why,who,colour\n", "plate,why,who,who\n", "plate,why,who\n\"A1,b,c\n"})
        EXPECT_EQ(imported(wrong).error().problem, "import-invalid") << wrong;
    EXPECT_TRUE(imported("plate,why,who")->entries.empty());
}

TEST(Import, HasABound) {
    std::string csv = "plate,why,who\n";
    for (std::size_t i = 0; i <= import_lines_max; ++i) csv += "AA111AA,a,b\n";
    EXPECT_EQ(imported(csv).error().problem, "import-invalid");
}

}  // namespace
}  // namespace patente::watch
