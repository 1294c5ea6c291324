#include "domain/webhooks/rules.h"

#include <gtest/gtest.h>

namespace patente::webhooks {
namespace {

using namespace std::chrono_literals;

const Instant noon = *parse_rfc3339("2026-03-02T12:00:00Z");

std::string fault_of_url(const std::string& url, bool local_allowed = false) {
    const auto outcome = checked({.url = url}, local_allowed);
    return outcome ? "" : outcome.error().faults.front().code;
}

TEST(Endpoints, HaveAnAddressThatCanBePostedTo) {
    for (const auto* good : {"https://a.example", "https://a.example:8443/hook?x=1&y=%20", "https://[2606:4700::1]/"})
        EXPECT_EQ(fault_of_url(good), "") << good;
    EXPECT_EQ(fault_of_url("http://a.example/"), "scheme");
    EXPECT_EQ(fault_of_url("http://127.0.0.1:1/", true), "");
    EXPECT_EQ(fault_of_url("ftp://a.example/", true), "scheme");
    EXPECT_EQ(fault_of_url("file:///etc/passwd", true), "scheme");
    EXPECT_EQ(fault_of_url("https://user:word@a.example/"), "credentials");
    EXPECT_EQ(fault_of_url("https:///path"), "host");
    EXPECT_EQ(fault_of_url("https://:80/"), "host");
    EXPECT_EQ(fault_of_url("https://a.example/a b"), "pattern");
    EXPECT_EQ(fault_of_url("https://a.example/\r\nx: y"), "pattern");
    EXPECT_EQ(fault_of_url("https://a.example/#here"), "fragment");
}

TEST(Endpoints, NameEveryFaultAtOnceAndNormaliseThePlate) {
    const auto wrong = checked({.url = "x", .types = {"parking", "Parking", "a.b.c"}, .plate = "?"}, false);
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().problem, "webhook-invalid");
    ASSERT_EQ(wrong.error().faults.size(), 4u);
    EXPECT_EQ(wrong.error().faults[1].pointer, "/types/1");
    EXPECT_EQ(checked({.url = "https://a.example", .plate = "ab 123-cd"}, false)->plate, "AB123CD");
}

TEST(Pauses, GrowToAMinuteAndThenWithTheTimeOfFailing) {
    EXPECT_EQ(pause_after(1, 0s, 1), 2s);
    EXPECT_EQ(pause_after(1, 0s, 0), 1s);
    EXPECT_EQ(pause_after(2, 2s, 1), 4s);
    EXPECT_EQ(pause_after(6, 60s, 1), 60s);
    EXPECT_EQ(pause_after(20, 4min, 1), 60s);
    EXPECT_EQ(pause_after(20, 80min, 1), 10min);
    EXPECT_EQ(pause_after(40, 24h, 1), 1h);
    EXPECT_EQ(pause_after(1'000'000, 24h, 0), 30min);
}

Attempt failed(Instant at) { return {.at = at, .status = 500, .fault = "HTTP 500", .chance = 1}; }

TEST(AnEndpoint, ThatFailsThreeTimesIsAskedWithOneDeliveryAtATime) {
    Health health;
    for (int i = 0; i < 2; ++i) health = health_after(health, failed(noon));
    EXPECT_FALSE(is_down(health));
    EXPECT_EQ(room_for(health, 3, noon), in_flight_max - 3);
    health = health_after(health, failed(noon + 1s));
    EXPECT_TRUE(is_down(health));
    EXPECT_EQ(health.failing_since, noon);
    EXPECT_EQ(health.retry_at, noon + 1s + 8s);
    EXPECT_EQ(health_after(health, failed(noon + 2s)), health);  // was under way meanwhile
    EXPECT_EQ(room_for(health, 0, noon + 8s), 0);
    EXPECT_EQ(room_for(health, 0, noon + 9s), 1);
    EXPECT_EQ(room_for(health, 1, noon + 9s), 0);
    EXPECT_EQ(health_after(health, {.at = noon + 9s, .status = 204}), Health{});
}

TEST(ADelivery, WaitsForItsOwnTurnOrForItsEndpoint) {
    const Delivery fresh{.made_at = noon};
    const auto own = delivery_after(fresh, failed(noon), health_after({}, failed(noon)), 24h);
    EXPECT_EQ(own.state, State::waiting);
    EXPECT_EQ(own.attempts, 1);
    EXPECT_EQ(own.ready_at, noon + 2s);
    const Health down{.failures = 5, .failing_since = noon - 1h, .retry_at = noon + 7min};
    EXPECT_EQ(delivery_after(fresh, failed(noon), down, 24h).ready_at, noon + 7min);
    auto asked_to_wait = failed(noon);
    asked_to_wait.retry_after = 90s;
    EXPECT_EQ(delivery_after(fresh, asked_to_wait, {}, 24h).ready_at, noon + 90s);
    asked_to_wait.retry_after = 48h;
    EXPECT_EQ(delivery_after(fresh, asked_to_wait, {}, 24h).ready_at, noon + 1h);
}

TEST(ADelivery, EndsDeliveredOrDead) {
    const Delivery fresh{.made_at = noon, .last_fault = "HTTP 500"};
    const auto delivered = delivery_after(fresh, {.at = noon + 25h, .status = 200}, {}, 24h);
    EXPECT_EQ(delivered.state, State::delivered);
    EXPECT_EQ(delivered.ended_at, noon + 25h);
    EXPECT_EQ(delivered.last_fault, "");
    EXPECT_EQ(delivery_after(fresh, failed(noon + 24h - 1s), {}, 24h).state, State::waiting);
    EXPECT_EQ(delivery_after(fresh, failed(noon + 24h), {}, 24h).state, State::dead);
}

// A receiver that is down all day is asked some eighty times, not thousands.
TEST(ADelivery, IsTriedOverHours) {
    Delivery delivery{.made_at = noon};
    Instant now = noon;
    Health health;
    while (delivery.state == State::waiting) {
        health = health_after(health, failed(now));
        delivery = delivery_after(delivery, failed(now), health, 24h);
        if (delivery.state == State::waiting) now = delivery.ready_at;
    }
    EXPECT_EQ(delivery.state, State::dead);
    EXPECT_GT(delivery.attempts, 40);
    EXPECT_LT(delivery.attempts, 80);
    EXPECT_GE(now - noon, 24h);
    EXPECT_LE(now - noon, 25h);
}

TEST(Faults, SayTheStatusAndTheBeginningOfTheAnswer) {
    EXPECT_EQ(fault_of(204, "fine"), "");
    EXPECT_EQ(fault_of(302, ""), "HTTP 302");
    EXPECT_EQ(fault_of(400, "bad\r\n\x1b[31mthing"), "HTTP 400: bad[31mthing");
    EXPECT_EQ(fault_of(500, std::string(5000, 'x')).size(), 210u);
}

}  // namespace
}  // namespace patente::webhooks
