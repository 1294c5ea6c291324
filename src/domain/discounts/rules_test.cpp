#include "domain/discounts/rules.h"

#include <gtest/gtest.h>

#include <sstream>

#include "base/test_cases.h"

namespace patente::discounts {
namespace {

const Zone buenos_aires = *Zone::named("America/Argentina/Buenos_Aires");
const HolidayCalendar calendar{"ar", {{"Memoria", 3, 24}}};
const Person ana{"key-ana", "Ana"};

Instant civil(const std::string& text) { return buenos_aires.instant(*parse_civil(text)); }
bool any_zone(const std::string&) { return true; }

// "mon-fri 08:00-20:00 never", "all 22:00-06:00".
WeeklyHours hours_of(const std::string& text) {
    std::istringstream words{text};
    std::string days, times, holidays;
    words >> days >> times >> holidays;
    WeeklyHours hours{{}, times.substr(0, 5), times.substr(6, 5)};
    if (days == "mon-fri") hours.weekdays = {Weekday::mon, Weekday::tue, Weekday::wed, Weekday::thu, Weekday::fri};
    if (!holidays.empty()) hours.holidays = *json::enum_named<OnHolidays>(holidays);
    return hours;
}

PermitSettings permit_of(const std::string& text) {
    auto cells = split(text, ';');
    cells.resize(5);
    PermitSettings permit{.reference = "RES-1", .holder = "Juana", .plates = split(cells[0], ','), .zones = split(cells[1], ',')};
    if (!cells[2].empty()) permit.hours.push_back(hours_of(cells[2]));
    if (!cells[3].empty()) permit.valid_from = cells[3];
    if (!cells[4].empty()) permit.valid_until = cells[4];
    return permit;
}

Permit once(PermitSettings settings) {
    return {.id = PermitId::made_at(civil("2026-03-01 00:00")),
            .versions = {{1, std::move(settings), std::nullopt, civil("2026-03-01 00:00"), ana}}};
}

ParkedTime parked(const std::string& plate, const std::string& from, const std::string& to) {
    return {.stay = "s",
            .plate = plate,
            .region = "ar",
            .zone = "a",
            .time_zone = buenos_aires,
            .holidays = &calendar,
            .span = {civil(from), civil(to)}};
}

std::int64_t minutes_of(const std::vector<Discount>& found) {
    std::chrono::milliseconds sum{0};
    for (const auto& each : found) sum += total(each.spans);
    return std::chrono::floor<std::chrono::minutes>(sum).count();
}

TEST(Permits, CoverWhatTheTableSays) {
    const auto cases = cases_in(PATENTE_ROOT "/src/domain/discounts/permits.cases");
    EXPECT_GE(cases.size(), 18u);
    for (const auto& [line, cells] : cases) {
        ASSERT_GE(cells.size(), 7u) << line;
        auto time = parked(cells[2], cells[4], cells[5]);
        time.region = cells[1];
        time.zone = cells[3];
        EXPECT_EQ(minutes_of(covered(once(permit_of(cells[0])), time)), std::stoi(cells[6])) << line;
    }
}

TEST(Permits, AChangeCountsFromThenOnAndNothingAfterTheRevocation) {
    auto permit = once(permit_of("AB123CD;;;;"));
    auto changed = permit.now().settings;
    changed.plates = {"AC456DE"};
    permit.versions.push_back({2, changed, civil("2026-03-02 11:00"), civil("2026-03-02 11:00"), ana});
    permit.revoked_at = civil("2026-03-02 15:00");
    EXPECT_EQ(minutes_of(covered(permit, parked("AB123CD", "2026-03-02 10:00", "2026-03-02 12:00"))), 60);
    EXPECT_EQ(minutes_of(covered(permit, parked("AC456DE", "2026-03-02 10:00", "2026-03-02 20:00"))), 4 * 60);
    EXPECT_TRUE(covered(permit, parked("AC456DE", "2026-03-02 16:00", "2026-03-02 20:00")).empty());
}

TEST(Permits, AChangeOfTheHolderAloneGoesOnAsOneDiscount) {
    auto permit = once(permit_of("AB123CD;;;;"));
    auto changed = permit.now().settings;
    changed.holder = "María";
    permit.versions.push_back({2, changed, civil("2026-03-02 11:00"), civil("2026-03-02 11:00"), ana});
    const auto found = covered(permit, parked("AB123CD", "2026-03-02 10:00", "2026-03-02 12:00"));
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].spans.size(), 1u);
    EXPECT_EQ(found[0].who.es, "Permiso de residente RES-1") << "tickets do not say who holds it";
}

