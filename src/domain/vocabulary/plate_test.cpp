#include "domain/vocabulary/plate.h"

#include <gtest/gtest.h>

#include <random>

namespace patente {
namespace {

std::string text_of(std::string_view text) { return normalised(text).value_or("(refused)"); }

TEST(Plate, IsNormalised) {
    EXPECT_EQ(text_of(" ab-123 cd"), "AB123CD");
    EXPECT_EQ(text_of("AB·123·CD"), "AB123CD");
    EXPECT_EQ(text_of("59Đ1-123.45"), "59D112345");
    EXPECT_EQ(text_of("MÜ ÑÉ 12"), "MUNE12");
    EXPECT_EQ(text_of("ŠĐ-123-Ćž"), "SD123CZ");
    EXPECT_EQ(text_of("ＡＢ１２３"), "AB123");
    EXPECT_EQ(text_of("АВ 1234 СЕ"), "AB1234CE");  // Cyrillic letters of the same shape
    EXPECT_EQ(text_of("京A12345"), "A12345");
    EXPECT_EQ(text_of("AB\xff\xc3"
                      "12"),
              "AB12");
}

TEST(Plate, IsRefusedWhenTooLittleOrTooMuchRemains) {
    for (const auto* text : {"", " - ", "A", "京", "\xf0\x9f", "ABCDEFGHIJKLM"}) {
        const auto plate = normalised(text);
        ASSERT_FALSE(plate) << text;
        EXPECT_EQ(plate.error().problem, "plate-invalid");
    }
    EXPECT_EQ(text_of("ABCDEFGHIJKL"), "ABCDEFGHIJKL");
    EXPECT_FALSE(normalised(std::string(100'000, 'A')));
}

TEST(Plate, StaysAsItIsWhenNormalisedTwice) {
    std::mt19937 engine{11};
    for (int i = 0; i < 20'000; ++i) {
        std::string bytes(engine() % 24, '\0');
        for (auto& byte : bytes) byte = static_cast<char>(engine());
        const auto plate = normalised(bytes);
        if (!plate) continue;
        ASSERT_TRUE(is_normalised(*plate)) << *plate;
        ASSERT_EQ(*normalised(*plate), *plate);
    }
}

TEST(LookAlikes, HaveOneKey) {
    EXPECT_EQ(look_alike_key("AB123CD"), look_alike_key("A8IZ3C0"));
    EXPECT_EQ(look_alike_key("OQD0"), "0000");
    EXPECT_EQ(look_alike_key("IBSZGU"),
              "1852"
              "6V");
    EXPECT_NE(look_alike_key("AB123CD"), look_alike_key("AB123CE"));
    EXPECT_TRUE(look_alike('B', '8') && look_alike('U', 'V') && look_alike('X', 'X'));
    EXPECT_FALSE(look_alike('B', 'S'));
    EXPECT_EQ(look_alikes_of('Q'), "Q0DO");
    EXPECT_EQ(look_alikes_of('X'), "X");
}

TEST(Wildcards, StandForOneOrMany) {
    EXPECT_TRUE(matches_wildcard("AB123CD", "AB123CD"));
    EXPECT_TRUE(matches_wildcard("AB???CD", "AB123CD"));
    EXPECT_TRUE(matches_wildcard("*23*", "AB123CD"));
    EXPECT_TRUE(matches_wildcard("AB*", "AB"));
    EXPECT_TRUE(matches_wildcard("**", ""));
    EXPECT_TRUE(matches_wildcard("*A*B", "AAAB"));
    EXPECT_FALSE(matches_wildcard("AB?", "AB"));
    EXPECT_FALSE(matches_wildcard("", "AB"));
    EXPECT_FALSE(matches_wildcard("*23", "AB123CD"));
    EXPECT_FALSE(matches_wildcard("*A*A*A*A*A*A*A*A*A*A*B", std::string(4000, 'A')));  // at once
    EXPECT_EQ(literal_run("AB?123*"), 3u);
    EXPECT_EQ(literal_run("*?"), 0u);
}

TEST(Mask, ShowsTheEndsOnly) {
    EXPECT_EQ(masked("AB123CD"), "AB···CD");
    EXPECT_EQ(masked("ABC123"), "AB··23");
    EXPECT_EQ(masked("AB12"), "A··2");
    EXPECT_EQ(masked("ABC"), "···");
    EXPECT_EQ(masked(""), "");
}

PlateFormat format(std::string region, std::string pattern, std::string example, std::string flag = "") {
    PlateFormat format;
    format.region = std::move(region), format.pattern = std::move(pattern), format.example = std::move(example),
    format.flag = std::move(flag);
    return format;
}

TEST(Formats, MatchWholePlates) {
    EXPECT_TRUE(fits(format("ar", "LLDDDLL", ""), "AB123CD"));
    EXPECT_FALSE(fits(format("ar", "LLDDDLL", ""), "AB123CDE"));
    EXPECT_FALSE(fits(format("ar", "LLDDDLL", ""), "AB12OCD"));
    const auto indonesia = format("id", "L{1,2}D{1,4}L{1,3}", "");
    EXPECT_TRUE(fits(indonesia, "B1234ABC") && fits(indonesia, "AB1A"));
    EXPECT_FALSE(fits(indonesia, "B1234") || fits(indonesia, "ABC123D"));
    auto chile = format("cl", "LLLLDD", "");
    chile.letters = "BCDFGHJKLPRSTVWXYZ";
    EXPECT_TRUE(fits(chile, "BCDF12"));
    EXPECT_FALSE(fits(chile, "ABCD12"));
    EXPECT_TRUE(fits(format("us", "A{2,8}", ""), "MYCAR1"));
}

TEST(Formats, RefusePatternsThatDoNotHold) {
    for (const auto* pattern : {"", "X", "L{", "L{2", "L{3,2}", "L{0}", "L{,3}", "L{99}", "L", "LLLLLLLLLLLLL", "L{1,2}}"})
        EXPECT_FALSE(is_pattern(pattern)) << pattern;
    auto bad_rows = format("ar", "LLDDDLL", "AB123CD");
    bad_rows.rows = {2, 4};
    auto bad_lines = format("ar", "LLDDDLL", "AB123CD");
    bad_lines.lines = {3};
    const auto refused = Formats::of(
        {format("ar", "LLDDDLL", "AB123CD"), format("ar", "LLX", "AB1"), format("", "LLDDD", "ABC12"), bad_rows, bad_lines});
    ASSERT_FALSE(refused);
    std::vector<std::string> pointers;
    for (const auto& fault : refused.error().faults) pointers.push_back(fault.pointer);
    EXPECT_EQ(pointers, (std::vector<std::string>{"/1/pattern", "/2/region", "/2/example", "/3/rows", "/4/lines"}));
}

TEST(Formats, FlagButNeverRefuse) {
    const auto formats = *Formats::of(
        {format("ar", "LLDDDLL", "AB123CD"), format("ar", "DDDLLL", "101ABC", "trailer"), format("it", "LLDDDLL", "AB123CD")});
    using Flags = std::vector<std::string>;
    EXPECT_EQ(plate_flags(formats, "AB123CD", "ar"), Flags{});
    EXPECT_EQ(plate_flags(formats, "101ABC", "ar"), Flags{"trailer"});
    EXPECT_EQ(plate_flags(formats, "ZZZZZ", "ar"), Flags{"no_format"});
    EXPECT_EQ(plate_flags(formats, "ZZZZZ", "xx"), Flags{});
    EXPECT_EQ(formats.fitting("AB123CD").size(), 2u);
    EXPECT_EQ(formats.fitting("AB123CD", "it").size(), 1u);
    EXPECT_TRUE(formats.knows("it"));
    EXPECT_FALSE(formats.knows("fr"));
}

TEST(Identity, JoinsBrazilsTwoSpellings) {
    EXPECT_EQ(identity_of("ABC1234", "br"), "ABC1C34");
    EXPECT_EQ(identity_of("ABC1C34", "br"), "ABC1C34");
    EXPECT_EQ(identity_of("ABC1934", "br"), "ABC1J34");
    EXPECT_EQ(identity_of("ABC1K34", "br"), "ABC1K34");  // beyond J there is no old spelling
    EXPECT_EQ(identity_of("ABC1234", "uy"), "ABC1234");
    EXPECT_EQ(identity_of("AB12345", "br"), "AB12345");
    EXPECT_EQ(spellings_of("ABC1234", "br"), (std::vector<std::string>{"ABC1234", "ABC1C34"}));
    EXPECT_EQ(spellings_of("ABC1C34", "br"), (std::vector<std::string>{"ABC1C34", "ABC1234"}));
    EXPECT_EQ(spellings_of("ABC1K34", "br"), std::vector<std::string>{"ABC1K34"});
    EXPECT_EQ(spellings_of("ABC1234", ""), std::vector<std::string>{"ABC1234"});
}

TEST(PlateSearch, IsATextOrAPattern) {
    EXPECT_EQ(*plate_search("ab 123-cd"), "AB123CD");
    EXPECT_EQ(*plate_search("ab?23*"), "AB?23*");
    EXPECT_EQ(*plate_search("*"), "*");
    EXPECT_EQ(plate_search("a").error().problem, "plate-invalid");
    EXPECT_EQ(plate_search("ab*'; --").error().problem, "plate-invalid");
    EXPECT_EQ(plate_search("[AB]*").error().problem, "plate-invalid");
    EXPECT_EQ(plate_search(std::string(25, '*')).error().problem, "plate-invalid");
}

}  // namespace
}  // namespace patente
