#include "domain/parking/metering.h"

#include <thread>

#include "domain/parking/test_lot.h"

namespace patente::parking {
namespace {

class MeteringTest : public Lot {
protected:
    // An exit that was read as `plate` and may as well be `alternative`.
    static sightings::PlateSeen read_as(const std::string& plate, const std::string& alternative, const std::string& time) {
        auto seen = sighting(plate, time);
        seen.confidence = 0.5;
        seen.alternatives = {{alternative, 0.45}};
        return seen;
    }
};
INSTANTIATE_EACH_DATABASE(MeteringTest);

TEST_P(MeteringTest, TheFirstPhotoOpensAStayAndTheNextOneClosesAndChargesIt) {
    const auto entry = see("AB123CD", "12:00:00");
    EXPECT_EQ(effect(entry), "opened");
    EXPECT_EQ(state_of(only_stay()), "open");
    const auto exit = see("AB123CD", "13:30:00");
    EXPECT_EQ(effect(exit), "closed");
    const Stay stay = only_stay();
    EXPECT_EQ(state_of(stay), "unpaid");
    EXPECT_EQ(stay.charge->total, (Money{200'000, "ARS"}));
    EXPECT_EQ(stay.ticket, "T-2026-000001");
    const Ticket issued = ticket(stay.ticket);
    EXPECT_EQ(issued.charge, *stay.charge);
    EXPECT_EQ(issued.zone_name, "Centro A");
    EXPECT_EQ(issued.token.size(), 32u);
    EXPECT_EQ(acts(stay.id), (std::vector<std::string>{"opened", "closed", "ticket_issued"}));
}

TEST_P(MeteringTest, HearingTwiceOfASightingChangesNothing) {
    const auto entry = see("AB123CD", "12:00:00");
    see(entry);
    const auto exit = see("AB123CD", "13:00:00");
    see(exit);
    see(entry);
    EXPECT_EQ(only_stay().ticket, "T-2026-000001");
    see("AB123CD", "15:00:00");
    EXPECT_EQ(stays().size(), 2u);
}

TEST_P(MeteringTest, PhotosThatArriveInReverseGiveTheSameStay) {
    const auto exit = see("AB123CD", "13:30:00");
    const auto entry = see("AB123CD", "12:00:00");
    const Stay stay = only_stay();
    EXPECT_EQ(stay.entered_at, entry.seen_at);
    EXPECT_EQ(stay.left_at, exit.seen_at);
    EXPECT_EQ(stay.charge->total.amount, 200'000);
    EXPECT_EQ(effect(entry), "opened");
    EXPECT_EQ(effect(exit), "closed");
}

TEST_P(MeteringTest, FlaggedTimesAndUnknownZonesOpenNothingAndSayWhy) {
    auto old = sighting("AB123CD", "12:00:00");
    old.time_flags = {"too_old"};
    see(old);
    auto nowhere = sighting("AC123CD", "12:00:00");
    nowhere.place = Place{0, 0};
    see(nowhere);
    EXPECT_TRUE(stays().empty());
    const auto reason = [&](const auto& seen) {
        return database->read([&](storage::Session& session) { return store::effect(session, seen.sighting)->reason; });
    };
    EXPECT_EQ(reason(old), "too_old");
    EXPECT_EQ(reason(nowhere), "zone_unknown");
}

TEST_P(MeteringTest, AnExitWithoutAPlaceEndsTheStayWhereItIs) {
    see("AB123CD", "12:00:00");
    auto exit = sighting("AB123CD", "13:00:00");
    exit.place.reset();
    see(exit);
    EXPECT_EQ(state_of(only_stay()), "unpaid");
}

TEST_P(MeteringTest, ADefaultZoneTakesPhotosWithoutAPlace) {
    auto everywhere = zone_settings(tariff);
    everywhere.name = "Everywhere";
    everywhere.area.reset();
    everywhere.default_zone = true;
    const auto id = add_zone(everywhere);
    auto entry = sighting("AB123CD", "12:00:00");
    entry.place.reset();
    see(entry);
    EXPECT_EQ(only_stay().zone, id);
    see("AB123CD", "13:00:00");  // the place is known now, and it is the same car
    EXPECT_EQ(state_of(only_stay()), "unpaid");
}

TEST_P(MeteringTest, AMisreadExitEndsTheStayAndCanBeUndone) {
    see("AB123CD", "12:00:00");
    auto exit = sighting("AB123C0", "13:00:00");
    exit.confidence = 0.5;
    exit.alternatives = {{"AB123CD", 0.45}};
    see(exit);
    Stay matched = only_stay();
    ASSERT_EQ(matched.matched_by, MatchedBy::misreading);
    EXPECT_EQ(matched.exit_plate, "AB123C0");
    EXPECT_GT(matched.match_cost, 0);
    EXPECT_FALSE(matched.match_reason.value().es.empty());

    const auto undone =
        write([&](auto& session) { return attendant.undo_match(session, matched.id, on_2_march("13:05:00"), attendant_ana); });
    ASSERT_TRUE(undone);
    EXPECT_EQ(state_of(*undone), "open");
    EXPECT_TRUE(ticket("T-2026-000001").annulled_at);
    EXPECT_EQ(state_of(only_stay("AB123C0")), "open") << "the sighting is another car's entry";
    see("AB123CD", "14:00:00");
    EXPECT_EQ(stay(matched.id).ticket, "T-2026-000002");
    EXPECT_EQ(ticket("T-2026-000001").replaced_by, "T-2026-000002");
}

TEST_P(MeteringTest, AnExitInDoubtIsSettledOnceAnotherOneLeavesOnlyOneStay) {
    see("AB123CK", "12:00:00");
    see("AB123CW", "12:01:00");
    auto exit = sighting("AB123CC", "13:00:00");
    exit.confidence = 0.5;
    see(exit);
    ASSERT_EQ(effect(exit), "asked");
    const Stay question = only_stay("AB123CC");
    EXPECT_EQ(question.candidates.size(), 2u);

    see("AB123CK", "13:30:00");
    EXPECT_EQ(effect(exit), "closed");
    const Stay settled = only_stay("AB123CW");
    EXPECT_EQ(settled.matched_by, MatchedBy::misreading);
    EXPECT_EQ(settled.exit_plate, "AB123CC");
    EXPECT_EQ(settled.left_at, exit.seen_at);
    EXPECT_EQ(state_of(stay(question.id)), "gone");
    EXPECT_EQ(acts(question.id).back(), "answered");

    const auto undone =
        write([&](auto& session) { return attendant.undo_match(session, settled.id, on_2_march("13:35:00"), attendant_ana); });
    ASSERT_TRUE(undone);
    EXPECT_EQ(state_of(*undone), "open");
    EXPECT_NE(effect(exit), "closed") << "a person said that it does not end this stay";
}

TEST_P(MeteringTest, AStayThatIsPaidKeepsItsExitWhateverComesLater) {
    set_zone([](ZoneSettings& settings) {
        settings.mode = ZoneMode::gate;
        settings.entry_devices = {"in"};
        settings.exit_devices = {"out"};
    });
    const auto through = [&](const std::string& device, const std::string& plate, const std::string& time, double confidence) {
        auto seen = sighting(plate, time);
        seen.device = device;
        seen.confidence = confidence;
        return see(seen);
    };
    const auto enter = [&](const std::string& plate, const std::string& time) { through("in", plate, time, 0.99); };
    // Its exit was misread so that it fits another car better, which then leaves itself.
    const auto round = [&](bool paid) {
        const std::string hour = paid ? "14" : "12", plate = paid ? "AC777ZK" : "AB123CK";
        enter(plate, hour + ":00:00");
        const auto wrong = through("out", plate.substr(0, 6) + "X", hour + ":20:00", 0.6);
        EXPECT_EQ(effect(wrong), "closed");
        const Stay taken = only_stay(plate);
        EXPECT_EQ(taken.matched_by, MatchedBy::misreading);
        if (paid)
            write([&](auto& session) {
                return pay(session, taken.ticket, {.amount = taken.charge->total.amount}, on_2_march(hour + ":25:00"),
                           attendant_ana);
            });
        const auto right = through("out", plate, hour + ":40:00", 0.99);
        return std::tuple{stay(taken.id), wrong, right};
    };

    const auto [moved, wrong, right] = round(false);
    EXPECT_EQ(moved.left_at, right.seen_at);
    EXPECT_EQ(moved.matched_by, MatchedBy::plate);
    EXPECT_EQ(effect(right), "closed");
    EXPECT_EQ(effect(wrong), "asked") << "whose exit it was is now a question";
    EXPECT_EQ(acts(moved.id), (std::vector<std::string>{"opened", "closed", "ticket_issued", "reopened", "closed",
                                                        "ticket_annulled", "ticket_issued"}));

    const auto [kept, its_exit, later] = round(true);
    EXPECT_EQ(kept.left_at, its_exit.seen_at);
    EXPECT_EQ(state_of(kept), "paid");
    EXPECT_EQ(acts(kept.id).back(), "paid");
    EXPECT_EQ(effect(later), "asked");
}

TEST_P(MeteringTest, RegisteredDevicesAreTheGatesOfTheirZone) {
    set_zone([](ZoneSettings& settings) { settings.mode = ZoneMode::gate; });
    devices.all = {{.name = "barrier-in", .zone = zone.text(), .direction = devices::Direction::in},
                   {.name = "barrier-out", .zone = zone.text(), .direction = devices::Direction::out},
                   {.name = "overview", .zone = zone.text()}};
    const auto by = [&](const std::string& device, const std::string& time) {
        auto seen = sighting("AB123CD", time);
        seen.device = device;
        seen.place.reset();  // the device says where
        return see(seen);
    };
    EXPECT_EQ(effect(by("overview", "11:00:00")), "none") << "it sees both ways";
    EXPECT_EQ(effect(by("barrier-in", "12:00:00")), "opened");
    EXPECT_EQ(effect(by("overview", "12:30:00")), "seen_again");
    EXPECT_EQ(effect(by("barrier-out", "13:00:00")), "closed");
    EXPECT_EQ(only_stay().charge->total, (Money{100'000, "ARS"}));
    EXPECT_EQ(effect(by("somewhere else", "13:30:00")), "none");
}

TEST_P(MeteringTest, TwoRealPlatesOneCharacterApartAreNotMerged) {
    see("AB123CD", "12:00:00");
    auto other = sighting("AB123CE", "12:30:00");
    other.confidence = 0.99;
    see(other);
    EXPECT_EQ(state_of(only_stay("AB123CD")), "open") << "at worst a person is asked";
    const Stay neighbour = only_stay("AB123CE");
    if (state_of(neighbour) == "ask") {
        EXPECT_TRUE(write([&](auto& session) {
            return attendant.answer(session, neighbour.id, AnswerKind::entry, {}, on_2_march("12:31:00"), attendant_ana);
        }));
    }
    see("AB123CE", "13:00:00");
    see("AB123CD", "13:10:00");
    for (const auto& each : stays()) EXPECT_EQ(each.matched_by, MatchedBy::plate);
}

TEST_P(MeteringTest, BrazilsTwoSpellingsAreOnePlate) {
    set_zone([](auto& settings) { settings.region = "br"; });
    see("ABC1234", "12:00:00");
    see("ABC1C34", "13:00:00");
    EXPECT_EQ(only_stay().matched_by, MatchedBy::plate);
    EXPECT_EQ(only_stay().exit_plate, "ABC1C34");
}

TEST_P(MeteringTest, ACorrectedEntryIsFoundByItsRealExit) {
    auto entry = see("AB123CE", "12:00:00");
    const StayId id = only_stay().id;
    entry.plate = "AB123CD";
    correct(entry, "AB123CE");
    EXPECT_EQ(only_stay().id, id) << "the stay is the same";
    EXPECT_EQ(only_stay().plate, "AB123CD");
    see("AB123CD", "13:00:00");
    EXPECT_EQ(state_of(only_stay()), "unpaid");
}

TEST_P(MeteringTest, ACorrectedExitEndsTheStayItBelongsTo) {
    see("AB123CD", "12:00:00");
    auto exit = sighting("ZZ999ZZ", "13:00:00");
    see(exit);
    const StayId wrong = only_stay("ZZ999ZZ").id;
    exit.plate = "AB123CD";
    correct(exit, "ZZ999ZZ");
    EXPECT_EQ(state_of(only_stay("AB123CD")), "unpaid");
    EXPECT_EQ(state_of(stay(wrong)), "gone");
    EXPECT_TRUE(stays("ZZ999ZZ").empty());
}

TEST_P(MeteringTest, AnExitThatWasAnotherCarsOpensTheStayAgain) {
    see("AB123CD", "12:00:00");
    auto exit = see("AB123CD", "13:00:00");
    const StayId id = only_stay().id;
    exit.plate = "XX111XX";
    correct(exit, "AB123CD");
    EXPECT_EQ(state_of(stay(id)), "open");
    EXPECT_TRUE(ticket("T-2026-000001").annulled_at);
    EXPECT_EQ(state_of(only_stay("XX111XX")), "open");
}

TEST_P(MeteringTest, ACorrectedTimeChargesAgainAndFlagsWhatWasPaid) {
    auto entry = see("AB123CD", "12:00:00");
    see("AB123CD", "13:30:00");
    const Stay before = only_stay();
    ASSERT_TRUE(write(
        [&](auto& session) { return pay(session, before.ticket, {.amount = 200'000}, on_2_march("13:31:00"), attendant_ana); }));
    entry.seen_at = on_2_march("13:00:00");
    correct(entry, "AB123CD");
    const Stay after = only_stay();
    EXPECT_EQ(after.charge->total.amount, 100'000);
    EXPECT_EQ(after.ticket, "T-2026-000002");
    EXPECT_EQ(after.paid, 200'000) << "what was paid counts for the new ticket";
    EXPECT_EQ(after.flags, (std::vector<std::string>{"changed_after_payment", "overpaid"}));
    EXPECT_EQ(ticket("T-2026-000001").replaced_by, "T-2026-000002");
}

TEST_P(MeteringTest, ACorrectionThatChangesNothingKeepsTheTicket) {
    auto entry = see("AB123CD", "12:00:00");
    see("AB123CD", "13:00:00");
    entry.alternatives = {{"AB123CO", 0.1}};
    correct(entry, "AB123CD");
    EXPECT_EQ(only_stay().ticket, "T-2026-000001");
    EXPECT_FALSE(ticket("T-2026-000001").annulled_at);
}

TEST_P(MeteringTest, AnEarlierVisitIsSetRightWhileThePlateIsInsideAgain) {
    auto entry = see("AB123CD", "08:00:00");
    auto exit = see("AB123CD", "09:00:00");
    see("AB123CD", "12:00:00");
    exit.seen_at = on_2_march("10:30:00");
    correct(exit, "AB123CD");
    entry.seen_at = on_2_march("07:30:00");
    correct(entry, "AB123CD");
    const auto found = stays();
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(state_of(found[0]), "open");
    EXPECT_EQ(found[1].entered_at, on_2_march("07:30:00"));
    EXPECT_EQ(found[1].charge->total.amount, 300'000);
}

TEST_P(MeteringTest, CorrectionsHeardLateOrBeforeTheirSightingAreNotUndone) {
    auto seen = sighting("AB123CE", "12:00:00");
    const auto first = next_event();
    auto corrected = seen;
    corrected.plate = "AB123CD";
    correct(corrected, "AB123CE");
    see(seen);
    EXPECT_EQ(only_stay().plate, "AB123CD") << "the sighting had been corrected before it was heard of";
    database->write(
        [&](storage::Session& session) { metering.corrected(session, {seen, "AB123CD", seen.seen_at}, first, start); });
    EXPECT_EQ(only_stay().plate, "AB123CD") << "an older correction came later";
}

TEST_P(MeteringTest, AGateAsksWhenAnExitHasNoEntry) {
    set_zone([](auto& settings) {
        settings.mode = ZoneMode::gate;
        settings.entry_devices = {"in"};
        settings.exit_devices = {"out"};
    });
    auto entry = sighting("AB123CD", "12:00:00");
    entry.device = "in";
    see(entry);
    auto exit = sighting("QQ555QQ", "13:00:00");
    exit.device = "out";
    see(exit);
    EXPECT_EQ(effect(exit), "asked");
    const Stay asked = only_stay("QQ555QQ");
    EXPECT_EQ(state_of(asked), "ask");
    const auto ended = write([&](auto& session) {
        return attendant.answer(session, asked.id, AnswerKind::exit, only_stay("AB123CD").id, on_2_march("13:10:00"),
                                attendant_ana);
    });
    ASSERT_TRUE(ended) << ended.error().detail.en;
    EXPECT_EQ(ended->plate, "AB123CD");
    EXPECT_EQ(ended->left_at, exit.seen_at);
    EXPECT_EQ(ended->matched_by, MatchedBy::hand);
    EXPECT_EQ(state_of(stay(asked.id)), "gone");
}

TEST_P(MeteringTest, AMissedExitIsChargedADayAtMost) {
    set_zone([](auto& settings) {
        settings.mode = ZoneMode::gate;
        settings.entry_devices = {"in"};
        settings.exit_devices = {"out"};
        settings.exit_without_entry = Unexpected::close_at_cap;
    });
    auto entry = sighting("AB123CD", "01:00:00");
    entry.device = "in";
    see(entry);
    auto again = sighting("AB123CD", "12:00:00");
    again.device = "in";
    see(again);
    const auto found = stays();
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(found[1].flags, (std::vector<std::string>{"exit_missed"}));
    EXPECT_EQ(found[1].charge->total.amount, 1'100'000);
    auto lost = sighting("QQ555QQ", "13:00:00");
    lost.device = "out";
    see(lost);
    EXPECT_EQ(only_stay("QQ555QQ").charge->total.amount, 2'400'000) << "24 hours";
    EXPECT_EQ(only_stay("QQ555QQ").flags, (std::vector<std::string>{"entry_missed"}));
}

TEST_P(MeteringTest, AStayKeepsTheTariffVersionItBeganWith) {
    see("AB123CD", "12:00:00");
    auto dearer = hourly_tariff(900'000);
    write([&](auto& session) { store::add(session, TariffVersion{tariff, 2, dearer, start, "test"}); });
    see("AB123CD", "13:00:00");
    see("AC123CD", "13:00:00");
    see("AC123CD", "14:00:00");
    EXPECT_EQ(only_stay("AB123CD").charge->total.amount, 100'000);
    EXPECT_EQ(only_stay("AC123CD").charge->total.amount, 900'000);
    EXPECT_EQ(only_stay("AC123CD").charge->tariff_version, 2);
}

TEST_P(MeteringTest, TheEntryGraceOwesNothing) {
    set_zone([](auto& settings) { settings.entry_grace_s = 600; });
    see("AB123CD", "12:00:00");
    see("AB123CD", "12:10:00");
    EXPECT_EQ(state_of(only_stay()), "closed");
    EXPECT_EQ(only_stay().charge->lines.at(0).rule, "entry_grace");
}

TEST_P(MeteringTest, AttendantsBeginEndChangeAndTakeBack) {
    const auto begun = write([&](auto& session) {
        return attendant.begin(session, {"AB123CD", zone, on_2_march("12:00:00"), ""}, on_2_march("12:00:00"), attendant_ana);
    });
    ASSERT_TRUE(begun);
    const auto again = write([&](auto& session) {
        return attendant.begin(session, {"AB123CD", zone, on_2_march("12:00:00"), ""}, on_2_march("12:01:00"), attendant_ana);
    });
    EXPECT_EQ(again.error().problem, "plate-inside");
    const auto early = write([&](auto& session) {
        return attendant.end(session, begun->id, on_2_march("11:00:00"), "", on_2_march("13:00:00"), attendant_ana);
    });
    EXPECT_EQ(early.error().problem, "stay-times");
    const auto ended = write([&](auto& session) {
        return attendant.end(session, begun->id, on_2_march("13:00:00"), "left", on_2_march("13:00:00"), attendant_ana);
    });
    EXPECT_EQ(ended->charge->total.amount, 100'000);
    const auto changed = write([&](auto& session) {
        return attendant.change(session, begun->id, {.entered_at = on_2_march("11:00:00")}, on_2_march("13:01:00"),
                                attendant_ana);
    });
    EXPECT_EQ(changed->charge->total.amount, 200'000);
    EXPECT_EQ(changed->ticket, "T-2026-000002");
    const auto open = write(
        [&](auto& session) { return attendant.take_back_end(session, begun->id, "", on_2_march("13:02:00"), attendant_ana); });
    EXPECT_EQ(state_of(*open), "open");
    EXPECT_EQ(acts(begun->id).back(), "reopened");
}

// 64 threads end their stays at once, one in four of them undone: every number once, none missing.
TEST_P(MeteringTest, TicketNumbersHaveNoGapsUnderConcurrency) {
    constexpr int threads = 64, rounds = 4;
    std::vector<std::jthread> running;
    std::atomic<int> undone = 0, failed = 0;
    for (int t = 0; t < threads; ++t)
        running.emplace_back([&, t] {
            for (int round = 0; round < rounds; ++round) {
                try {
                    const auto plate = fmt::format("T{:03}R{}", t, round);
                    see(plate, "12:00:00");
                    const auto exit = sighting(plate, "13:00:00");
                    const auto outcome = database->write(
                        [&](storage::Session& session) -> Result<> {
                            metering.seen(session, exit, next_event(), exit.seen_at);
                            if (round == 3) return fail(ErrorKind::conflict, "test-undone", {"Undone.", "Deshecho."});
                            return {};
                        },
                        storage::Isolation::read_committed);
                    undone += !outcome;
                } catch (const std::exception& error) {
                    ++failed;
                    ADD_FAILURE() << error.what();
                }
            }
        });
    running.clear();
    EXPECT_EQ(undone, threads);
    EXPECT_EQ(failed, 0);
    const auto tickets =
        database->read([](storage::Session& session) { return store::tickets(session, {}, std::nullopt, 1000); });
    std::set<std::string> numbers;
    for (const auto& each : tickets) numbers.insert(each.number);
    ASSERT_EQ(numbers.size(), static_cast<std::size_t>(threads * 3));
    EXPECT_EQ(*numbers.begin(), "T-2026-000001");
    EXPECT_EQ(*numbers.rbegin(), fmt::format("T-2026-{:06}", threads * 3));
}

// The same plate from many cameras at once: one stay.
TEST_P(MeteringTest, OnePlateSeenByManyAtOnceIsOneStay) {
    std::vector<std::jthread> running;
    for (int t = 0; t < 16; ++t) running.emplace_back([&, t] { see("AB123CD", fmt::format("12:00:{:02}", t)); });
    running.clear();
    EXPECT_EQ(stays().size(), 1u);
}

// ---- permits and stamps --------------------------------------------------------------------------------------------

TEST_P(MeteringTest, APermitHolderOwesNothingAndTheTicketSaysWhy) {
    discounts.permits_of["AB123CD"] = {{}};
    see("AB123CD", "12:00:00");
    see("AB123CD", "13:30:00");
    const Stay stay = only_stay();
    EXPECT_EQ(stay.charge->total.amount, 0);
    EXPECT_EQ(state_of(stay), "closed");
    EXPECT_EQ(ticket(stay.ticket).charge.lines.back().why.es, "Permiso de residente RES-1: sin cargo");
}

TEST_P(MeteringTest, AMisreadExitGetsNoPermitUntilAPersonSaysWhichPlateItIs) {
    discounts.permits_of["AB123CD"] = {{}};
    see("AB123CD", "12:00:00");
    see(read_as("AB128CD", "AB123CD", "13:30:00"));
    const Stay misread = only_stay();
    ASSERT_EQ(misread.matched_by, MatchedBy::misreading);
    EXPECT_EQ(misread.charge->total.amount, 200'000);
    EXPECT_EQ(misread.flags, std::vector<std::string>{"permit_unclear"});

    const auto said = write([&](storage::Session& session) {
        return attendant.change(session, misread.id, {.plate = "AB123CD", .reason = "seen at the gate"}, on_2_march("14:00:00"),
                                attendant_ana);
    });
    ASSERT_TRUE(said) << said.error().detail.en;
    EXPECT_EQ(said->charge->total.amount, 0);
    EXPECT_TRUE(said->flags.empty());
    EXPECT_EQ(said->ticket, "T-2026-000002") << "the first one said something else";
}

TEST_P(MeteringTest, AMisreadEntryOfAStrangerIsNotThePermitHolders) {
    discounts.permits_of["AB128CD"] = {{}};
    see("AB123CD", "12:00:00");
    see(read_as("AB128CD", "AB123CD", "13:30:00"));  // the permit's plate, on the exit of another
    EXPECT_EQ(only_stay().matched_by, MatchedBy::misreading);
    EXPECT_EQ(only_stay().charge->total.amount, 200'000);
}

TEST_P(MeteringTest, AStampOnAnEndedStayReplacesItsTicket) {
    see("AB123CD", "12:00:00");
    see("AB123CD", "13:30:00");
    const Stay before = only_stay();
    discounts.stamps_on[before.id.text()] = {{.kind = discounts::BenefitKind::minutes, .minutes = 60}};
    write([&](storage::Session& session) {
        auto stay = before;
        metering.discounted(session, stay, {on_2_march("14:00:00"), "validated", attendant_ana, "", json::Object{}});
        return true;
    });
    const Stay after = only_stay();
    EXPECT_EQ(after.charge->total.amount, 100'000);
    EXPECT_EQ(ticket(before.ticket).replaced_by, after.ticket);
    EXPECT_EQ(acts(after.id),
              (std::vector<std::string>{"opened", "closed", "ticket_issued", "validated", "ticket_annulled", "ticket_issued"}));
}

// ---- the till ------------------------------------------------------------------------------------------------------

TEST_P(MeteringTest, AProviderIsBelievedAndItsMessagesCountOnce) {
    see("AB123CD", "12:00:00");
    see("AB123CD", "13:30:00");
    const std::string number = only_stay().ticket;
    const auto say = [&](const ProviderPayment& said) {
        return write([&](storage::Session& session) { return book(session, said, on_2_march("14:00:00")); });
    };
    const auto first = say({"p1", number, {150'000, "ARS"}, "", ""});
    ASSERT_TRUE(first);
    EXPECT_EQ(say({"p1", number, {150'000, "ARS"}, "", ""})->id, first->id);
    EXPECT_EQ(say({"p1", number, {150'001, "ARS"}, "", ""}).error().problem, "idempotency-key-reused");
    EXPECT_EQ(say({"p2", number, {1, "USD"}, "", ""}).error().problem, "payment-currency");
    EXPECT_EQ(say({"p2", "T-1", {1, "ARS"}, "", ""}).error().problem, "ticket-not-found");
    ASSERT_TRUE(say({"p2", number, {90'000, "ARS"}, "", ""})) << "more than is owed";
    EXPECT_EQ(only_stay().flags, std::vector<std::string>{"overpaid"});
    ASSERT_TRUE(say({"r1", number, {40'000, "ARS"}, "p2", "too much"}));
    ASSERT_TRUE(say({"r1", number, {40'000, "ARS"}, "p2", "too much"}));
    EXPECT_EQ(say({"r2", number, {50'001, "ARS"}, "p2", ""}).error().problem, "refund-too-much");
    EXPECT_EQ(say({"r2", number, {1, "ARS"}, "r1", ""}).error().problem, "payment-not-found");
    EXPECT_EQ(say({"r2", number, {1, "ARS"}, "gone", ""}).error().problem, "payment-not-found");
    EXPECT_EQ(only_stay().paid, 200'000);
    EXPECT_TRUE(only_stay().flags.empty());
}

TEST_P(MeteringTest, TakingsAreClosedOnceAndForEachKey) {
    see("AB123CD", "12:00:00");
    see("AB123CD", "13:30:00");
    const std::string number = only_stay().ticket;
    const auto take = [&](std::int64_t amount, const Person& by) {
        return write([&](storage::Session& session) {
            return pay(session, number, {.amount = amount, .method = PaymentMethod::card}, on_2_march("14:00:00"), by);
        });
    };
    const auto amounts = [&](const std::string& key) {
        std::vector<std::int64_t> all;
        for (const auto& each : write([&](storage::Session& session) { return store::takings(session, key); })) {
            EXPECT_EQ(each.charged, (Money{200'000, "ARS"}));
            EXPECT_EQ(each.method, PaymentMethod::card);
            all.push_back(each.amount.amount);
        }
        return all;
    };
    const auto paid = take(100'000, attendant_ana);
    ASSERT_TRUE(take(1'000, {"key-beto", "Beto"}));
    EXPECT_EQ(amounts("key-ana"), std::vector<std::int64_t>{100'000});
    write([&](storage::Session& session) {
        store::close_takings(session, "key-ana", "C-2026-000001");
        return true;
    });
    EXPECT_TRUE(amounts("key-ana").empty());
    ASSERT_TRUE(write([&](storage::Session& session) {
        return refund(session, number, paid->id, 500, "later", "", on_2_march("15:00:00"), attendant_ana);
    }));
    EXPECT_EQ(amounts("key-ana"), std::vector<std::int64_t>{-500});
    EXPECT_EQ(amounts("key-beto"), std::vector<std::int64_t>{1'000});
}

}  // namespace
}  // namespace patente::parking
