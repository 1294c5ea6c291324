// The golden tables of data/tariffs, and what must hold for every document that passes its check.
#include "domain/parking/tariff_rules.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>

#include "base/test_cases.h"
#include "domain/parking/test_charges.h"

namespace patente::parking {
namespace {

using namespace std::chrono;

HolidayCalendars calendars() {
    using enum Moved;
    const HolidayCalendar ar{"ar",
                             {{"Carnaval", 0, 0, -48},
                              {"Carnaval", 0, 0, -47},
                              {"Memoria", 3, 24},
                              {"Viernes Santo", 0, 0, -2},
                              {"Revolución de Mayo", 5, 25},
                              {"San Martín", 8, 17, std::nullopt, std::nullopt, argentina},
                              {"Diversidad", 10, 12, std::nullopt, std::nullopt, argentina}}};
    const HolidayCalendar uy{"uy", {{"Independencia", 8, 25}}};
    return {{"ar", ar}, {"uy", uy}};
}

std::string text_of_file(const std::filesystem::path& path) {
    std::ifstream file{path};
    EXPECT_TRUE(file) << path;
    return {std::istreambuf_iterator<char>{file}, {}};
}

TariffDocument document_of(const std::string& name) {
    const auto document = json::read<TariffDocument>(text_of_file(PATENTE_ROOT "/data/tariffs/" + name + ".json"));
    EXPECT_TRUE(document) << name;
    return document.value_or(TariffDocument{});
}

Tariff tariff_of(const TariffDocument& document) {
    const auto tariff = checked(document, calendars());
    if (!tariff)
        for (const auto& fault : tariff.error().faults) ADD_FAILURE() << fault.pointer << ": " << fault.detail.en;
    return tariff.value();
}

// ---- golden tables -------------------------------------------------------------------------------------------------

class Golden : public testing::TestWithParam<std::string> {};

TEST_P(Golden, OwesWhatItsTableSays) {
    const Tariff tariff = tariff_of(document_of(GetParam()));
    const auto cases = cases_in(PATENTE_ROOT "/data/tariffs/" + GetParam() + ".cases");
    EXPECT_GE(cases.size(), 10u);
    for (const auto& [line, cells] : cases) {
        ASSERT_GE(cells.size(), 4u) << line;
        const auto entered = civil_or_utc(cells[0], tariff.zone()), left = civil_or_utc(cells[1], tariff.zone());
        ASSERT_TRUE(entered && left) << line;
        const auto charge = amount_owed(tariff, *entered, *left, cells[2]);
        ASSERT_TRUE(charge) << line;
        EXPECT_EQ(decimal_text(charge->total), cells[3]) << line;
        expect_sound(*charge, line);
    }
}

INSTANTIATE_TEST_SUITE_P(Tariffs, Golden,
                         testing::Values("caba_garage", "chile_per_minute", "chile_blocks", "kerb_progressive", "overnight",
                                         "simple_hourly", "mall_grace", "airport", "night_cap_madrid", "kerb_maximum", "season",
                                         "prorated"),
                         [](const auto& info) { return info.param; });

// ---- every document ------------------------------------------------------------------------------------------------

class Random {
public:
    explicit Random(unsigned seed) : engine_(seed) {}
    int below(int bound) { return std::uniform_int_distribution<int>{0, bound - 1}(engine_); }
    bool chance(int percent) { return below(100) < percent; }
    template <typename T>
    T one_of(std::initializer_list<T> all) {
        return *(all.begin() + below(static_cast<int>(all.size())));
    }

private:
    std::mt19937 engine_;
};

std::string clock_text(int minute) { return fmt::format("{:02}:{:02}", minute / 60, minute % 60); }

Rate random_rate(Random& random, int index) {
    Rate rate{fmt::format("rate{}", index), {"Rate", "Precio"}};
    rate.free_minutes = random.chance(20) ? random.below(40) : 0;
    rate.runs_past_end = random.chance(50);
    rate.restart = random.one_of({Restart::band, Restart::day, Restart::stay});
    if (random.chance(20)) {
        rate.flat = random.below(5000);
        return rate;
    }
    rate.owed = random.one_of({Owed::begun, Owed::completed});
    const int steps = 1 + random.below(3);
    for (int i = 0; i < steps; ++i) {
        Step step{random.one_of({1, 5, 7, 15, 30, 60, 90, 240}), random.below(900), std::nullopt, std::nullopt};
        if (random.chance(25)) step.per_minutes = step.minutes + random.below(60);
        if (i + 1 < steps || random.chance(30)) step.times = 1 + random.below(4);
        rate.steps.push_back(step);
    }
    return rate;
}

Band random_band(Random& random, int rates) {
    Band band{fmt::format("rate{}", random.below(rates))};
    if (random.chance(80)) band.from = clock_text(random.below(1440)), band.to = clock_text(random.below(1440));
    for (const auto day : {Weekday::mon, Weekday::tue, Weekday::wed, Weekday::thu, Weekday::fri, Weekday::sat, Weekday::sun})
        if (random.chance(25)) band.weekdays.push_back(day);
    band.holidays = random.one_of({OnHolidays::same, OnHolidays::same, OnHolidays::only, OnHolidays::never});
    if (random.chance(15)) band.date_from = fmt::format("2026-0{}-15", 1 + random.below(9));
    if (random.chance(20)) band.classes = {random.one_of<std::string>({"car", "truck"})};
    return band;
}

Cap random_cap(Random& random, int index, int rates, std::int64_t minimum) {
    Cap cap{fmt::format("cap{}", index), {"Cap", "Tope"}};
    cap.per = random.one_of({CapPer::stay, CapPer::calendar_day, CapPer::rolling_24h, CapPer::night});
    cap.amount = minimum + random.below(20000);
    if (cap.per == CapPer::night) cap.from = clock_text(random.below(1440)), cap.to = clock_text(random.below(1440));
    if (random.chance(30)) cap.rates = {fmt::format("rate{}", random.below(rates))};
    if (random.chance(20)) cap.classes = {random.one_of<std::string>({"car", "truck"})};
    return cap;
}

TariffDocument random_document(unsigned seed) {
    Random random{seed};
    TariffDocument document;
    document.name = {"Random", "Al azar"};
    document.currency = random.one_of<std::string>({"ARS", "CLP"});
    document.zone = random.one_of<std::string>(
        {"America/Argentina/Buenos_Aires", "America/Santiago", "Europe/Madrid", "Australia/Lord_Howe", "America/Asuncion"});
    document.holidays = "ar";
    document.classes = {"car", "truck"};
    document.default_class = "car";
    document.counted_to = random.one_of({CountedTo::second, CountedTo::minute});
    document.price_at = random.one_of({PriceAt::band, PriceAt::band, PriceAt::entry});
    document.rounding = {random.one_of({Rounding::down, Rounding::up, Rounding::half_up, Rounding::half_even}),
                         random.one_of<std::int64_t>({1, 10, 100, 500})};
    if (random.chance(40))
        document.grace = Grace{random.below(60), random.one_of({GraceKind::free_up_to, GraceKind::subtracted})};
    document.minimum = random.chance(30) ? random.below(1000) : 0;
    const int rates = 1 + random.below(4), bands = 1 + random.below(5), caps = random.below(4);
    for (int i = 0; i < rates; ++i) document.rates.push_back(random_rate(random, i));
    for (int i = 0; i < bands; ++i) document.bands.push_back(random_band(random, rates));
    for (int i = 0; i < caps; ++i) document.caps.push_back(random_cap(random, i, rates, document.minimum));
    if (random.chance(20)) document.maximum_stay = MaximumStay{1 + random.below(600), random.below(3000), std::nullopt};
    if (document.maximum_stay && random.chance(50)) document.maximum_stay->every_minutes = 1 + random.below(120);
    return document;
}

// Around the clock changes, holidays and 29 February of the documents' zones.
Instant random_entry(Random& random, const Zone& zone) {
    const auto day = random.one_of<std::string_view>({"2026-03-02", "2026-03-23", "2026-03-28", "2026-04-04", "2026-09-05",
                                                      "2026-10-03", "2026-10-24", "2026-12-31", "2028-02-27", "2028-02-29"});
    return zone.instant(Civil{*parse_day(day)}) + minutes{random.below(1440)} + seconds{random.below(60)};
}

std::int64_t total_of(const Tariff& tariff, Instant entered, Instant left, std::string_view vehicle_class) {
    const auto charge = amount_owed(tariff, entered, left, vehicle_class);
    EXPECT_TRUE(charge);
    return charge->total.amount;
}

TEST(EveryTariff, OwesNoLessWhenTheStayGrows) {
    for (unsigned seed = 0; seed < 400; ++seed) {
        const Tariff tariff = tariff_of(random_document(seed));
        Random random{seed + 100'000};
        const Instant entered = random_entry(random, tariff.zone());
        const auto vehicle_class = random.one_of<std::string_view>({"car", "truck", "tank"});
        std::int64_t before = 0;
        Instant left = entered;
        for (int i = 0; i < 60; ++i) {
            const auto charge = amount_owed(tariff, entered, left, vehicle_class);
            ASSERT_TRUE(charge);
            expect_sound(*charge, fmt::format("seed {}", seed));
            ASSERT_GE(charge->total.amount, before) << "seed " << seed << " after " << (left - entered).count() / 60000 << " min";
            before = charge->total.amount;
            left += seconds{random.one_of({1, 30, 60, 61, 300, 899, 3600, 7201, 40'000}) + random.below(60)};
        }
    }
}

TEST(EveryTariff, IsUnchangedByABandBoundaryWithoutEffect) {
    int compared = 0;
    for (unsigned seed = 0; seed < 600; ++seed) {
        const TariffDocument document = random_document(seed);
        Random random{seed + 200'000};
        TariffDocument cut = document;
        const auto which = static_cast<std::size_t>(random.below(static_cast<int>(cut.bands.size())));
        const Band whole = cut.bands[which];
        const int from = std::stoi(whole.from) * 60 + std::stoi(whole.from.substr(3));
        const int to = std::stoi(whole.to) * 60 + std::stoi(whole.to.substr(3));
        const int end = to <= from ? 1440 : to;  // the second part must begin on the same day
        if (end - from < 2) continue;
        const int middle = from + 1 + random.below(end - from - 1);
        cut.bands[which].to = clock_text(middle);
        Band rest = whole;
        rest.from = clock_text(middle);
        cut.bands.insert(cut.bands.begin() + static_cast<std::ptrdiff_t>(which) + 1, rest);
        const Tariff one = tariff_of(document), other = tariff_of(cut);
        const Instant entered = random_entry(random, one.zone());
        for (const int length : {59, 600, 1500, 4000}) {
            const Instant left = entered + minutes{length + random.below(100)};
            ASSERT_EQ(total_of(one, entered, left, "car"), total_of(other, entered, left, "car")) << "seed " << seed;
            ++compared;
        }
    }
    EXPECT_GT(compared, 2000);
}

TEST(EveryTariff, GivesTheSameAnswerTwiceAndThroughItsJson) {
    for (unsigned seed = 0; seed < 100; ++seed) {
        const TariffDocument document = random_document(seed);
        const auto read = json::read<TariffDocument>(json::text_of(document));
        ASSERT_TRUE(read);
        const Tariff one = tariff_of(document), other = tariff_of(*read);
        Random random{seed};
        const Instant entered = random_entry(random, one.zone()), left = entered + minutes{random.below(5000)};
        const auto charge = amount_owed(one, entered, left, "truck"), again = amount_owed(other, entered, left, "truck");
        ASSERT_TRUE(charge && again);
        EXPECT_EQ(*charge, *again) << "seed " << seed;
    }
}

TEST(EveryTariff, StaysWithinBoundsAtItsLargest) {
    TariffDocument document = random_document(1);
    document.counted_to = CountedTo::minute;
    document.rates = {{"rate0", {"Dear", "Caro"}, 0, std::nullopt, {{1, 1'000'000'000'000, std::nullopt, std::nullopt}}}};
    document.bands = {{"rate0"}};
    document.caps.clear();
    document.grace.reset();
    document.maximum_stay = MaximumStay{1, 1'000'000'000'000, 1};
    const Tariff tariff = tariff_of(document);
    const Instant entered = sys_days{2026y / 1 / 1};
    const auto longest = amount_owed(tariff, entered, entered + stay_length_max);
    ASSERT_TRUE(longest);
    EXPECT_EQ(longest->total.amount, (400LL * 1440 * 2 - 1) * 1'000'000'000'000);
    EXPECT_EQ(amount_owed(tariff, entered, entered + stay_length_max + minutes{1}).error().problem, "stay-too-long");
    EXPECT_EQ(amount_owed(tariff, entered, entered - minutes{1}).error().problem, "stay-times");
}

TEST(Charge, CarriesItsVersionAndReasonsInBothLanguages) {
    const Tariff tariff = tariff_of(document_of("caba_garage")).with_version(7);
    const Instant entered = sys_days{2026y / 3 / 2} + hours{13};
    const auto charge = amount_owed(tariff, entered, entered + hours{25});
    ASSERT_TRUE(charge);
    EXPECT_EQ(charge->tariff_version, 7);
    ASSERT_EQ(charge->lines.size(), 4u);
    EXPECT_EQ(charge->lines[0].rule, "car/1");
    EXPECT_EQ(charge->lines[0].why.es, "Auto: 1 × 60 min a $ 2.400,00");
    EXPECT_EQ(charge->lines[1].why.en, "Car: 276 × 5 min at ARS 200.00");
    EXPECT_EQ(charge->lines[2].rule, "cap/day_car");
    EXPECT_EQ(charge->lines[2].amount, 1'500'000 - 240'000 - 276 * 20'000);
    EXPECT_EQ(charge->lines[2].why.es, "Estadía de 24 horas: no más de $ 15.000,00");
    EXPECT_EQ(charge->lines[3].quantity, 12);
}

TEST(Rounding, IsDoneOnceOnALine) {
    TariffDocument document = document_of("prorated");
    document.examples.clear();
    document.rounding = {Rounding::half_up, 10};
    document.rates[0].steps = {{1, 149, 10, std::nullopt}};  // 14.9 a minute
    const Tariff tariff = tariff_of(document);
    const Instant entered = sys_days{2026y / 3 / 2};
    EXPECT_EQ(total_of(tariff, entered, entered + minutes{1}, ""), 10);  // not 14.9 → 15 → 20
    EXPECT_EQ(total_of(tariff, entered, entered + minutes{3}, ""), 40);  // 44.7, not three times 10
}

TEST(Examples, RefuseADocumentThatGivesSomethingElse) {
    TariffDocument document = document_of("simple_hourly");
    document.examples = {{"2026-03-02 10:00", "2026-03-02 11:00", "", 200, ""},
                         {"2026-03-02 10:00", "2026-03-02 11:01", "", 200, ""}};
    const auto refused = checked(document, calendars());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().problem, "tariff-example-fails");
    ASSERT_EQ(refused.error().faults.size(), 1u);
    EXPECT_EQ(refused.error().faults[0].pointer, "/examples/1/total");
    EXPECT_EQ(refused.error().faults[0].detail.es, "Esta estadía debe € 4,00, no € 2,00.");
    document.examples = {{"yesterday, at ten", "2026-03-02 11:00", "", 0, ""}};
    EXPECT_EQ(checked(document, calendars()).error().faults[0].code, "time-invalid");
}

}  // namespace
}  // namespace patente::parking
