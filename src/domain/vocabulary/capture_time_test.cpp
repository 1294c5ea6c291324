#include "domain/vocabulary/capture_time.h"

#include <gtest/gtest.h>

namespace patente {
namespace {

using namespace std::chrono;

Instant utc(std::string_view text) { return *parse_rfc3339(text); }
const Zone& buenos_aires() {
    static const Zone zone = *Zone::named("America/Argentina/Buenos_Aires");
    return zone;
}

TEST(CaptureTime, TakesTheMostTrustedSource) {
    TimesGiven given;
    given.arrival = utc("2026-03-01T15:00:20Z");
    EXPECT_EQ(capture_time(given, buenos_aires()), (SeenAt{utc("2026-03-01T15:00:20Z"), TimeSource::arrival, {}}));
    given.client = utc("2026-03-01T15:00:04Z");
    EXPECT_EQ(capture_time(given, buenos_aires()), (SeenAt{utc("2026-03-01T15:00:04Z"), TimeSource::client, {}}));
    given.exif = parse_exif_time("2026:03:01 12:00:03");
    EXPECT_EQ(capture_time(given, buenos_aires()), (SeenAt{utc("2026-03-01T15:00:03Z"), TimeSource::exif_zone, {}}));
    given.gps = utc("2026-03-01T15:00:02Z");
    EXPECT_EQ(capture_time(given, buenos_aires()), (SeenAt{utc("2026-03-01T15:00:02Z"), TimeSource::gps, {}}));
    given.exif_offset = parse_exif_offset("-02:00");
    EXPECT_EQ(capture_time(given, buenos_aires()), (SeenAt{utc("2026-03-01T14:00:03Z"), TimeSource::exif_offset, {}}));
}

TEST(CaptureTime, ReadsExifWithoutOffsetAcrossClockChanges) {
    const Zone madrid = *Zone::named("Europe/Madrid");
    TimesGiven given{parse_exif_time("2026:03:29 02:30:00"), {}, {}, {}, utc("2026-03-29T02:00:00Z")};
    EXPECT_EQ(capture_time(given, madrid).value, utc("2026-03-29T01:00:00Z"));
    given = {parse_exif_time("2026:10:25 02:30:00"), {}, {}, {}, utc("2026-10-25T02:00:00Z")};
    EXPECT_EQ(capture_time(given, madrid).value, utc("2026-10-25T00:30:00Z"));
}

TEST(CaptureTime, FlagsTheFutureAndTheTooOldAndKeepsThem) {
    const Instant arrival = utc("2026-03-01T15:00:00Z");
    const auto flags = [&](Instant client, milliseconds max_age = capture_max_age_default) {
        const auto seen = capture_time({{}, {}, {}, client, arrival}, buenos_aires(), max_age);
        EXPECT_EQ(seen.value, client);
        return seen.flags;
    };
    EXPECT_EQ(flags(arrival + minutes{2}), std::vector<std::string>{});
    EXPECT_EQ(flags(arrival + minutes{2} + milliseconds{1}), std::vector<std::string>{"future"});
    EXPECT_EQ(flags(arrival - hours{24}), std::vector<std::string>{});
    EXPECT_EQ(flags(arrival - hours{24} - milliseconds{1}), std::vector<std::string>{"too_old"});
    EXPECT_EQ(flags(arrival - hours{2}, hours{1}), std::vector<std::string>{"too_old"});
}

TEST(ExifTime, IsReadOnlyInItsOwnForm) {
    EXPECT_EQ(to_text(*parse_exif_time("2028:02:29 23:59:58")), "2028-02-29 23:59:58");
    for (const auto* text :
         {"0000:00:00 00:00:00", "    :  :     :  :  ", "2026-03-01 12:00:00", "2026:02:30 12:00:00", "2026:03:01 12:00", ""})
        EXPECT_FALSE(parse_exif_time(text)) << text;
}

TEST(ExifOffset, IsReadOnlyInItsOwnForm) {
    EXPECT_EQ(parse_exif_offset("+05:45"), minutes{345});
    EXPECT_EQ(parse_exif_offset("-03:00"), minutes{-180});
    EXPECT_EQ(parse_exif_offset("-00:30"), minutes{-30});
    EXPECT_EQ(parse_exif_offset("Z"), minutes{0});
    for (const auto* text : {"", "03:00", "+3:00", "+15:00", "+03:60", "+0a:00", "   :  "})
        EXPECT_FALSE(parse_exif_offset(text)) << text;
}

TEST(IsoTime, IsUtcUnlessItSaysOtherwise) {
    const auto noon = *parse_rfc3339("2026-03-01T12:00:00Z");
    for (const char* const text : {"2026-03-01T12:00:00", "2026-03-01 12:00:00", "2026-03-01T12:00:00Z",
                                   "2026-03-01 09:00:00-03:00", "2026-03-01 12:00:00.000000+00:00"})
        EXPECT_EQ(iso_time(text), noon) << text;
    for (const char* const text : {"", "noon", "2026-03-01", "2026-02-30T12:00:00", "2026-03-01_12:00:00"})
        EXPECT_FALSE(iso_time(text)) << text;
}

}  // namespace
}  // namespace patente
