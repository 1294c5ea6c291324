// The data files that ship with the program, and what is said of a file that is not right.
#include "app/regions.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace patente {
namespace {

const std::filesystem::path data = PATENTE_ROOT "/data";

std::vector<std::string> regions_of(const Formats& formats, std::string_view plate) {
    std::vector<std::string> regions;
    for (const auto* format : formats.fitting(plate))
        if (regions.empty() || regions.back() != format->region) regions.push_back(format->region);
    return regions;
}

bool holds(const std::vector<std::string>& all, std::string_view one) { return std::ranges::find(all, one) != all.end(); }

TEST(Regions, KnowTheFormatsOfTheirCountries) {
    const Formats formats = load_formats(data / "regions");
    struct Known {
        const char *plate, *region;
    };
    for (const auto& [plate, region] : std::initializer_list<Known>{
             {"ABC123", "ar"},     {"AB123CD", "ar"},  {"123ABC", "ar"},  {"A123BCD", "ar"}, {"ABC1234", "br"},
             {"ABC1D23", "br"},    {"ABC1234", "uy"},  {"ABC123", "py"},  {"AAAB123", "py"}, {"123AAAB", "py"},
             {"AB1234", "cl"},     {"BCDF12", "cl"},   {"ABC123", "co"},  {"ABC12D", "co"},  {"ABC123", "pe"},
             {"A1B234", "pe"},     {"1234ABC", "bo"},  {"AB12CDE", "gb"}, {"1234BCD", "es"}, {"59X112345", "vn"},
             {"29MD112345", "vn"}, {"B1234ABC", "id"}, {"WA12345", "pl"}, {"1AB2345", "cz"}, {"ZG1234AB", "hr"},
             {"ABC1234", "us-ny"}})
        EXPECT_TRUE(holds(regions_of(formats, plate), region)) << plate << " " << region;
    // Text alone does not give the country.
    const auto shared = regions_of(formats, "AB123CD");
    EXPECT_TRUE(holds(shared, "ar") && holds(shared, "it") && holds(shared, "fr") && holds(shared, "ve"));
    EXPECT_FALSE(holds(regions_of(formats, "ABCD12"), "cl"));  // no vowels in Chile
}

TEST(Holidays, AreThoseOfTheirCountries) {
    const auto calendars = load_holidays(data / "holidays");
    const auto on = [&](const char* calendar, std::string_view day) {
        const auto* name = calendars.at(calendar).holiday_on(*parse_day(day));
        return name ? *name : "";
    };
    EXPECT_EQ(on("ar", "2026-06-15"), "Güemes");
    EXPECT_EQ(on("ar", "2026-11-23"), "Soberanía Nacional");
    EXPECT_EQ(on("ar", "2026-11-20"), "");
    EXPECT_EQ(on("cl", "2028-10-27"), "Iglesias Evangélicas");
    EXPECT_EQ(on("co", "2026-06-08"), "Corpus Christi");
    EXPECT_EQ(on("es-md", "2026-11-09"), "Almudena");
    EXPECT_EQ(on("br", "2023-11-20"), "");
    EXPECT_EQ(on("uy", "2026-08-25"), "Independencia");
}

TEST(Confusions, AreThoseMeasured) {
    const auto confusions = load_confusions(data / "confusions.toml");
    EXPECT_GT(confusions.truth_of('O', '0'), 0.5);
    EXPECT_GT(confusions.missed(), confusions.added());
}

class Broken : public testing::Test {
protected:
    void SetUp() override { std::filesystem::create_directories(folder_); }
    void TearDown() override { std::filesystem::remove_all(folder_); }
    void write(std::string_view text) { std::ofstream{folder_ / "xx.toml"} << text; }

    template <typename Load>
    std::string said_by(Load&& load) {
        try {
            load(folder_);
        } catch (const std::runtime_error& error) {
            return error.what();
        }
        return "";
    }

    std::filesystem::path folder_ =
        std::filesystem::temp_directory_path() / ("patente_regions_" + Uuid::made_at(Instant{}).text());
};

TEST_F(Broken, FilesAreNamedWithTheirLine) {
    const auto formats = [&] { return said_by(load_formats); };
    EXPECT_NE(formats().find("holds no .toml file"), std::string::npos);
    write("region = \"xx\"\n[[format]]\nname = \"a\"\npattern = \"LLX\"\nexample = \"AB1\"\n");
    EXPECT_NE(formats().find("xx.toml:2: A pattern is made of"), std::string::npos) << formats();
    write("region = \"xx\"\n[[format]]\nname = \"a\"\npattern = \"LLD\"\nexample = \"AB1\"\ncolour = \"red\"\n");
    EXPECT_NE(formats().find("xx.toml:6: \"colour\" is not known here"), std::string::npos) << formats();
    write("region = 3\n");
    EXPECT_NE(formats().find("\"region\" is of another type"), std::string::npos) << formats();
    write("region = \n");
    EXPECT_NE(formats().find("xx.toml:1"), std::string::npos) << formats();
}

TEST_F(Broken, HolidaysSayWhen) {
    const auto holidays = [&] { return said_by(load_holidays); };
    write("id = \"xx\"\n[[holiday]]\nname = \"a\"\nmonth = 13\nday = 1\n");
    EXPECT_NE(holidays().find("xx.toml:2: a holiday has month and day"), std::string::npos) << holidays();
    write("id = \"xx\"\n[[holiday]]\nname = \"a\"\nmonth = 1\nday = 1\neaster = 3\n");
    EXPECT_NE(holidays().find("a holiday has month and day"), std::string::npos);
    write("id = \"xx\"\n[[holiday]]\nname = \"a\"\nmonth = 1\nday = 1\nmoved = \"up\"\n");
    EXPECT_NE(holidays().find("moved is"), std::string::npos);
}

}  // namespace
}  // namespace patente
