#include "domain/parking/rules.h"

#include <gtest/gtest.h>

namespace patente::parking {
namespace {

using std::chrono::hours;

Instant at(const std::string& text) { return *parse_rfc3339("2026-03-02T" + text + "Z"); }

sightings::PlateSeen seen_at(const std::string& time, const std::string& device = "", std::vector<std::string> flags = {}) {
    return {.plate = "AB123CD", .seen_at = at(time), .time_flags = std::move(flags), .device = device};
}

ZoneSettings photo_zone() {
    ZoneSettings zone;
    zone.time_zone = "America/Argentina/Buenos_Aires";
    return zone;
}

ZoneSettings gate_zone(Unexpected policy) {
    auto zone = photo_zone();
    zone.mode = ZoneMode::gate;
    zone.entry_devices = {"in"};
    zone.exit_devices = {"out"};
    zone.second_entry = zone.exit_without_entry = policy;
    return zone;
}

Situation inside_since(const std::string& time, const std::string& last_seen = "") {
    return {.open = Situation::Open{at(time), at(last_seen.empty() ? time : last_seen)}};
}

Situation left_at(const std::string& entered, const std::string& left, std::optional<Instant> paid_at = {}) {
    return {.latest = Situation::Closed{at(entered), at(left), paid_at}};
}

Situation looking_like(Lookalike lookalike) { return {.lookalike = lookalike}; }

struct Case {
    const char* name;
    ZoneSettings zone;
    sightings::PlateSeen seen;
    Situation before;
    Act act;
    const char* reason;
};

class Decided : public testing::TestWithParam<Case> {};

TEST_P(Decided, is_what_the_table_says) {
    const auto& row = GetParam();
    const auto decision = decided(row.zone, row.seen, row.before);
    EXPECT_EQ(static_cast<int>(decision.act), static_cast<int>(row.act));
    EXPECT_EQ(decision.reason, row.reason);
}

ZoneSettings leave_within(ZoneSettings zone, int seconds) {
    zone.leave_within_s = seconds;
    return zone;
}
ZoneSettings kerb_zone() {
    auto zone = photo_zone();
    zone.mode = ZoneMode::kerb;
    return zone;
}

INSTANTIATE_TEST_SUITE_P(
    Photo, Decided,
    testing::Values(
        Case{"first_photo_opens", photo_zone(), seen_at("12:00:00"), {}, Act::open, "entry"},
        Case{"second_photo_closes", photo_zone(), seen_at("13:00:00"), inside_since("12:00:00"), Act::close, "exit"},
        Case{"after_exactly_the_gap_it_closes", photo_zone(), seen_at("12:01:00"), inside_since("12:00:00"), Act::close, "exit"},
        Case{"within_the_gap_it_is_one", photo_zone(), seen_at("12:00:59"), inside_since("12:00:00"), Act::see_again, "gap"},
        Case{"the_gap_slides", photo_zone(), seen_at("12:01:40"), inside_since("12:00:00", "12:00:50"), Act::see_again, "gap"},
        Case{"an_older_photo_comes_later", photo_zone(), seen_at("11:00:00"), inside_since("12:00:00"), Act::close_backwards,
             "late"},
        Case{"just_older_is_one", photo_zone(), seen_at("11:59:30"), inside_since("12:00:00"), Act::see_again, "gap"},
        Case{"too_old_does_nothing", photo_zone(), seen_at("12:00:00", "", {"too_old"}), {}, Act::none, "too_old"},
        Case{"too_old_closes_nothing", photo_zone(), seen_at("13:00:00", "", {"too_old"}), inside_since("12:00:00"), Act::none,
             "too_old"},
        Case{"the_future_does_nothing", photo_zone(), seen_at("12:00:00", "", {"future"}), {}, Act::none, "future"},
        Case{"just_left_opens_nothing", photo_zone(), seen_at("13:00:30"), left_at("12:00:00", "13:00:00"), Act::see_again,
             "just_left"},
        Case{"back_after_the_gap_opens", photo_zone(), seen_at("13:01:01"), left_at("12:00:00", "13:00:00"), Act::open, "entry"},
        Case{"between_entry_and_exit", photo_zone(), seen_at("12:30:00"), left_at("12:00:00", "13:00:00"), Act::see_again,
             "just_left"},
        Case{"older_than_what_is_settled", photo_zone(), seen_at("11:00:00"), left_at("12:00:00", "13:00:00"), Act::none, "late"},
        Case{"leaving_after_paying", leave_within(photo_zone(), 900), seen_at("13:14:00"),
             left_at("12:00:00", "13:00:00", at("13:05:00")), Act::see_again, "just_left"},
        Case{"too_late_after_paying", leave_within(photo_zone(), 900), seen_at("13:20:01"),
             left_at("12:00:00", "13:00:00", at("13:05:00")), Act::open, "entry"},
        Case{"misread_exit", photo_zone(), seen_at("13:00:00"), looking_like(Lookalike::one), Act::close_lookalike, "misreading"},
        Case{"unclear_exit", photo_zone(), seen_at("13:00:00"), looking_like(Lookalike::unclear), Act::ask, "unclear"},
        Case{"asked_already", photo_zone(), seen_at("13:00:00"), Situation{.asked = true}, Act::see_again, "asked"},
        Case{"closed_zone_opens_nothing", photo_zone(), seen_at("13:00:00"), Situation{.zone_open = false}, Act::none,
             "zone_closed"},
        Case{"closed_zone_lets_out", photo_zone(), seen_at("13:00:00"),
             Situation{.open = Situation::Open{at("12:00:00"), at("12:00:00")}, .zone_open = false}, Act::close, "exit"}),
    [](const auto& test) { return test.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Gate, Decided,
    testing::Values(
        Case{"in_opens", gate_zone(Unexpected::ask), seen_at("12:00:00", "in"), {}, Act::open, "entry"},
        Case{"out_closes", gate_zone(Unexpected::ask), seen_at("13:00:00", "out"), inside_since("12:00:00"), Act::close, "exit"},
        Case{"out_at_once_closes", gate_zone(Unexpected::ask), seen_at("12:00:05", "out"), inside_since("12:00:00"), Act::close,
             "exit"},
        Case{"in_twice_is_one", gate_zone(Unexpected::ask), seen_at("12:00:30", "in"), inside_since("12:00:00"), Act::see_again,
             "gap"},
        Case{"in_never_closes_another", gate_zone(Unexpected::ask), seen_at("12:00:00", "in"), looking_like(Lookalike::one),
             Act::open, "entry"},
        Case{"second_entry_caps", gate_zone(Unexpected::close_at_cap), seen_at("13:00:00", "in"), inside_since("12:00:00"),
             Act::end_and_open, "exit_missed"},
        Case{"second_entry_asks", gate_zone(Unexpected::ask), seen_at("13:00:00", "in"), inside_since("12:00:00"), Act::flag,
             "second_entry"},
        Case{"second_entry_ignored", gate_zone(Unexpected::ignore), seen_at("13:00:00", "in"), inside_since("12:00:00"),
             Act::see_again, "second_entry"},
        Case{"lost_entry_caps",
             gate_zone(Unexpected::close_at_cap),
             seen_at("13:00:00", "out"),
             {},
             Act::charge_at_cap,
             "entry_missed"},
        Case{"lost_entry_asks", gate_zone(Unexpected::ask), seen_at("13:00:00", "out"), {}, Act::ask, "no_entry"},
        Case{"lost_entry_ignored", gate_zone(Unexpected::ignore), seen_at("13:00:00", "out"), {}, Act::none, "no_entry"},
        Case{"misread_exit", gate_zone(Unexpected::close_at_cap), seen_at("13:00:00", "out"), looking_like(Lookalike::one),
             Act::close_lookalike, "misreading"},
        Case{"exit_before_entry", gate_zone(Unexpected::ask), seen_at("11:00:00", "out"), inside_since("12:00:00"), Act::none,
             "late"},
        Case{"other_device_is_noticed", gate_zone(Unexpected::ask), seen_at("13:00:00", "phone"), inside_since("12:00:00"),
             Act::see_again, "device"},
        Case{"other_device_opens_nothing", gate_zone(Unexpected::ask), seen_at("13:00:00", "phone"), {}, Act::none, "device"},
        Case{"kerb_opens_nothing", kerb_zone(), seen_at("13:00:00"), {}, Act::none, "attendant"},
        Case{"kerb_notices", kerb_zone(), seen_at("13:00:00"), inside_since("12:00:00"), Act::see_again, "attendant"}),
    [](const auto& test) { return test.param.name; });

TEST(Zones, the_smallest_active_zone_wins_else_the_default) {
    const auto zone = [](const char* name, double radius_m) {
        ParkingZone made{.id = ZoneId::made_at({})};
        made.settings.name = name;
        made.settings.area = Circle{{-58.3816, -34.6037}, radius_m};
        return made;
    };
    std::vector<ParkingZone> zones{zone("town", 5000), zone("block", 100), zone("all", 0)};
    zones[2].settings.area.reset();
    zones[2].settings.default_zone = true;
    const auto name_at = [&](std::optional<Place> place) {
        const auto* found = zone_at(zones, place);
        return found ? found->settings.name : "none";
    };
    EXPECT_EQ(name_at(Place{-34.6037, -58.3816}), "block");
    EXPECT_EQ(name_at(Place{-34.6137, -58.3816}), "town");
    EXPECT_EQ(name_at(Place{40, 2}), "all");
    EXPECT_EQ(name_at(std::nullopt), "all");
    zones[1].settings.active = false;
    EXPECT_EQ(name_at(Place{-34.6037, -58.3816}), "town");
    zones[2].settings.default_zone = false;
    EXPECT_EQ(name_at(std::nullopt), "none");
}

TEST(OpeningHours, run_over_midnight_and_by_weekday) {
    auto zone = photo_zone();
    const auto buenos_aires = *Zone::named(zone.time_zone);
    zone.opening_hours = {{{Weekday::mon}, "20:00", "02:00"}};  // 2026-03-02 is a Monday; UTC−3
    const auto open_at = [&](const char* time) { return is_open_at(zone, buenos_aires, *parse_rfc3339(time)); };
    EXPECT_FALSE(open_at("2026-03-02T22:59:59Z"));
    EXPECT_TRUE(open_at("2026-03-02T23:00:00Z"));
    EXPECT_TRUE(open_at("2026-03-03T04:59:59Z"));
    EXPECT_FALSE(open_at("2026-03-03T05:00:00Z"));
    EXPECT_FALSE(open_at("2026-03-03T23:30:00Z")) << "Tuesday";
    zone.opening_hours.clear();
    EXPECT_TRUE(open_at("2026-03-03T23:30:00Z"));
    zone.active = false;
    EXPECT_FALSE(open_at("2026-03-03T23:30:00Z"));
}

TEST(Cap, charges_a_day_at_most_and_nothing_twice) {
    EXPECT_EQ(end_at_cap(at("12:00:00"), at("13:00:00")), at("13:00:00"));
    EXPECT_EQ(end_at_cap(at("12:00:00"), at("12:00:00") + hours{72}), at("12:00:00") + hours{24});
    EXPECT_EQ(start_at_cap(at("12:00:00"), std::nullopt), at("12:00:00") - hours{24});
    EXPECT_EQ(start_at_cap(at("12:00:00"), at("11:00:00")), at("11:00:00"));
    EXPECT_EQ(start_at_cap(at("12:00:00"), at("12:00:00") - hours{72}), at("12:00:00") - hours{24});
}

Ticket ticket_of(std::int64_t total, std::int64_t paid, Standing standing = Standing::due) {
    Ticket ticket;
    ticket.charge.total = {total, "ARS"};
    ticket.paid = paid;
    ticket.standing = standing;
    return ticket;
}

TEST(Tickets, states_follow_payments_and_the_office) {
    EXPECT_EQ(ticket_state(ticket_of(1000, 0)), TicketState::unpaid);
    EXPECT_EQ(ticket_state(ticket_of(1000, 1)), TicketState::partly_paid);
    EXPECT_EQ(ticket_state(ticket_of(1000, 1000)), TicketState::paid);
    EXPECT_EQ(ticket_state(ticket_of(0, 0)), TicketState::paid);
    EXPECT_EQ(ticket_state(ticket_of(1000, 0, Standing::forgiven)), TicketState::forgiven);
    EXPECT_EQ(ticket_state(ticket_of(1000, 500, Standing::disputed)), TicketState::disputed);
    auto annulled = ticket_of(1000, 1000);
    annulled.annulled_at = at("12:00:00");
    EXPECT_EQ(ticket_state(annulled), TicketState::annulled);
    EXPECT_EQ(still_owed(1000, 400, Standing::due), 600);
    EXPECT_EQ(still_owed(1000, 1400, Standing::due), 0);
    EXPECT_EQ(still_owed(1000, 0, Standing::forgiven), 0);
}

TEST(Payments, never_exceed_what_is_owed) {
    EXPECT_TRUE(may_pay(ticket_of(1000, 400), 600));
    EXPECT_EQ(may_pay(ticket_of(1000, 400), 601).error().problem, "payment-too-much");
    EXPECT_EQ(may_pay(ticket_of(0, 0), 1).error().problem, "payment-too-much");
    EXPECT_EQ(may_pay(ticket_of(1000, 0, Standing::forgiven), 1).error().problem, "ticket-forgiven");
    EXPECT_TRUE(may_pay(ticket_of(1000, 0, Standing::disputed), 1000)) << "one may pay and dispute";
    Payment payment;
    payment.amount = {500, "ARS"};
    EXPECT_TRUE(may_refund(payment, 200, 300));
    EXPECT_EQ(may_refund(payment, 200, 301).error().problem, "refund-too-much");
}

}  // namespace
}  // namespace patente::parking
