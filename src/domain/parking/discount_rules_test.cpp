#include "domain/parking/discount_rules.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <random>
#include <sstream>

#include "base/test_cases.h"
#include "domain/parking/test_charges.h"

namespace patente::parking {
namespace {

using discounts::Benefit, discounts::BenefitKind, discounts::Discount;
using namespace std::chrono;

Instant at(const std::string& hh_mm) { return *parse_rfc3339("2026-03-02T" + hh_mm + ":00Z"); }

TariffDocument hourly() {
    TariffDocument document;
    document.currency = "ARS";
    document.zone = "UTC";
    document.rates.push_back(
        {.id = "hour", .name = {"Hour", "Hora"}, .steps = {{.minutes = 60, .price = 100'000}}, .restart = Restart::stay});
    document.bands.push_back({.rate = "hour"});
    return document;
}

Tariff tariff_named(const std::string& name) {
    TariffDocument document = hourly();
    if (name == "caba") {
        std::ifstream file{PATENTE_ROOT "/data/tariffs/caba_garage.json"};
        document = *json::read<TariffDocument>(std::string{std::istreambuf_iterator<char>{file}, {}});
        document.zone = "UTC";
        document.examples.clear();
        document.holidays.reset();
    }
    return checked(document, {}).value();
}

std::int64_t minor(const std::string& text) { return std::stoll(text) * 100 + std::stoll(text.substr(text.find('.') + 1)); }

// "free", "share 50", "amount 500.00 USD", "minutes 60", "flat 800.00 @ 12:00-14:00".
Discount discount_of(const std::string& text, const std::string& rule, Span stay) {
    std::istringstream words{text};
    std::string kind, value, sign, hours;
    words >> kind;
    Benefit benefit{*json::enum_named<BenefitKind>(kind)};
    if (benefit.kind != BenefitKind::free) words >> value;
    if (benefit.kind == BenefitKind::share) benefit.percent = std::stoi(value);
    if (benefit.kind == BenefitKind::minutes) benefit.minutes = std::stoi(value);
    if (benefit.kind == BenefitKind::amount || benefit.kind == BenefitKind::flat) benefit.amount = Money{minor(value), "ARS"};
    words >> sign;
    if (sign == "USD") benefit.amount->currency = "USD";
    if (words >> hours) stay = {at(hours.substr(0, 5)), at(hours.substr(6, 5))};
    return {rule, {"Permit", "Permiso"}, benefit, {stay}, rule};
}

std::vector<Discount> discounts_of(const std::string& text, const std::string& rule, Span stay) {
    std::vector<Discount> all;
    for (const auto& each : split(text, ','))
        if (!each.empty()) all.push_back(discount_of(each, fmt::format("{}/{}", rule, all.size()), stay));
    return all;
}

TEST(Discounted, OwesWhatTheTableSays) {
    const auto cases = cases_in(PATENTE_ROOT "/src/domain/parking/discounts.cases");
    EXPECT_GE(cases.size(), 20u);
    for (const auto& [line, cells] : cases) {
        ASSERT_GE(cells.size(), 6u) << line;
        const auto tariff = tariff_named(cells[0]);
        const Span stay{at(cells[1]), at(cells[2])};
        const auto charge = discounted(tariff, stay.from, stay.to, "", amount_owed(tariff, stay.from, stay.to).value(),
                                       discounts_of(cells[3], "permit", stay), discounts_of(cells[4], "stamp", stay));
        EXPECT_EQ(charge.total.amount, minor(cells[5])) << line;
        expect_sound(charge, line);
    }
}

TEST(Discounted, TheLineSaysWhichPermitAndWhy) {
    const auto tariff = tariff_named("hourly");
    const Span stay{at("12:00"), at("15:00")};
    const auto whole = amount_owed(tariff, stay.from, stay.to).value();
    const Discount permit{
        "permit/RES-7", {"Resident permit RES-7", "Permiso de residente RES-7"}, {}, {{at("12:00"), at("13:30")}}};
    const auto charge = discounted(tariff, stay.from, stay.to, "", whole, {permit}, {});
    ASSERT_EQ(charge.lines.size(), whole.lines.size() + 1);
    const auto& line = charge.lines.back();
    EXPECT_EQ(line.rule, "permit/RES-7");
    EXPECT_EQ(line.amount, -150'000);
    EXPECT_EQ(line.why.es, "Permiso de residente RES-7: sin cargo, por 90 min de la estadía");
    EXPECT_EQ(line.why.en, "Resident permit RES-7: no charge, for 90 min of the stay");
    EXPECT_EQ(line.to, at("13:30"));
}

TEST(Discounted, EntryWithinAMinuteIsCoveredFromThatMinuteOn) {
    const auto tariff = tariff_named("hourly");
    const Instant entered = at("12:00") + seconds{40}, left = at("12:59");
    const auto charge = discounted(tariff, entered, left, "", amount_owed(tariff, entered, left).value(), {},
                                   {discount_of("minutes 60", "stamp/a", {at("12:00"), left})});
    EXPECT_EQ(charge.total.amount, 0);
}

TEST(Discounted, OnePermitsDiscountsCountTogetherAndTwoPermitsOfOneReferenceDoNot) {
    const auto tariff = tariff_named("hourly");
    const Instant entered = at("10:00"), left = at("14:00");
    auto before = discount_of("share 50 @ 10:00-12:00", "permit/RES-1", {entered, left});
    auto after = discount_of("share 20 @ 12:00-14:00", "permit/RES-1", {entered, left});
    const auto total = [&] {
        return discounted(tariff, entered, left, "", amount_owed(tariff, entered, left).value(), {before, after}, {})
            .total.amount;
    };
    EXPECT_EQ(total(), 400'000 - 100'000 - 40'000) << "a permit that changed at noon";
    after.permit = "another";
    EXPECT_EQ(total(), 400'000 - 100'000) << "one that was revoked, and a new one with its reference";
}

// For random tariffs of the examples, stays and discounts: sound, never dearer than without, no discount makes it dearer.
TEST(Discounted, NeverNegativeNeverDearer) {
    std::mt19937 random{20260302};
    const auto pick = [&](int least, int most) { return std::uniform_int_distribution<int>{least, most}(random); };
    const std::vector<Tariff> tariffs{tariff_named("hourly"), tariff_named("caba")};
    const auto any = [&](Span stay, int index, const std::string& rule) {
        Benefit benefit{static_cast<BenefitKind>(pick(0, 4))};
        if (benefit.kind == BenefitKind::share) benefit.percent = pick(1, 100);
        if (benefit.kind == BenefitKind::minutes) benefit.minutes = pick(1, 600);
        if (benefit.kind == BenefitKind::amount || benefit.kind == BenefitKind::flat)
            benefit.amount = Money{pick(0, 2'000'000), "ARS"};
        const Instant from = stay.from + minutes{pick(0, 600)};
        auto spans = clipped(merged({{from, from + minutes{pick(1, 900)}}, {from - hours{20}, from - hours{19}}}), stay);
        if (spans.empty()) spans = {{stay.from, stay.from + minutes{1}}};
        return Discount{fmt::format("{}/{}", rule, index), {"a", "a"}, benefit, spans, rule};
    };
    for (int i = 0; i < 3000; ++i) {
        const auto& tariff = tariffs[static_cast<std::size_t>(pick(0, 1))];
        const Instant entered = at("00:00") + seconds{pick(0, 86'400)}, left = entered + minutes{pick(1, 3000)};
        const Span stay{floor<minutes>(entered), left};
        const auto whole = amount_owed(tariff, entered, left).value();
        std::vector<Discount> permits, stamps;
        std::int64_t before = whole.total.amount;
        for (int n = 0; n < 3; ++n) {
            (pick(0, 1) ? permits : stamps).push_back(any(stay, n, pick(0, 1) ? "a" : "b"));
            const auto charge = discounted(tariff, entered, left, "", whole, permits, stamps);
            expect_sound(charge, fmt::format("round {}", i));
            EXPECT_LE(charge.total.amount, whole.total.amount) << "round " << i;
            if (permits.empty()) {
                EXPECT_LE(charge.total.amount, before) << "round " << i << ": one stamp more";
                before = charge.total.amount;
            }
        }
    }
}

}  // namespace
}  // namespace patente::parking
