#include "domain/operations/api.h"

#include <gtest/gtest.h>

#include "platform/queue/store.h"
#include "platform/storage/test_database.h"

namespace patente::operations {
namespace {

const Instant noon = *parse_rfc3339("2026-03-02T12:00:00Z");

class Ill final : public Examiner {
public:
    Examination examined() override {
        return {.at = noon,
                .findings = {{"queue", State::ok, {"Nothing waits.", "Nada espera."}, {}},
                             {"disk", State::failed, {"It is full.", "Está lleno."}, {"Make room.", "Haga lugar."}}},
                .version = "1.2.3",
                .database = "sqlite",
                .running_since = noon - std::chrono::hours{1},
                .disks = {{"/data", 10, 100}},
                .models = {{"plate.onnx", "abc"}}};
    }
};

class OperationsTest : public storage::EachDatabase {
protected:
    void SetUp() override { database_ = fresh(queue::Queue::migrations()); }

    http::Answer call(http::Method method, const std::string& path, std::vector<std::pair<std::string, std::string>> query = {},
                      const std::string& body = "", const std::string& job = "") {
        const http::Request request{.method = method,
                                    .path_parameters = {{"job", job}},
                                    .query = std::move(query),
                                    .body = body,
                                    .language = Language::es,
                                    .received = noon};
        const queue::Roles roles{{"t.print", "worker"}, {"t.read", "reader"}};
        const Dependencies on{*database_, [&] { return roles; }, examiner_, settings_};
        for (const auto& route : feature(on).routes)
            if (route.method == method && route.path == path) return route.answer(request);
        throw std::logic_error("no such route");
    }
    json::Value got(const std::string& path, std::vector<std::pair<std::string, std::string>> query = {}) {
        return *json::parsed(call(http::Method::get, path, std::move(query)).value().body);
    }
    queue::JobId dead(const std::string& kind, const std::string& payload = "{}") {
        const queue::Job job{.id = queue::JobId::made_at(noon), .kind = kind, .payload = payload, .made_at = noon};
        database_->write([&](storage::Session& session) {
            queue::add_job(session, job, noon);
            queue::bury(session, job, noon, "out of paper");
        });
        return job.id;
    }

    Ill examiner_;
    std::vector<Setting> settings_;
    std::unique_ptr<storage::Database> database_;
};
INSTANTIATE_EACH_DATABASE(OperationsTest);

TEST_P(OperationsTest, DeadJobsAreShownAndTriedAgainOneByOneOrAllOfAKind) {
    const auto first = dead("t.print", R"({"page":1})"), second = dead("t.print", "no JSON"), other = dead("t.read");
    const auto strange = dead("t.of_yesterday");

    const auto figures = got("/v1/queue");
    EXPECT_EQ(figures.at("dead"), 4);
    EXPECT_EQ(figures.at("kinds").as_array().size(), 3u);
    EXPECT_EQ(figures.at_pointer("/kinds/1/role"), "worker");
    EXPECT_TRUE(figures.at_pointer("/kinds/0/role").is_null()) << "of_yesterday";

    const auto page = got("/v1/jobs", {{"job", "t.print"}, {"limit", "1"}});
    EXPECT_EQ(page.at_pointer("/items/0/payload"), "no JSON");
    const auto next = got("/v1/jobs", {{"job", "t.print"}, {"cursor", std::string(page.at("next").as_string())}});
    EXPECT_EQ(next.at_pointer("/items/0/payload/page"), 1);
    EXPECT_EQ(next.at_pointer("/items/0/reason"), "out of paper");
    EXPECT_EQ(next.at_pointer("/items/0/retriable"), true);
    EXPECT_TRUE(next.at("next").is_null());

    const std::string retry = "/v1/jobs/{job}/retries";
    EXPECT_EQ(call(http::Method::post, retry, {}, "", strange.text()).error().problem, "job-unknown");
    EXPECT_EQ(call(http::Method::post, retry, {}, "", first.text())->status, 202);
    EXPECT_EQ(call(http::Method::post, retry, {}, "", first.text()).error().problem, "job-not-dead");
    EXPECT_EQ(call(http::Method::get, "/v1/jobs/{job}", {}, "", "nonsense").error().problem, "job-not-found");
    EXPECT_EQ(got("/v1/jobs", {{"state", "waiting"}}).at_pointer("/items/0/id"), json::Value(first.text()));

    const auto all_of_kind = call(http::Method::post, "/v1/jobs/retries", {}, R"({"job": "t.print"})");
    EXPECT_EQ(all_of_kind->body, R"({"retried":1,"left":0})");
    EXPECT_EQ(call(http::Method::post, "/v1/jobs/retries")->body, R"({"retried":1,"left":1})");
    for (const auto& id : {first, second, other})
        EXPECT_EQ(json::parsed(call(http::Method::get, "/v1/jobs/{job}", {}, "", id.text())->body)->at("state"), "waiting");
    EXPECT_EQ(call(http::Method::get, "/v1/jobs", {{"state", "lost"}}).error().problem, "query-invalid");
}

TEST_P(OperationsTest, HealthIsTheWorstFindingInTheCallersLanguage) {
    const auto health = got("/v1/health");
    EXPECT_EQ(health.at("state"), "failed");
    EXPECT_EQ(health.at_pointer("/findings/1/what"), "Está lleno.");
    EXPECT_EQ(health.at_pointer("/findings/1/todo"), "Haga lugar.");
    EXPECT_EQ(health.at_pointer("/disks/0/free_bytes"), 10);
    EXPECT_EQ(health.at_pointer("/models/0/file"), "plate.onnx");
}

TEST_P(OperationsTest, ASecretIsToldToBeSetAndNothingElse) {
    settings_ = {{"port", "PATENTE_PORT", "9000", "8080", Source::flag, {"Port", "Puerto"}},
                 {"payment-secrets", "", std::nullopt, std::nullopt, Source::environment, {"Secrets", "Secretos"}}};
    const auto items = got("/v1/settings").at("items");
    EXPECT_EQ(json::text_of(items.at(0)),
              R"({"name":"port","environment":"PATENTE_PORT","value":"9000","default":"8080","source":"flag","secret":false,)"
              R"("help":"Puerto"})");
    EXPECT_EQ(items.at(1).at("secret"), true);
    EXPECT_TRUE(items.at(1).at("value").is_null());
    EXPECT_EQ(items.at(1).at("source"), "environment");
}

}  // namespace
}  // namespace patente::operations
