#include "domain/audit/rules.h"

#include <gtest/gtest.h>

#include "base/json.h"

namespace patente::audit {
namespace {

using namespace std::chrono_literals;

Entry some_entry() {
    return {.number = 7,
            .at = *parse_rfc3339("2026-03-01T12:00:00.250Z"),
            .by = {"key", "id-1", "puerta \"A\"\n\\"},
            .act = "PATCH /v1/devices/{device}",
            .outcome = "done",
            .subject = {"devices", "d1"},
            .detail = R"({"fields":["name"]})",
            .personal_hash = "",
            .previous_hash = std::string(hex_length, '0')};
}

TEST(Line, IsTheSameBytesForTheSameEntry) {
    EXPECT_EQ(line_of(some_entry()),
              R"({"number":7,"at":"2026-03-01T12:00:00.250Z","by":{"kind":"key","id":"id-1","name":"puerta \"A\"\u000a\\"},)"
              R"("act":"PATCH /v1/devices/{device}","outcome":"done","subject":{"kind":"devices","id":"d1"},)"
              R"("detail":{"fields":["name"]},"personal_hash":"",)"
              R"("previous_hash":"0000000000000000000000000000000000000000000000000000000000000000"})");
}

TEST(Line, ChangesWithEveryField) {
    const auto line = line_of(some_entry());
    for (const auto& change : std::vector<std::function<void(Entry&)>>{
             [](Entry& e) { ++e.number; }, [](Entry& e) { e.at += 1ms; }, [](Entry& e) { e.by.kind += "x"; },
             [](Entry& e) { e.by.id += "x"; }, [](Entry& e) { e.by.name += "x"; }, [](Entry& e) { e.act += "x"; },
             [](Entry& e) { e.outcome = "refused"; }, [](Entry& e) { e.subject.kind += "x"; },
             [](Entry& e) { e.subject.id += "x"; }, [](Entry& e) { e.detail = "{}"; }, [](Entry& e) { e.personal_hash = "x"; },
             [](Entry& e) { e.previous_hash[0] = '1'; }}) {
        auto changed = some_entry();
        change(changed);
        EXPECT_NE(line_of(changed), line);
    }
}

TEST(Line, IsJsonWhateverSomebodySent) {
    const std::vector<std::string> texts{
        "ñandú \U0001F697", "\xFF\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE2\x82", std::string("\0\x1F\x7F", 3), "\"\\"};
    for (const auto& text : texts) {
        auto entry = some_entry();
        entry.by.name = text;
        EXPECT_TRUE(json::parsed(line_of(entry))) << line_of(entry);
    }
    EXPECT_EQ(text_as_json("\xC3\xB1"), "\"\xC3\xB1\"");
    EXPECT_EQ(text_as_json("a\xFFz"), "\"a\xEF\xBF\xBDz\"");
}

TEST(Object, LeavesOutWhatIsEmpty) {
    const std::pair<std::string_view, std::string_view> members[] = {{"why", "robo \"x\""}, {"query", ""}, {"from", "::1"}};
    EXPECT_EQ(object_of(members), R"({"why":"robo \"x\"","from":"::1"})");
    EXPECT_EQ(object_of({}), "{}");
}

TEST(Cut, KeepsCharactersWhole) {
    EXPECT_EQ(cut("abc", 3), "abc");
    EXPECT_EQ(cut("abcd", 3), "abc");
    EXPECT_EQ(cut("a\xC3\xB1z", 2), "a");
    EXPECT_EQ(cut("\U0001F697", 3), "");
}

TEST(Ranges, AreReadAsTheyAreWritten) {
    EXPECT_EQ(ranges_of({}), "");
    EXPECT_EQ(ranges_of({1, 2, 3, 7, 9, 10}), "1-3,7,9-10");
    EXPECT_EQ(ranges_in("1-3,7,9-10"), (std::vector<std::pair<std::int64_t, std::int64_t>>{{1, 3}, {7, 7}, {9, 10}}));
    EXPECT_EQ(ranges_in("x,3-1,5-,-2,4x,8"), (std::vector<std::pair<std::int64_t, std::int64_t>>{{8, 8}}));
}

NewEntry knock(Instant at, const std::string& subject) {
    return {
        .at = at, .by = {"nobody", "", ""}, .act = "GET /v1/sightings", .outcome = Outcome::refused, .subject = {"x", subject}};
}

TEST(Strangers, AreToldOnceAMinuteAndCounted) {
    Strangers strangers;
    const Instant began = *parse_rfc3339("2026-03-01T12:00:00Z");
    EXPECT_TRUE(strangers.tells(knock(began, "a")));
    EXPECT_TRUE(strangers.tells(knock(began, "b")));
    for (int i = 0; i < 5; ++i) EXPECT_FALSE(strangers.tells(knock(began + 1s, "a")));
    EXPECT_TRUE(strangers.over(began + 59s).empty());
    const auto told = strangers.over(began + 60s);
    ASSERT_EQ(told.size(), 1u);
    EXPECT_EQ(told[0].entry.subject.id, "a");
    EXPECT_EQ(told[0].times, 5);
    EXPECT_TRUE(strangers.tells(knock(began + 61s, "a")));
    EXPECT_TRUE(strangers.rest().empty());
}

TEST(Strangers, NeverFillTheLog) {
    Strangers strangers;
    const Instant began = *parse_rfc3339("2026-03-01T12:00:00Z");
    int told = 0;
    for (int i = 0; i < 10'000; ++i) told += strangers.tells(knock(began, std::to_string(i)));
    EXPECT_EQ(told, 60);
    const auto rest = strangers.rest();
    ASSERT_EQ(rest.size(), 1u);
    EXPECT_EQ(rest[0].entry.act, "other");
    EXPECT_EQ(rest[0].times, 10'000 - 60);
}

}  // namespace
}  // namespace patente::audit
