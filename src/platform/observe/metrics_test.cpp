#include "platform/observe/metrics.h"

#include <gtest/gtest.h>

#include <thread>

namespace patente::observe {
namespace {

bool has_line(const std::string& text, const std::string& line) {
    return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

TEST(Metrics, AreReadAsPrometheusText) {
    counter("test_photos_total", "Photos that came", {{"zone", "centre \"1\""}}).add(2);
    counter("test_photos_total", "Photos that came", {{"zone", "centre \"1\""}}).add();
    gauge("test_depth", "How many wait").set(7.5);
    histogram("test_wait_seconds", "How long", {}, {.1, 1}).observe(.5);
    const auto text = metrics_text();
    EXPECT_TRUE(has_line(text, "# HELP test_photos_total Photos that came")) << text;
    EXPECT_TRUE(has_line(text, "# TYPE test_photos_total counter")) << text;
    EXPECT_TRUE(has_line(text, R"(test_photos_total{zone="centre \"1\""} 3)")) << text;
    EXPECT_TRUE(has_line(text, "test_depth 7.5")) << text;
    EXPECT_TRUE(has_line(text, R"(test_wait_seconds_bucket{le="0.1"} 0)")) << text;
    EXPECT_TRUE(has_line(text, R"(test_wait_seconds_bucket{le="1"} 1)")) << text;
    EXPECT_TRUE(has_line(text, "test_wait_seconds_count 1")) << text;
}

TEST(Metrics, CountFromManyThreads) {
    auto counted = counter("test_threads_total", "Counted together");
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            for (int j = 0; j < 1000; ++j) counted.add();
        });
    for (auto& thread : threads) thread.join();
    EXPECT_TRUE(has_line(metrics_text(), "test_threads_total 4000"));
}

TEST(Metrics, AreRefreshedBeforeEachReadingWhileTheirOwnerLives) {
    int refreshed = 0;
    auto owner = before_reading([&] { ++refreshed; });
    metrics_text();
    metrics_text();
    owner.reset();
    metrics_text();
    EXPECT_EQ(refreshed, 2);
}

}  // namespace
}  // namespace patente::observe