TEST(Permits, EveryWrongFieldIsNamedAtOnce) {
    auto settings = permit_of("AB123CD,ab 123 cd,?;z;;2026-02-30;2026-01-01");
    settings.benefit = {BenefitKind::share, std::nullopt, Money{-1, "ARS"}};
    const auto wrong = checked(settings, [](const std::string&) { return false; });
    ASSERT_FALSE(wrong);
    std::vector<std::string> pointers;
    for (const auto& fault : wrong.error().faults) pointers.push_back(fault.pointer);
    EXPECT_EQ(pointers, (std::vector<std::string>{"/benefit/percent", "/benefit/amount", "/benefit/amount/amount", "/plates/2",
                                                  "/zones/0", "/valid_from"}));
    settings = permit_of("AB123CD,ab 123 cd;;;2026-03-02;2026-03-01");
    EXPECT_EQ(checked(settings, any_zone).error().faults.at(0).pointer, "/valid_until");
    settings = permit_of("AB123CD,ab 123 cd;;;;");
    EXPECT_EQ(checked(settings, any_zone)->plates, std::vector<std::string>{"AB123CD"});
}

StayFound stay_in(const std::string& zone) { return {.id = "s", .zone = zone, .time_zone = buenos_aires}; }

TEST(Stamps, AreGivenWhereWhenAndAsOftenAsAgreed) {
    StampSettings stamp{.shop = "Kiosco Sol", .benefit = {BenefitKind::minutes, {}, {}, 60}, .zones = {"a"}};
    stamp.valid_from = "2026-03-02";
    stamp.valid_until = "2026-03-02";
    stamp.uses_max = 3;
    stamp.uses_per_day_max = 2;
    const auto refused = [&](const StayFound& stay, const Uses& uses, const std::string& now) {
        const auto allowed = may_give(stamp, stay, uses, civil(now));
        return allowed ? "" : allowed.error().problem;
    };
    EXPECT_EQ(refused(stay_in("a"), {2, 1}, "2026-03-02 23:59"), "");
    EXPECT_EQ(refused(stay_in("b"), {0, 0}, "2026-03-02 12:00"), "stamp-not-given");
    EXPECT_EQ(refused(stay_in("a"), {3, 0}, "2026-03-02 12:00"), "stamp-not-given");
    EXPECT_EQ(refused(stay_in("a"), {2, 2}, "2026-03-02 12:00"), "stamp-not-given");
    EXPECT_EQ(refused(stay_in("a"), {0, 0}, "2026-03-03 00:00"), "stamp-not-given");
    EXPECT_EQ(refused(stay_in("a"), {0, 0}, "2026-03-01 23:59"), "stamp-not-given");
    auto paid = stay_in("a");
    paid.owes = false;
    EXPECT_EQ(refused(paid, {0, 0}, "2026-03-02 12:00"), "stamp-not-given");
    stamp.active = false;
    EXPECT_EQ(refused(stay_in("a"), {0, 0}, "2026-03-02 12:00"), "stamp-not-given");
}

TEST(Stamps, OfCertainKeysNeedACodeFromOthers) {
    StampSettings stamp{.keys = {"key-sol"}};
    EXPECT_EQ(may_give_without_code(stamp, ana).error().problem, "stamp-of-another");
    EXPECT_TRUE(may_give_without_code(stamp, {"key-sol", "Sol"}));
    EXPECT_TRUE(may_give_without_code(StampSettings{}, ana));
}

TEST(Codes, AreTakenHoweverTheyAreTyped) {
    EXPECT_EQ(code_typed("K7QM-2XWP-9D"), "K7QM-2XWP-9D");
    EXPECT_EQ(code_typed(" k7qm2xwp 9d"), "K7QM-2XWP-9D");
    EXPECT_EQ(code_typed("OIL0-0000-00"), "0110-0000-00") << "letters that look like digits are those digits";
    EXPECT_EQ(code_typed("K7QM-2XWP-9"), std::nullopt);
    EXPECT_EQ(code_typed("K7QM-2XWP-9DD"), std::nullopt);
    EXPECT_EQ(code_typed("K7QM-2XWP-9U"), std::nullopt) << "no U";
    EXPECT_EQ(code_typed(""), std::nullopt);
    EXPECT_EQ(code_from({0, 31, 32, 33, 255, 1, 2, 3, 4, 5}), "0Z01-Z123-45");
}

}  // namespace
}  // namespace patente::discounts
