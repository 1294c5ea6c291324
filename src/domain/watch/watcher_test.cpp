// From sightings to alerts, over each database.
#include "domain/watch/watcher.h"

#include <gtest/gtest.h>

#include "domain/watch/api.h"
#include "platform/storage/soci_types.h"
#include "platform/storage/test_database.h"

namespace patente::watch {
namespace {

using namespace std::chrono_literals;
using sightings::Passage;
using sightings::PlateCorrected;
using sightings::PlateSeen;
using sightings::SightingId;
using storage::Session;

const Instant noon = *parse_rfc3339("2026-03-02T12:00:00Z");

class FakeTrail final : public sightings::Trail {
public:
    std::vector<Passage> beside(Session&, const PlateSeen& seen) override {
        std::vector<Passage> found;
        for (const auto& each : passages)
            if (each.seen.plate == seen.plate && each.seen.sighting != seen.sighting) found.push_back(each);
        return found;
    }
    std::vector<Passage> passages;
};

class WatcherTest : public storage::EachDatabase {
protected:
    void SetUp() override {
        auto all = queue::Queue::migrations();
        for (auto& each : migrations()) all.push_back(each);
        database_ = fresh(all);
        queue_ = queue::Queue::make(*database_, clock_);
        watcher_ = std::make_unique<Watcher>(*queue_, trail_, confusions_, WatchSettings{});
        folder_ = std::filesystem::temp_directory_path() / ("watch-" + Uuid::made_at(SystemClock{}.now()).text());
        blobs_ = std::make_unique<blobs::Blobs>(folder_);
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    http::Answer call(http::Method method, const std::string& path, const std::string& body = "",
                      std::map<std::string, std::string> parameters = {},
                      std::vector<std::pair<std::string, std::string>> query = {}) {
        const Dependencies on{*database_, *blobs_, *watcher_, clock_};
        http::Request request{.method = method,
                              .path_parameters = std::move(parameters),
                              .query = std::move(query),
                              .body = body,
                              .caller = {.id = "k1", .kind = auth::CallerKind::key, .name = "Ana"},
                              .received = clock_.now()};
        auto rows = list_routes(on);
        for (auto& each : alert_routes(on)) rows.push_back(each);
        for (const auto& route : rows)
            if (route.method == method && route.path == path) return route.answer(request);
        throw std::logic_error("no such route");
    }
    json::Value good(const http::Answer& answer) {
        EXPECT_TRUE(answer) << answer.error().detail.en;
        return answer && !answer->body.empty() ? *json::parsed(answer->body) : json::Value{};
    }
    static std::string text(const json::Value& value) { return std::string(value.as_string()); }
    std::string a_list(const std::string& name = "Robados") {
        return text(
            good(call(http::Method::post, "/v1/watch/lists", R"({"name": ")" + name + R"(", "kind": "stolen"})")).at("id"));
    }
    std::string an_entry(const std::string& list, const std::string& plate, const std::string& more = "") {
        return text(
            good(call(http::Method::post, "/v1/watch/lists/{list}/entries",
                      R"({"plate": ")" + plate + R"(", "why": "robo", "who": "Comisaría 5")" + more + "}", {{"list", list}}))
                .at("id"));
    }
    json::Array alerts(const std::string& state = "") {
        std::vector<std::pair<std::string, std::string>> query;
        if (!state.empty()) query.emplace_back("state", state);
        return good(call(http::Method::get, "/v1/alerts", "", {}, query)).at("items").as_array();
    }
    std::vector<std::string> history(const json::Value& alert) {
        const auto answer = good(call(http::Method::get, "/v1/alerts/{alert}/history", "", {{"alert", text(alert.at("id"))}}));
        std::vector<std::string> all;
        for (const auto& each : answer.at("items").as_array()) all.push_back(text(each.at("what")));
        return all;
    }
    std::vector<std::string> told() {
        return database_->read([](Session& session) {
            std::vector<std::string> types;
            std::string type;
            session.for_each([&] { types.push_back(type); }, "SELECT type FROM feed_events ORDER BY position", soci::into(type));
            return types;
        });
    }

    PlateSeen seen(std::string plate, double confidence = 0.97, std::vector<Alternative> alternatives = {}) {
        return {.sighting = SightingId::made_at(clock_.now()),
                .plate = std::move(plate),
                .confidence = confidence,
                .alternatives = std::move(alternatives),
                .seen_at = clock_.now(),
                .device = "camera-1"};
    }
    // Gives whether there was anything to do.
    bool hears(const std::string& type, const std::string& data) {
        const std::vector<feed::Event> events{{1, {type, "", "", clock_.now(), data}}};
        const auto effect = database_->read([&](Session& session) { return watcher_->consider(session, events, clock_); });
        if (effect) database_->write([&](Session& session) { effect(session); });
        return static_cast<bool>(effect);
    }
    bool hears(const PlateSeen& seen) { return hears(std::string(PlateSeen::event), json::text_of(seen)); }
    bool hears_corrected(const PlateSeen& now, const std::string& before) {
        return hears(std::string(PlateCorrected::event), json::text_of(PlateCorrected{now, before, now.seen_at}));
    }

    ManualClock clock_{noon};
    FakeTrail trail_;
    const Confusions confusions_ = Confusions::of_look_alikes();
    std::unique_ptr<storage::Database> database_;
    std::unique_ptr<queue::Queue> queue_;
    std::unique_ptr<Watcher> watcher_;
    std::filesystem::path folder_;
    std::unique_ptr<blobs::Blobs> blobs_;
};
INSTANTIATE_EACH_DATABASE(WatcherTest);

TEST_P(WatcherTest, ASightingOfAListedPlateAlertsOnce) {
    const auto list = a_list();
    an_entry(list, "ab 123 cd");
    const auto one = seen("AB123CD");
    EXPECT_TRUE(hears(one));
    hears(one);  // told again, as may happen
    ASSERT_EQ(alerts().size(), 1u);
    const auto alert = alerts()[0];
    EXPECT_EQ(alert.at("plate"), "AB123CD");
    EXPECT_EQ(alert.at("chance"), 0.97);
    EXPECT_EQ(alert.at("listed").at("list_name"), "Robados");
    EXPECT_EQ(alert.at("listed").at("why"), "robo");
    EXPECT_EQ(alert.at("listed").at("stale"), false);
    EXPECT_EQ(alert.at("times"), 1);
    EXPECT_TRUE(alert.at("seen").at("crop").is_null());
    EXPECT_EQ(told(), (std::vector<std::string>{"alert.raised"}));
    EXPECT_FALSE(hears(seen("ZZ999ZZ")));
}

TEST_P(WatcherTest, MisreadingsAlertWithTheirChance) {
    an_entry(a_list(), "AB123CD");
    EXPECT_FALSE(hears(seen("AB723CD", 0.97)));
    EXPECT_TRUE(hears(seen("AB723CD", 0.6, {{"AB123CD", 0.3}})));
    ASSERT_EQ(alerts().size(), 1u);
    EXPECT_EQ(alerts()[0].at("read_as"), "AB723CD");
    EXPECT_NEAR(alerts()[0].at("chance").as_double(), 0.3, 0.02);
    EXPECT_NE(text(alerts()[0].at("text").at("es")).find("Leída como AB723CD"), std::string::npos);
}

TEST_P(WatcherTest, AnEntryThatEndedAlertsAsStale) {
    const auto list = a_list();
    an_entry(list, "AB123CD", R"(, "until": "2026-03-02T11:00:00Z")");
    EXPECT_TRUE(hears(seen("AB123CD")));
    EXPECT_EQ(alerts()[0].at("listed").at("stale"), true);
}

TEST_P(WatcherTest, RepeatsOfADeviceWithinTenMinutesAreOneAlert) {
    an_entry(a_list(), "AB123CD");
    hears(seen("AB123CD"));
    clock_.advance(9min);
    hears(seen("AB123CD", 0.99));
    ASSERT_EQ(alerts().size(), 1u);
    EXPECT_EQ(alerts()[0].at("times"), 2);
    EXPECT_EQ(alerts()[0].at("chance"), 0.99);
    auto elsewhere = seen("AB123CD");
    elsewhere.device = "camera-2";
    hears(elsewhere);
    EXPECT_EQ(alerts().size(), 2u);
    clock_.advance(11min);
    hears(seen("AB123CD"));
    EXPECT_EQ(alerts().size(), 3u);
    EXPECT_EQ(told(), (std::vector<std::string>{"alert.raised", "alert.repeated", "alert.raised", "alert.raised"}));
    EXPECT_EQ(history(alerts()[2]), (std::vector<std::string>{"raised", "repeated"}));
}

TEST_P(WatcherTest, APersonConfirmsOrDismisses) {
    an_entry(a_list(), "AB123CD");
    hears(seen("AB123CD"));
    const std::map<std::string, std::string> which{{"alert", text(alerts()[0].at("id"))}};
    const auto verdict = [&](const std::string& body) {
        return call(http::Method::put, "/v1/alerts/{alert}/verdict", body, which);
    };
    EXPECT_EQ(good(verdict(R"({"is": "dismissed", "note": "es un 7"})")).at("state"), "dismissed");
    EXPECT_EQ(good(verdict(R"({"is": "dismissed"})")).at("version"), 2);  // as it is already
    EXPECT_EQ(good(verdict(R"({"is": "confirmed"})")).at("version"), 3);
    EXPECT_TRUE(alerts("raised").empty());
    EXPECT_EQ(alerts("confirmed").size(), 1u);
    const auto lines = good(call(http::Method::get, "/v1/alerts/{alert}/history", "", which)).at("items").as_array();
    ASSERT_EQ(lines.size(), 3u);
    EXPECT_TRUE(lines[0].at("by").is_null());
    EXPECT_EQ(lines[1].at("by").at("name"), "Ana");
    EXPECT_EQ(lines[1].at("note"), "es un 7");
    EXPECT_EQ(verdict(R"({"is": "maybe"})").error().problem, "body-invalid");
    EXPECT_EQ(call(http::Method::get, "/v1/alerts", "", {}, {{"state", "x"}, {"plate", "?"}}).error().faults.size(), 2u);
}

TEST_P(WatcherTest, ACorrectedReadingWithdrawsItsAlertOrRaisesAnother) {
    const auto list = a_list();
    an_entry(list, "AB123CD");
    auto one = seen("AB123CD", 0.7);
    hears(one);
    one.plate = "XY999ZZ";
    one.confidence = 1;
    EXPECT_TRUE(hears_corrected(one, "AB123CD"));
    EXPECT_EQ(alerts("withdrawn").size(), 1u);
    EXPECT_EQ(
        call(http::Method::put, "/v1/alerts/{alert}/verdict", R"({"is": "confirmed"})", {{"alert", text(alerts()[0].at("id"))}})
            .error()
            .problem,
        "alert-withdrawn");
    an_entry(list, "QQ111QQ");
    one.plate = "QQ111QQ";
    hears_corrected(one, "XY999ZZ");
    ASSERT_EQ(alerts("raised").size(), 1u);
    EXPECT_GT(alerts("raised")[0].at("chance").as_double(), 0.99);
}

TEST_P(WatcherTest, ACorrectionThatIsTakenBackRaisesTheAlertAgain) {
    an_entry(a_list(), "AB123CD");
    auto one = seen("AB123CD", 0.9);
    hears(one);
    one.plate = "XY999ZZ";
    hears_corrected(one, "AB123CD");
    one.plate = "AB123CD";
    hears_corrected(one, "XY999ZZ");
    ASSERT_EQ(alerts().size(), 1u);
    EXPECT_EQ(alerts()[0].at("state"), "raised");
    EXPECT_EQ(history(alerts()[0]), (std::vector<std::string>{"raised", "withdrawn", "raised"}));
}

TEST_P(WatcherTest, ASightingThatComesLateJoinsTheAlertOfItsTime) {
    an_entry(a_list(), "AB123CD");
    const auto late = [&](std::chrono::minutes after) {
        auto one = seen("AB123CD");
        one.seen_at = clock_.now() + after;
        return one;
    };
    hears(late(0min));
    hears(late(180min));
    hears(late(5min));
    EXPECT_EQ(alerts().size(), 2u);
}

TEST_P(WatcherTest, ACorrectionMakesAnAlertSurer) {
    an_entry(a_list(), "AB123CD");
    auto one = seen("AB723CD", 0.6, {{"AB123CD", 0.3}});
    hears(one);
    one.plate = "AB123CD";
    one.confidence = 1;
    hears_corrected(one, "AB723CD");
    ASSERT_EQ(alerts().size(), 1u);
    EXPECT_GT(alerts()[0].at("chance").as_double(), 0.99);
    EXPECT_EQ(alerts()[0].at("read_as"), "AB123CD");
    EXPECT_EQ(history(alerts()[0]), (std::vector<std::string>{"raised", "corrected"}));
}

TEST_P(WatcherTest, ImpossibleTravelAlertsWithBothSightingsAndTheirPictures) {
    const auto picture = blobs_->put("a picture"), other_picture = blobs_->put("another");
    auto before = seen("AB123CD");
    before.place = Place{-34.6037, -58.3816, 10.0, PlaceSource::device};
    before.crop_sha256 = other_picture.sha256;
    trail_.passages.push_back({before, before.seen_at});
    EXPECT_FALSE(hears(before));
    clock_.advance(5min);
    auto now = seen("AB123CD");
    now.place = Place{-34.25, -58.3816, 10.0, PlaceSource::device};
    now.crop_sha256 = picture.sha256;
    now.device = "camera-2";
    EXPECT_TRUE(hears(now));
    ASSERT_EQ(alerts().size(), 1u);
    const auto alert = alerts()[0];
    EXPECT_EQ(alert.at("kind"), "travel");
    EXPECT_TRUE(alert.at("listed").is_null());
    EXPECT_EQ(text(alert.at("travel").at("other").at("sighting")), before.sighting.text());
    EXPECT_GT(alert.at("travel").at("needed_kmh").as_double(), 400);
    const std::map<std::string, std::string> which{{"alert", text(alert.at("id"))}};
    EXPECT_EQ(text(alert.at("seen").at("crop")), "/v1/alerts/" + which.at("alert") + "/crop");
    EXPECT_EQ(call(http::Method::get, "/v1/alerts/{alert}/crop", "", which)->file, *blobs_->find(picture.sha256));
    EXPECT_EQ(call(http::Method::get, "/v1/alerts/{alert}/crop", "", which, {{"of", "other"}})->file,
              *blobs_->find(other_picture.sha256));
}

TEST_P(WatcherTest, ListsAndEntriesAreKeptChangedAndRemoved) {
    const auto list = a_list(), other = a_list("Buscados");
    EXPECT_EQ(call(http::Method::post, "/v1/watch/lists", R"({"name": "Robados", "kind": "stolen"})").error().faults[0].pointer,
              "/name");
    const auto entry = an_entry(list, "AB123CD");
    EXPECT_EQ(call(http::Method::post, "/v1/watch/lists/{list}/entries", R"({"plate": "AB 123 CD", "why": "a", "who": "b"})",
                   {{"list", list}})
                  .error()
                  .faults[0]
                  .code,
              "taken");
    an_entry(other, "AB123CD");
    const std::map<std::string, std::string> which{{"list", list}, {"entry", entry}};
    const auto changed = good(call(http::Method::patch, "/v1/watch/lists/{list}/entries/{entry}",
                                   R"({"plate": "ZZ999ZZ", "until": "2026-03-01T00:00:00Z"})", which));
    EXPECT_EQ(changed.at("version"), 2);
    EXPECT_EQ(changed.at("stale"), true);
    EXPECT_EQ(changed.at("added_by"), "Ana");
    hears(seen("AB123CD"));
    EXPECT_EQ(alerts().size(), 1u);  // of the other list alone
    hears(seen("ZZ999ZZ"));
    EXPECT_EQ(alerts().size(), 2u);
    EXPECT_EQ(good(call(http::Method::get, "/v1/watch/lists")).at("items").at(1).at("entries"), 1);
    EXPECT_EQ(call(http::Method::del, "/v1/watch/lists/{list}/entries/{entry}", "", which)->status, 204);
    EXPECT_EQ(call(http::Method::del, "/v1/watch/lists/{list}", "", {{"list", other}})->status, 204);
    clock_.advance(1h);
    EXPECT_FALSE(hears(seen("ZZ999ZZ")));
    EXPECT_FALSE(hears(seen("AB123CD")));
    EXPECT_EQ(alerts().size(), 2u);  // what was raised stays
}

TEST_P(WatcherTest, AFileIsTakenInAndTheSameFileAgainChangesNothing) {
    const auto list = a_list();
    const auto import = [&](const std::string& csv) {
        return good(call(http::Method::post, "/v1/watch/lists/{list}/imports", csv, {{"list", list}}));
    };
    std::string csv = "plate,why,who\n?,robo,x\n";
    for (int i = 0; i < 1'200; ++i) csv += fmt::format("AA{:03}{}B,robo,Comisaría 5\n", i % 1000, i < 1000 ? 'A' : 'B');
    const auto first = import(csv);
    EXPECT_EQ(first.at("lines"), 1'201);
    EXPECT_EQ(first.at("added"), 1'200);
    ASSERT_EQ(first.at("errors").as_array().size(), 1u);
    EXPECT_EQ(first.at("errors").at(0).at("line"), 2);
    EXPECT_EQ(import(csv).at("unchanged"), 1'200);
    EXPECT_EQ(import("plate,why,who\nAA000AB,otra cosa,x\n").at("changed"), 1);
    EXPECT_TRUE(hears(seen("AA000AB")));
    EXPECT_EQ(alerts()[0].at("listed").at("why"), "otra cosa");
}

}  // namespace
}  // namespace patente::watch
