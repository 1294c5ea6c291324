#include "domain/parking/tariff_time_rules.h"

#include <gtest/gtest.h>

#include "domain/parking/tariff_check_rules.h"

namespace patente::parking {
namespace {

using namespace std::chrono;

TariffParts parts_of(std::vector<Band> bands, std::string_view zone) {
    TariffDocument document;
    document.zone = zone;
    document.currency = "EUR";
    for (const auto id : {"a", "b"}) document.rates.push_back({id, {"Rate", "Precio"}, 0, 100});
    document.bands = std::move(bands);
    document.caps = {{"night", {}, CapPer::night, 1, "22:00", "06:00"}, {"day", {}, CapPer::calendar_day, 1}};
    return resolved(document, {}).value();
}

Instant at(const TariffParts& tariff, std::string_view civil) { return tariff.zone.instant(*parse_civil(civil)); }

TEST(Segments, CoverTheStayAndJoinBandsOfOneRate) {
    const auto tariff = parts_of({{"a", "08:00", "12:00"}, {"a", "12:00", "14:00"}, {"b", "16:00", "20:00"}}, "Europe/Madrid");
    const auto segments = segments_of(tariff, at(tariff, "2026-03-02 09:00"), at(tariff, "2026-03-02 17:00"), "");
    ASSERT_EQ(segments.size(), 3u);
    EXPECT_EQ(segments[0], (Segment{at(tariff, "2026-03-02 09:00"), at(tariff, "2026-03-02 14:00"), 0}));
    EXPECT_EQ(segments[1], (Segment{at(tariff, "2026-03-02 14:00"), at(tariff, "2026-03-02 16:00"), no_rate}));
    EXPECT_EQ(segments[2], (Segment{at(tariff, "2026-03-02 16:00"), at(tariff, "2026-03-02 17:00"), 1}));
}

TEST(Segments, TakeTheFirstBandThatFits) {
    const auto tariff = parts_of({{"b", "10:00", "11:00"}, {"a"}}, "Europe/Madrid");
    const auto segments = segments_of(tariff, at(tariff, "2026-03-02 09:00"), at(tariff, "2026-03-02 12:00"), "");
    ASSERT_EQ(segments.size(), 3u);
    EXPECT_EQ(segments[1].rate, 1u);
    EXPECT_EQ(segments[2].from, at(tariff, "2026-03-02 11:00"));
}

TEST(Segments, FollowTheDayOnWhichABandBegins) {
    Band friday_night{"a", "22:00", "06:00", {Weekday::fri}};
    const auto tariff = parts_of({friday_night}, "Europe/Madrid");
    const auto segments = segments_of(tariff, at(tariff, "2026-03-07 01:00"), at(tariff, "2026-03-07 23:00"), "");
    ASSERT_EQ(segments.size(), 2u);  // Saturday's early hours belong to Friday's night; Saturday's night has none
    EXPECT_EQ(segments[0].to, at(tariff, "2026-03-07 06:00"));
    EXPECT_EQ(segments[1].rate, no_rate);
}

TEST(Segments, KeepTheirBoundsAtClockChanges) {
    const auto tariff = parts_of({{"a", "00:00", "02:30"}, {"b", "02:30", "24:00"}}, "Europe/Madrid");
    const auto spring = segments_of(tariff, at(tariff, "2026-03-29 00:00"), at(tariff, "2026-03-29 12:00"), "");
    ASSERT_EQ(spring.size(), 2u);
    EXPECT_EQ(spring[1].from, *parse_rfc3339("2026-03-29T01:00:00Z"));  // 02:30 was skipped
    const auto autumn = segments_of(tariff, at(tariff, "2026-10-25 00:00"), at(tariff, "2026-10-25 12:00"), "");
    ASSERT_EQ(autumn.size(), 2u);
    EXPECT_EQ(autumn[1].from, *parse_rfc3339("2026-10-25T00:30:00Z"));  // the first 02:30
}

TEST(Windows, CarryNightsOverMidnightAndFindTheTimeBetween) {
    const auto tariff = parts_of({{"a"}}, "Europe/Madrid");
    const Instant entered = at(tariff, "2026-03-02 12:00");
    for (const auto* time : {"2026-03-02 22:00", "2026-03-03 00:00", "2026-03-03 05:59"}) {
        const auto night = window_at(tariff, 0, entered, at(tariff, time));
        EXPECT_TRUE(night.counts) << time;
        EXPECT_EQ(night.from, at(tariff, "2026-03-02 22:00")) << time;
        EXPECT_EQ(night.to, at(tariff, "2026-03-03 06:00")) << time;
    }
    const auto between = window_at(tariff, 0, entered, at(tariff, "2026-03-03 06:00"));
    EXPECT_FALSE(between.counts);
    EXPECT_EQ(between.from, at(tariff, "2026-03-03 06:00"));
    EXPECT_EQ(between.to, at(tariff, "2026-03-03 22:00"));
}

TEST(Windows, HaveDaysOf23And25Hours) {
    const auto tariff = parts_of({{"a"}}, "Europe/Madrid");
    const auto length = [&](std::string_view day) {
        const Instant noon = at(tariff, day);
        const auto window = window_at(tariff, 1, noon, noon);
        return duration_cast<hours>(window.to - window.from).count();
    };
    EXPECT_EQ(length("2026-03-29 12:00"), 23);
    EXPECT_EQ(length("2026-10-25 12:00"), 25);
    EXPECT_EQ(length("2028-02-29 12:00"), 24);
}

}  // namespace
}  // namespace patente::parking
