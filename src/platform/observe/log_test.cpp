#include "platform/observe/log.h"

#include <gtest/gtest.h>

namespace patente::observe {
namespace {

constexpr std::string_view noon = "2026-03-01T12:00:00Z";

TEST(Log, AJsonLineHoldsEverything) {
    const Correlation correlation("abc");
    EXPECT_EQ(
        line_of(Format::json, Level::warning, noon, "queue", "a \"job\" failed\n",
                {{"job", std::string("t.a")}, {"attempt", 3}, {"seconds", 0.5}, {"last", true}}),
        R"({"time":"2026-03-01T12:00:00Z","level":"warning","room":"queue","message":"a \"job\" failed\n","correlation_id":"abc",)"
        R"("job":"t.a","attempt":3,"seconds":5E-1,"last":true})");
}

TEST(Log, ATextLineIsForPeopleAndStaysOneLine) {
    EXPECT_EQ(line_of(Format::text, Level::info, noon, "http", "listening", {{"port", 8080}, {"address", "a\nb"}}),
              R"(2026-03-01T12:00:00Z info    http: listening port=8080 address="a\nb")");
}

TEST(Log, CorrelationsNest) {
    EXPECT_EQ(Correlation::current(), "");
    const Correlation outer("outer");
    {
        const Correlation inner("inner");
        EXPECT_EQ(Correlation::current(), "inner");
    }
    EXPECT_EQ(Correlation::current(), "outer");
}

TEST(Log, KnowsItsLevelsByName) {
    EXPECT_EQ(level_named("warning"), Level::warning);
    EXPECT_EQ(level_named("loud"), std::nullopt);
}

TEST(Log, SaysNothingBelowItsLevel) {
    set_up_log(Level::warning, Format::json);
    testing::internal::CaptureStderr();
    log_info("test", "quiet");
    log_error("test", "loud");
    const auto said = testing::internal::GetCapturedStderr();
    EXPECT_EQ(said.find("quiet"), std::string::npos);
    EXPECT_NE(said.find(R"("level":"error","room":"test","message":"loud")"), std::string::npos);
    EXPECT_EQ(std::ranges::count(said, '\n'), 1);
}

}  // namespace
}  // namespace patente::observe
