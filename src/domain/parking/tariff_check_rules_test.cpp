#include "domain/parking/tariff_check_rules.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace patente::parking {
namespace {

TariffDocument plain() {
    TariffDocument document;
    document.name = {"Plain", "Simple"};
    document.currency = "ARS";
    document.zone = "America/Argentina/Buenos_Aires";
    document.rates = {{"hour", {"Hour", "Hora"}, 0, std::nullopt, {{60, 100, std::nullopt, std::nullopt}}}};
    document.bands = {{"hour"}};
    return document;
}

std::vector<std::string> pointers_of(const TariffDocument& document) {
    const auto parts = resolved(document, {});
    std::vector<std::string> pointers;
    if (!parts)
        for (const auto& fault : parts.error().faults) pointers.push_back(fault.pointer);
    std::ranges::sort(pointers);
    return pointers;
}

using Pointers = std::vector<std::string>;

TEST(TariffCheck, AcceptsAPlainDocument) { EXPECT_EQ(pointers_of(plain()), Pointers{}); }

TEST(TariffCheck, NamesEveryWrongFieldAtOnce) {
    TariffDocument document = plain();
    document.zone = "America/Atlantis";
    document.holidays = "mars";
    document.valid_from = "2026-02-30";
    document.bands.push_back({"gone", "08:00", "20:00", {}, OnHolidays::same, "2026-05-01", "2026-04-01", {"boat"}});
    document.rates[0].steps[0].minutes = 0;
    EXPECT_EQ(pointers_of(document), (Pointers{"/bands/1/classes/0", "/bands/1/date_to", "/bands/1/rate", "/holidays",
                                               "/rates/0/steps/0/minutes", "/valid_from", "/zone"}));
}

TEST(TariffCheck, WantsAPriceInEachRate) {
    TariffDocument document = plain();
    document.rates[0].steps.clear();
    EXPECT_EQ(pointers_of(document), Pointers{"/rates/0"});
    document = plain();
    document.rates[0].flat = 5;
    EXPECT_EQ(pointers_of(document), Pointers{"/rates/0"});
    document.rates[0].steps.clear();
    document.rates[0].owed = Owed::completed;
    EXPECT_EQ(pointers_of(document), Pointers{"/rates/0/owed"});
}

TEST(TariffCheck, WantsStepsThatCanBeReached) {
    TariffDocument document = plain();
    document.rates[0].steps.push_back({30, 50, std::nullopt, std::nullopt});
    EXPECT_EQ(pointers_of(document), Pointers{"/rates/0/steps/0/times"});
    document.rates[0].steps[0].times = 1;
    EXPECT_EQ(pointers_of(document), Pointers{});
    document.rates[0].steps[1].per_minutes = 15;
    EXPECT_EQ(pointers_of(document), Pointers{"/rates/0/steps/1/per_minutes"});
}

TEST(TariffCheck, WantsNightsWithHoursAndCapsAboveTheMinimum) {
    TariffDocument document = plain();
    document.minimum = 500;
    document.caps = {
        {"a", {}, CapPer::night, 500}, {"a", {}, CapPer::stay, 400, "20:00"}, {"c", {}, CapPer::night, 500, "20:00", "08:00"}};
    EXPECT_EQ(pointers_of(document), (Pointers{"/caps/0", "/caps/1", "/caps/1/amount", "/caps/1/id"}));
}

TEST(TariffCheck, WantsADefaultAmongTheClasses) {
    TariffDocument document = plain();
    document.classes = {"car", "truck"};
    EXPECT_EQ(pointers_of(document), Pointers{"/default_class"});
    document.default_class = "boat";
    EXPECT_EQ(pointers_of(document), Pointers{"/default_class"});
    document.default_class = "car";
    EXPECT_EQ(pointers_of(document), Pointers{});
    document.bands[0].holidays = OnHolidays::only;
    EXPECT_EQ(pointers_of(document), Pointers{"/bands/0/holidays"});
}

TEST(TariffCheck, ReadsHoursThatCarryOverMidnight) {
    TariffDocument document = plain();
    document.bands[0].from = "20:00", document.bands[0].to = "08:00";
    const auto parts = resolved(document, {});
    ASSERT_TRUE(parts);
    EXPECT_EQ(parts->bands[0].hours.from, std::chrono::hours{20});
    EXPECT_EQ(parts->bands[0].hours.to, std::chrono::hours{32});
    document.bands[0].to = "25:99";  // what the reader of JSON refuses is refused here too
    EXPECT_EQ(pointers_of(document), Pointers{"/bands/0/to"});
}

}  // namespace
}  // namespace patente::parking
