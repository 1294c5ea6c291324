#include "base/clock.h"

#include <gtest/gtest.h>

namespace patente {
namespace {

using namespace std::chrono;

TEST(Rfc3339, ReadsOffsetsAndFractions) {
    const Instant noon = sys_days{2026y / March / 1} + 12h + 30min;
    EXPECT_EQ(parse_rfc3339("2026-03-01T12:30:00Z"), noon);
    EXPECT_EQ(parse_rfc3339("2026-03-01T09:30:00-03:00"), noon);
    EXPECT_EQ(parse_rfc3339("2026-03-01 12:30:00.25Z"), noon + 250ms);
    EXPECT_EQ(parse_rfc3339("2024-02-29T00:00:00Z"), Instant{sys_days{2024y / February / 29}});
    EXPECT_EQ(parse_rfc3339("2016-12-31T23:59:60Z"), Instant{sys_days{2017y / January / 1}}) << "a leap second";
}

TEST(Rfc3339, RefusesWhatIsNoTime) {
    for (const auto* text :
         {"", "2026-02-30T00:00:00Z", "2026-13-01T00:00:00Z", "2026-03-01", "2026-03-01T12:30:00", "2026-03-01T24:00:00Z",
          "2026-03-01T12:30:00+3:00", "2026-03-01T12:30:00Zx", "2026-03-01T12:30:00.Z", "1969-12-31T23:59:59Z"})
        EXPECT_EQ(parse_rfc3339(text), std::nullopt) << text;
}

TEST(Rfc3339, WritesWhatItReads) {
    for (const auto* text : {"2026-03-01T12:30:00Z", "1970-01-01T00:00:00Z", "2026-12-31T23:59:59.007Z"})
        EXPECT_EQ(to_rfc3339(*parse_rfc3339(text)), text);
}

TEST(ManualClock, MovesWhenTold) {
    ManualClock clock{Instant{1s}};
    clock.advance(500ms);
    EXPECT_EQ(clock.now(), Instant{1500ms});
}

}  // namespace
}  // namespace patente
