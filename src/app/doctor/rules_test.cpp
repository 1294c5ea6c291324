#include "app/doctor/rules.h"

#include <gtest/gtest.h>

namespace patente::doctor {
namespace {

using namespace std::chrono_literals;

const Instant noon = *parse_rfc3339("2026-03-02T12:00:00Z");
constexpr std::uint64_t gib = std::uint64_t{1} << 30;

TEST(Disk, IsJudgedByWhatIsFree) {
    const auto state = [](std::uint64_t free, std::uint64_t all, std::uint64_t files = 1'000'000) {
        return judged(DiskSpace{"var", free, all, files, 2'000'000}).state;
    };
    EXPECT_EQ(state(50 * gib, 100 * gib), State::ok);
    EXPECT_EQ(state(gib - 1, 10 * gib), State::warning);
    EXPECT_EQ(state(4 * gib, 100 * gib), State::warning);
    EXPECT_EQ(state(gib / 8, 100 * gib), State::failed);
    EXPECT_EQ(state(50 * gib, 100 * gib, 5'000), State::warning);
    EXPECT_EQ(state(50 * gib, 100 * gib, 999), State::failed);
    EXPECT_EQ(judged(DiskSpace{"var", 50 * gib, 100 * gib, 0, 0}).state, State::ok);
}

TEST(Clock, AnHourOffIsFlaggedWhicheverWay) {
    EXPECT_EQ(worst(judged(ClockFacts{.now = noon})), State::ok);
    const ClockFacts fine{.now = noon,
                          .newest_stored = noon - 1s,
                          .newest_file = noon + 30s,
                          .newest_backup = noon - 24h,
                          .database_server = noon + 1s,
                          .file_system = noon,
                          .hardware = noon - 2s,
                          .time_server = noon + 90s,
                          .synchronised = true};
    EXPECT_EQ(worst(judged(fine)), State::ok);
    for (const auto time : {&ClockFacts::newest_stored, &ClockFacts::newest_file, &ClockFacts::newest_backup}) {
        ClockFacts back = fine;
        back.*time = noon + 1h;
        EXPECT_EQ(worst(judged(back)), State::failed);
        back.*time = noon - 1h;
        EXPECT_EQ(worst(judged(back)), State::ok);
    }
    for (const auto time :
         {&ClockFacts::database_server, &ClockFacts::file_system, &ClockFacts::hardware, &ClockFacts::time_server})
        for (const auto by : {1h, -1h}) {
            ClockFacts off = fine;
            off.*time = noon + by;
            ASSERT_EQ(judged(off).size(), 1u);
            EXPECT_EQ(judged(off)[0].state, State::failed);
            EXPECT_NE(judged(off)[0].what.en.find(by > 0h ? "1 h 0 min behind" : "1 h 0 min ahead"), std::string::npos);
        }
    ClockFacts alone{.now = noon, .synchronised = false};
    EXPECT_EQ(worst(judged(alone)), State::warning);
    alone.time_server = noon;
    EXPECT_EQ(worst(judged(alone)), State::ok);
}

TEST(Permissions, SecretsAreTheirOwnersAndAllHasOneOwner) {
    const std::vector<FileFacts> fine{
        {"var", true, false, 0700, 7}, {"var/admin.key", false, true, 0600, 7}, {"var/patente.db", false, false, 0644, 7}};
    EXPECT_EQ(worst(judged(fine)), State::ok);
    auto changed = fine;
    changed[1].mode = 0640;
    EXPECT_EQ(worst(judged(changed)), State::failed);
    changed = fine;
    changed[2].owner = 0;
    EXPECT_EQ(worst(judged(changed)), State::failed);
    changed = fine;
    changed[2].mode = 0666;
    EXPECT_EQ(worst(judged(changed)), State::failed);
    changed = fine;
    changed[0].mode = 0755;
    EXPECT_EQ(worst(judged(changed)), State::warning);
}

TEST(Certificates, AreJudgedByTheirTimeAndTheirKey) {
    const CertificateFacts good{"c.pem", noon - 24h, noon + 100 * 24h, true, false};
    EXPECT_EQ(judged(good, noon).state, State::ok);
    EXPECT_EQ(judged(good, noon + 80 * 24h).state, State::warning);
    EXPECT_EQ(judged(good, noon + 100 * 24h).state, State::failed);
    EXPECT_EQ(judged(good, noon - 25h).state, State::failed);
    auto other = good;
    other.key_matches = false;
    EXPECT_EQ(judged(other, noon).state, State::failed);
}

TEST(Queue, WhatIsStuckOrDeadIsTold) {
    EXPECT_EQ(judged(QueueFacts{"read", 5, 0, 30'000, true}).state, State::ok);
    EXPECT_EQ(judged(QueueFacts{"read", 5, 0, 3'600'000, true}).state, State::failed);
    EXPECT_EQ(judged(QueueFacts{"read", 5, 0, 3'600'000, false}).state, State::warning);
    EXPECT_EQ(judged(QueueFacts{"read", 0, 2, 0, true}).state, State::warning);
}

TEST(Backups, NoneOrAnOldOneIsTold) {
    EXPECT_EQ(worst(judged(BackupFacts{"b", "", {}}, noon)), State::warning);
    EXPECT_EQ(worst(judged(BackupFacts{"b", "x", noon - 20h}, noon)), State::ok);
    EXPECT_EQ(worst(judged(BackupFacts{"b", "x", noon - 49h}, noon)), State::warning);
    EXPECT_EQ(worst(judged(BackupFacts{"b", "x", noon - 20h, 0, true}, noon)), State::warning);
    EXPECT_EQ(worst(judged(BackupFacts{"b", "x", noon - 20h, 1}, noon)), State::failed);
}

TEST(Findings, SayWhatToDoInBothLanguagesUnlessAllIsWell) {
    const auto check = [](const Finding& finding) {
        EXPECT_FALSE(finding.what.en.empty() || finding.what.es.empty());
        EXPECT_EQ(finding.todo.en.empty(), finding.state == State::ok) << finding.what.en;
        EXPECT_EQ(finding.todo.es.empty(), finding.state == State::ok) << finding.what.en;
    };
    for (const auto& finding : judged(ClockFacts{.now = noon, .newest_stored = noon + 1h, .synchronised = false})) check(finding);
    for (const auto& finding : judged(BackupFacts{"b", "x", noon - 49h, 1, true}, noon)) check(finding);
    check(judged(DiskSpace{"var", 1, 100, 1, 100}));
    check(judged(QueueFacts{"read", 1, 1, 3'600'000, true}));
}

}  // namespace
}  // namespace patente::doctor
