#include "domain/audit/recorder.h"

#include <gtest/gtest.h>

#include "domain/audit/test_log.h"
#include "platform/storage/soci_types.h"

namespace patente::audit {
namespace {

using http::Answer;
using http::Method;
using http::Request;
using http::Response;
using http::Route;
using storage::Session;

class RecorderTest : public LogTest {
protected:
    RecorderTest() {
        database_->migrate({{"test/0001", "CREATE TABLE things (id {text} PRIMARY KEY)"}});
        recorder_ = std::make_unique<Recorder>(*database_, clock_, std::vector<std::string>{"watch.read"});
    }
    Request request(std::vector<std::pair<std::string, std::string>> headers = {}) {
        Request made;
        made.path_parameters = {{"thing", "t-1"}};
        made.headers = std::move(headers);
        made.caller = {"key-1", auth::CallerKind::key, "puerta", {"*"}};
        made.received = clock_.now();
        made.correlation_id = "c-1";
        made.remote_address = "192.0.2.7";
        return made;
    }
    static Route reading(std::function<Answer(const Request&)> answer, std::string permission = "sightings.read") {
        Route route{Method::get, "/v1/things/{thing}", std::move(permission), "A row of a test", std::move(answer)};
        route.personal = "things";
        return route;
    }
    Route changing(Method method = Method::post, std::string path = "/v1/things") {
        return {method, std::move(path), "things.create", "A row of a test", [this](const Request& asked) -> Answer {
                    return database_->write([&](Session& session) -> Answer {
                        session.run("INSERT INTO things (id) VALUES ('t-9')");
                        Response response{.status = 201, .headers = {{"Location", "/v1/things/t-9"}}};
                        asked.keep_answer(session, response);
                        return response;
                    });
                }};
    }
    std::vector<KeptEntry> entries() {
        number();
        std::vector<KeptEntry> all;
        database_->read(
            [&](Session& session) { store::for_each(session, 1, 1'000, [&](const KeptEntry& each) { all.push_back(each); }); });
        return all;
    }
    static Response page(std::size_t count) {
        Response response;
        response.shown = count;
        response.shown_ids = {"a", "b"};
        return response;
    }

    std::unique_ptr<Recorder> recorder_;
};
INSTANTIATE_EACH_DATABASE(RecorderTest);

TEST_P(RecorderTest, AnActHasItsEntryInItsOwnTransaction) {
    auto asked = request({{"x-reason", "pedido%20del%20due%C3%B1o"}});
    asked.path_parameters.clear();
    asked.body = R"({"name": "secret", "zone": 3})";
    const auto route = changing();
    ASSERT_TRUE(recorder_->recorded(route, asked));
    const auto all = entries();
    ASSERT_EQ(all.size(), 1u);
    const auto& entry = all[0].entry;
    EXPECT_EQ(entry.act, "POST /v1/things");
    EXPECT_EQ(entry.by, (Who{"key", "key-1", "puerta"}));
    EXPECT_EQ(entry.outcome, "done");
    EXPECT_EQ(entry.subject, (Subject{"things", "t-9"}));
    EXPECT_EQ(entry.detail, R"({"correlation":"c-1","fields":["name","zone"]})");
    EXPECT_EQ(all[0].personal->content, "{\"why\":\"pedido del dueño\"}");
    EXPECT_EQ(asked.keeper, nullptr);
}

TEST_P(RecorderTest, AnActThatIsUndoneHasNone) {
    auto asked = request();
    auto route = changing();
    const auto answer = route.answer;
    route.answer = [&](const Request& r) -> Answer {
        return database_->write([&](Session& session) -> Answer {
            session.run("INSERT INTO things (id) VALUES ('t-9')");
            return fail(ErrorKind::conflict, "taken", {"Taken.", "Ocupado."});
        });
        return answer(r);
    };
    EXPECT_FALSE(recorder_->recorded(route, asked));
    EXPECT_TRUE(entries().empty());
}

TEST_P(RecorderTest, AnActThatIsTriedAgainNamesWhatWasMadeInTheEnd) {
    auto asked = request();
    asked.path_parameters.clear();
    const auto made = [this](const Request& r, const std::string& id, bool is_kept) {
        return database_->write([&](Session& session) -> Answer {
            session.run("INSERT INTO things (id) VALUES (:id)", soci::use(id));
            Response response{.status = 201, .headers = {{"Location", "/v1/things/" + id}}};
            r.keep_answer(session, response);
            if (!is_kept) return fail(ErrorKind::conflict, "taken", {"Taken.", "Ocupado."});
            return response;
        });
    };
    auto route = changing();
    route.answer = [&](const Request& r) -> Answer {
        EXPECT_FALSE(made(r, "t-1", false));
        return made(r, "t-2", true);
    };
    ASSERT_TRUE(recorder_->recorded(route, asked));
    const auto all = entries();
    ASSERT_EQ(all.size(), 1u);
    EXPECT_EQ(all[0].entry.subject, (Subject{"things", "t-2"}));
    EXPECT_EQ(all[0].entry.detail, R"({"correlation":"c-1"})");
}

TEST_P(RecorderTest, NoActIsDoneThatCannotBeRecorded) {
    auto asked = request();
    const auto route = changing();
    drop_triggers();
    by_hand("DROP TABLE audit_entries");
    EXPECT_THROW(recorder_->recorded(route, asked), std::exception);
    int things = 0;
    database_->read([&](Session& session) { session.run("SELECT COUNT(*) FROM things", soci::into(things)); });
    EXPECT_EQ(things, 0);
    const auto look = reading([](const Request&) { return page(2); });
    EXPECT_THROW(recorder_->recorded(look, asked), std::exception);  // and no answer leaves
}

TEST_P(RecorderTest, OfSeveralTransactionsTheFirstCarriesTheEntry) {
    auto asked = request();
    auto route = changing();
    route.answer = [&](const Request&) -> Answer {
        for (const std::string id : {"1", "2"})
            database_->write([&](Session& session) { session.run("INSERT INTO things (id) VALUES (:id)", soci::use(id)); });
        return Response{};
    };
    ASSERT_TRUE(recorder_->recorded(route, asked));
    EXPECT_EQ(entries().size(), 1u);
}

TEST_P(RecorderTest, AnActThatWritesNothingIsRecordedUnlessItOnlyComputes) {
    auto asked = request();
    auto route = changing(Method::post, "/v1/things/{thing}/tests");
    route.answer = [](const Request&) -> Answer { return Response{.status = 202}; };
    ASSERT_TRUE(recorder_->recorded(route, asked));
    EXPECT_EQ(entries().at(0).entry.subject, (Subject{"things", "t-1"}));
    route.idempotent = false;
    ASSERT_TRUE(recorder_->recorded(route, asked));
    EXPECT_EQ(entries().size(), 1u);
}

TEST_P(RecorderTest, ALookSaysWhatWasAskedAndHowMuchWasShown) {
    auto asked = request({{"x-reason", "robo"}});
    asked.query = {{"plate", "ab 123-cd"}, {"limit", "50"}, {"from", "2026-01-01T00:00:00Z"}};
    const auto route = reading([](const Request&) { return page(2); });
    ASSERT_TRUE(recorder_->recorded(route, asked));
    const auto all = entries();
    ASSERT_EQ(all.size(), 1u);
    EXPECT_EQ(all[0].entry.act, "GET /v1/things/{thing}");
    EXPECT_EQ(all[0].entry.subject, (Subject{"things", "t-1"}));
    EXPECT_EQ(all[0].entry.detail, R"({"correlation":"c-1","count":2,"ids":["a","b"]})");
    EXPECT_EQ(all[0].personal->content, R"({"why":"robo","query":"plate=ab 123-cd&from=2026-01-01T00:00:00Z"})");
    store::Search search{.plate = "AB123CD"};
    EXPECT_EQ(database_->read([&](Session& session) { return store::search(session, search); }).size(), 1u);
}

TEST_P(RecorderTest, WhatWasNotShownOrIsNotPersonalIsNoLook) {
    auto asked = request();
    const auto missing = reading(
        [](const Request&) -> Answer { return fail(ErrorKind::not_found, "thing-not-found", {"No such thing.", "No existe."}); });
    EXPECT_FALSE(recorder_->recorded(missing, asked));
    auto plain = reading([](const Request&) { return page(2); });
    plain.personal.clear();
    EXPECT_TRUE(recorder_->recorded(plain, asked));
    EXPECT_TRUE(entries().empty());
}

TEST_P(RecorderTest, AsksWhyWhereTheSettingSaysSo) {
    auto asked = request();
    bool looked = false;
    const auto route = reading(
        [&](const Request&) {
            looked = true;
            return page(1);
        },
        "watch.read");
    const auto refused = recorder_->recorded(route, asked);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().problem, "reason-needed");
    EXPECT_FALSE(looked);
    asked.headers = {{"x-reason", "%zz"}};
    EXPECT_EQ(recorder_->recorded(route, asked).error().problem, "reason-malformed");
    asked.headers = {{"x-reason", std::string(201, 'x')}};
    EXPECT_EQ(recorder_->recorded(route, asked).error().problem, "reason-malformed");
    std::string longest;
    for (int i = 0; i < 200; ++i) longest += "%C3%B1";
    asked.headers = {{"x-reason", longest}};
    EXPECT_TRUE(recorder_->recorded(route, asked));
    const auto all = entries();
    ASSERT_EQ(all.size(), 2u);
    EXPECT_EQ(all[0].entry.outcome, "refused");
    EXPECT_EQ(all[1].entry.outcome, "done");
}

TEST_P(RecorderTest, RefusalsAreEntriesButStrangersFillNothing) {
    const auto route = reading([](const Request&) { return page(1); });
    const Error lacking{ErrorKind::forbidden, "permission-missing", {"", ""}},
        unknown{ErrorKind::unauthenticated, "key-unknown", {"", ""}};
    auto known = request(), stranger = request();
    stranger.caller = {};
    for (int i = 0; i < 3; ++i) recorder_->turned_away(route, known, lacking);
    for (int i = 0; i < 100; ++i) recorder_->turned_away(route, stranger, unknown);
    auto all = entries();
    ASSERT_EQ(all.size(), 4u);
    EXPECT_EQ(all[0].entry.outcome, "refused");
    EXPECT_EQ(all[0].entry.detail, R"({"correlation":"c-1","problem":"permission-missing"})");
    EXPECT_EQ(all[3].entry.by.kind, "nobody");
    EXPECT_EQ(all[3].personal->content, R"({"from":"192.0.2.7"})");
    recorder_->tell_counted(true);
    all = entries();
    ASSERT_EQ(all.size(), 5u);
    EXPECT_EQ(all[4].entry.detail, R"({"times":99})");
}

TEST_P(RecorderTest, SecretsStayOut) {
    auto asked = request();
    asked.path_parameters = {{"token", "abc-secret"}};
    Route route{Method::get, "/t/{token}", "", "A page", [](const Request&) -> Answer {
                    Response response;
                    response.about = "T-2026-000001";
                    return response;
                }};
    route.personal = "tickets";
    ASSERT_TRUE(recorder_->recorded(route, asked));
    route.answer = [](const Request&) -> Answer { return Response{}; };
    ASSERT_TRUE(recorder_->recorded(route, asked));
    const auto all = entries();
    EXPECT_EQ(all[0].entry.subject, (Subject{"tickets", "T-2026-000001"}));
    EXPECT_EQ(all[1].entry.subject, (Subject{"tickets", ""}));
}

}  // namespace
}  // namespace patente::audit
