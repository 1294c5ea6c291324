#include "domain/watch/rules.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace patente::watch {
namespace {

using namespace std::chrono_literals;
using sightings::PlateSeen;

const Instant noon = *parse_rfc3339("2026-03-02T12:00:00Z");
const Confusions confusions = Confusions::of_look_alikes();

PlateSeen read_as(std::string plate, double confidence = 0.97, std::vector<Alternative> alternatives = {}) {
    return {.plate = std::move(plate), .confidence = confidence, .alternatives = std::move(alternatives), .seen_at = noon};
}

bool meets(const PlateSeen& seen, const std::string& plate, const std::string& region = "") {
    const auto keys = keys_of(plate, region);
    for (const auto& key : keys_to_look_up(seen))
        if (std::ranges::find(keys, key) != keys.end()) return true;
    return false;
}

TEST(Keys, MeetWhatLooksAlikeAndOneOtherMistake) {
    EXPECT_TRUE(meets(read_as("AB123CD"), "AB123CD"));
    EXPECT_TRUE(meets(read_as("A8I23CO"), "AB123CD"));   // three look-alikes
    EXPECT_TRUE(meets(read_as("AB723CD"), "AB123CD"));   // one other character
    EXPECT_TRUE(meets(read_as("A8723CD"), "AB123CD"));   // and a look-alike
    EXPECT_TRUE(meets(read_as("AB23CD"), "AB123CD"));    // one left out
    EXPECT_TRUE(meets(read_as("AB1234CD"), "AB123CD"));  // one too many
    EXPECT_FALSE(meets(read_as("AB743CD"), "AB123CD"));
    EXPECT_TRUE(meets(read_as("XX999XX", 0.5, {{"AB123CD", 0.3}}), "AB123CD"));
    EXPECT_FALSE(meets(read_as("AX"), "AY"));
}

TEST(Keys, MeetBothSpellingsOfABrazilianPlate) {
    EXPECT_TRUE(meets(read_as("ABC1C34"), "ABC1234", "br"));
    EXPECT_TRUE(meets(read_as("ABC1234"), "ABC1C34", "br"));
}

TEST(Keys, AreNeverMoreThanTheirQueryTakes) {
    std::vector<Alternative> many;
    for (char c = 'A'; c <= 'Z'; ++c) many.push_back({std::string("QWERTYUIOPA") + c, 0.01});
    const auto keys = keys_to_look_up(read_as("ABCDEFGHIJKL", 0.5, many));
    EXPECT_LE(keys.size(), look_ups_max);
    EXPECT_GT(keys.size(), 13u);
}

// The story behind it: a 7 read as a 2, and a driver held at gunpoint.
TEST(Chance, IsSmallWhereOneCharacterDiffersAndTheReadingIsClear) {
    EXPECT_NEAR(chance_of(read_as("AB123CD", 0.97), "AB123CD", "", confusions), 0.97, 1e-9);
    EXPECT_LT(chance_of(read_as("AB723CD", 0.97), "AB223CD", "", confusions), 0.01);
    EXPECT_NEAR(chance_of(read_as("AB723CD", 0.6, {{"AB223CD", 0.3}}), "AB223CD", "", confusions), 0.3, 0.02);
    EXPECT_GT(chance_of(read_as("A8123CD", 0.5), "AB123CD", "", confusions),
              chance_of(read_as("AX123CD", 0.5), "AB123CD", "", confusions));
    EXPECT_NEAR(chance_of(read_as("ABC1C34", 0.9), "ABC1234", "br", confusions), 0.9, 1e-9);
}

// Plates are read with errors whose chance the confidence states, and somebody looks for every plate that a reading may
// mean: of the alerts that state a chance, about as many are true.
TEST(Chance, IsTrue) {
    std::mt19937 random(7);
    std::uniform_real_distribution<double> unit(0, 1);
    const std::string all = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    const auto truth_behind = [&](std::string read) {  // one character wrong, as the table has it
        const auto at = random() % read.size();
        double left = unit(random);
        for (const char truth : all)
            if (left -= confusions.truth_of(read[at], truth); left <= 0) {
                read[at] = truth;
                break;
            }
        return read;
    };
    double stated = 0, alerts = 0, truly = 0;
    for (int i = 0; i < 3000; ++i) {
        std::string read;
        while (read.size() < 7) read += all[random() % all.size()];
        const double confidence = 0.4 + 0.6 * unit(random);
        const auto plate = unit(random) < confidence ? read : truth_behind(read);
        std::set<std::string> listed{read};
        for (std::size_t at = 0; at < read.size(); ++at)
            for (const char truth : all)
                if (confusions.truth_of(read[at], truth) > 0.3) listed.insert(std::string(read).replace(at, 1, 1, truth));
        for (const auto& each : listed) {
            const double chance = chance_of(read_as(read, confidence), each, "", confusions);
            ++alerts;
            stated += chance;
            truly += each == plate;
        }
    }
    EXPECT_GT(alerts, 6'000);
    EXPECT_NEAR(truly / alerts, stated / alerts, 0.02);
}

EntrySettings entry(std::string plate = "AB123CD") { return {.plate = std::move(plate), .why = "robo", .who = "Comisaría 5"}; }

TEST(Entries, SayWhatForAndWhoAsks) {
    const auto good = checked({.plate = "ab 123-cd", .why = "  robo ", .who = "Comisaría 5"});
    ASSERT_TRUE(good);
    EXPECT_EQ(good->plate, "AB123CD");
    EXPECT_EQ(good->why, "robo");
    const auto wrong = checked({.plate = "?", .why = "  ", .who = ""});
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().faults.size(), 3u);
}

TEST(Entries, GoStaleAtTheirEnd) {
    auto ended = entry();
    EXPECT_FALSE(is_stale(ended, noon));
    ended.until = noon;
    EXPECT_TRUE(is_stale(ended, noon));
    EXPECT_FALSE(is_stale(ended, noon - 1ms));
    const auto detail =
        detail_of(read_as("AB123CD"), {.settings = {.name = "Robados", .kind = ListKind::stolen}}, {.settings = ended}, 0.97);
    EXPECT_TRUE(detail.listed->stale);
    EXPECT_NE(detail.text.en.find("has ended"), std::string::npos);
    EXPECT_NE(detail.text.es.find("venció"), std::string::npos);
}

TEST(Alerts, SayTheChanceAndWhatWasRead) {
    const List list{.settings = {.name = "Robados", .kind = ListKind::stolen}};
    EXPECT_EQ(detail_of(read_as("AB123CD"), list, {.settings = entry()}, 0.974).text.en,
              "AB123CD of the list “Robados” was seen, with a chance of 97%. Look at the plate before acting.");
    EXPECT_EQ(
        detail_of(read_as("A8123CD"), list, {.settings = entry()}, 0.12).text.es,
        "Leída como A8123CD: es AB123CD de la lista «Robados» con una probabilidad del 12\u00a0%. Mire la patente antes de actuar.");
    EXPECT_EQ(percent(0.9999), 99);
    EXPECT_EQ(percent(0.0001), 1);
}

TEST(Alerts, JoinWhatComesWithinTenMinutesAndShowTheLikelier) {
    const List list;
    Alert alert{
        .version = 1, .seen_at = noon, .last_seen_at = noon + 5min, .detail = detail_of(read_as("A8123CD"), list, {}, 0.2)};
    EXPECT_TRUE(joins(alert, noon + 15min));
    EXPECT_TRUE(joins(alert, noon - 10min));
    EXPECT_FALSE(joins(alert, noon + 15min + 1ms));
    EXPECT_FALSE(joins(alert, noon - 10min - 1ms));
    auto seen = read_as("AB123CD");
    seen.seen_at = noon + 12min;
    seen.crop_sha256 = "c0ffee";
    const auto better = joined(alert, detail_of(seen, list, {}, 0.97), noon + 13min);
    EXPECT_EQ(better.times, 2);
    EXPECT_EQ(better.version, 2);
    EXPECT_EQ(better.last_seen_at, noon + 12min);
    EXPECT_EQ(better.detail.chance, 0.97);
    EXPECT_EQ(better.read_as, "AB123CD");
    EXPECT_EQ(better.detail.seen.crop, "/v1/alerts/" + alert.id.text() + "/crop");
    EXPECT_EQ(joined(better, detail_of(read_as("A8123CD"), list, {}, 0.2), noon + 14min).detail.chance, 0.97);
    alert.state = AlertState::withdrawn;
    EXPECT_FALSE(joins(alert, noon));
}

}  // namespace
}  // namespace patente::watch
