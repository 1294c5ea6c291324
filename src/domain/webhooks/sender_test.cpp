// The whole room over real sockets: events go in, posts come out.
#include "domain/webhooks/sender.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "domain/webhooks/api.h"
#include "domain/webhooks/hearing.h"
#include "domain/webhooks/signing.h"
#include "domain/webhooks/store.h"
#include "platform/http/server.h"
#include "platform/storage/test_database.h"

namespace patente::webhooks {
namespace {

using namespace std::chrono_literals;
using storage::Session;

const Instant noon = *parse_rfc3339("2026-03-02T12:00:00Z");

// Somebody who is posted to; answers each post as `answer` says.
class Receiver {
public:
    struct Got {
        std::string id, timestamp, signatures, body, type, plate;
        std::int64_t number = 0;
        int status = 0;  // that it was answered
    };
    explicit Receiver(std::function<int(const Got&)> answer = [](const Got&) { return 204; }) : answer_(std::move(answer)) {
        folder_ = std::filesystem::temp_directory_path() / ("receiver-" + Uuid::made_at(SystemClock{}.now()).text());
        http::ServerSettings settings;
        settings.port = 0;
        settings.incoming = folder_;
        server_ = std::make_unique<http::Server>(
            std::move(settings),
            std::vector<http::Route>{{.method = http::Method::post,
                                      .path = "/hook",
                                      .permission = "",
                                      .summary = "Takes an event",
                                      .answer = [this](const http::Request& request) { return take(request); },
                                      .takes = http::schema_of<json::Value>()}},
            [](const auth::Credentials&) { return auth::Caller{}; }, clock_, [](const http::Finished&) {}, nullptr);
    }
    ~Receiver() {
        server_.reset();
        std::filesystem::remove_all(folder_);
    }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(server_->port()) + "/hook"; }

    std::vector<Got> all() const {
        const std::lock_guard lock(mutex_);
        return got_;
    }
    std::vector<Got> once_there_are(std::size_t count) {
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, 60s, [&] { return got_.size() >= count; });
        return got_;
    }

private:
    http::Answer take(const http::Request& request) {
        const auto event = *json::parsed(request.body);
        Got got{std::string(request.header("webhook-id")),          std::string(request.header("webhook-timestamp")),
                std::string(request.header("webhook-signature")),   request.body,
                std::string(event.at("type").as_string()),          {},
                std::stoll(std::string(event.at("id").as_string()))};
        if (event.at("plate").is_string()) got.plate = event.at("plate").as_string();
        http::Response response;
        response.status = got.status = answer_(got);
        const std::lock_guard lock(mutex_);
        got_.push_back(got);
        changed_.notify_all();
        return response;
    }

    SystemClock clock_;
    std::filesystem::path folder_;
    const std::function<int(const Got&)> answer_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Got> got_;
    std::unique_ptr<http::Server> server_;
};

class WebhooksTest : public storage::EachDatabase {
protected:
    void SetUp() override {
        auto all = feed::migrations();
        for (auto& each : migrations()) all.push_back(each);
        database_ = fresh(all);
        feed_ = std::make_unique<feed::Feed>(*database_, clock_);
        feed_->start();
        listener_ = std::make_unique<feed::Listener>(*feed_, *database_, listening(on()));
        listener_->start();
        start_sender();
    }
    void TearDown() override {
        sender_.reset();
        listener_.reset();
        feed_.reset();
    }
    void start_sender() {
        sender_ = std::make_unique<Sender>(*database_, clock_, SenderSettings{.local_allowed = true});
        sender_->start();
    }
    Dependencies on() { return {*database_, *feed_, clock_, true}; }

    http::Answer call(http::Method method, const std::string& path, const std::string& body = "",
                      std::map<std::string, std::string> parameters = {}, std::string query = "") {
        http::Request request{.method = method, .path_parameters = std::move(parameters), .body = body, .received = clock_.now()};
        if (!query.empty()) request.query = {{"state", query}};
        for (const auto& route : routes(on()))
            if (route.method == method && route.path == "/v1/webhooks" + path) return route.answer(request);
        throw std::logic_error("no such route");
    }
    json::Value registered(const Receiver& receiver, const std::string& filter = R"("types": [])") {
        const auto answer = call(http::Method::post, "", R"({"url": ")" + receiver.url() + "\", " + filter + "}");
        EXPECT_TRUE(answer) << answer.error().detail.en;
        return *json::parsed(answer->body);
    }
    static std::string id_of(const json::Value& webhook) { return std::string(webhook.at("id").as_string()); }
    json::Value shown(const std::string& webhook) {
        return *json::parsed(call(http::Method::get, "/{webhook}", "", {{"webhook", webhook}})->body);
    }
    json::Array deliveries(const std::string& webhook, const std::string& state) {
        return json::parsed(call(http::Method::get, "/{webhook}/deliveries", "", {{"webhook", webhook}}, state)->body)
            ->at("items")
            .as_array();
    }
    std::size_t counts_of_attempts(const std::string& webhook) {
        std::size_t count = 0;
        for (const auto& each : deliveries(webhook, "waiting")) count += static_cast<std::size_t>(each.at("attempts").as_int64());
        return count;
    }
    static bool in_order(const std::vector<Receiver::Got>& posts) {
        std::map<std::string, std::int64_t> last;
        return std::ranges::all_of(posts,
                                   [&](const auto& each) { return each.number > std::exchange(last[each.plate], each.number); });
    }
    void wait_until(const std::function<bool()>& holds) {
        const auto end = std::chrono::steady_clock::now() + 60s;
        while (!holds() && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(5ms);
        EXPECT_TRUE(holds());
    }
    void happens(const std::string& type, const std::string& plate = "", const std::string& zone = "") {
        database_->write([&](Session& session) { feed::append(session, {type, plate, zone, clock_.now(), R"({"n":1})"}); });
    }

    ManualClock clock_{noon};
    std::unique_ptr<storage::Database> database_;
    std::unique_ptr<feed::Feed> feed_;
    std::unique_ptr<feed::Listener> listener_;
    std::unique_ptr<Sender> sender_;
};
INSTANTIATE_EACH_DATABASE(WebhooksTest);

TEST_P(WebhooksTest, PostsWhatFitsTheFilterSignedWithEverySecret) {
    happens("parking.opened", "AB123CD");  // before it was registered
    Receiver receiver;
    const auto webhook = registered(receiver, R"("types": ["alert", "parking.opened"], "plate": "ab 123 cd")");
    const std::string first(webhook.at("secrets").at(0).at("secret").as_string());
    const auto added = call(http::Method::post, "/{webhook}/secrets", "", {{"webhook", id_of(webhook)}});
    const std::string second(json::parsed(added->body)->at("secret").as_string());

    happens("parking.closed", "AB123CD");
    happens("alert.raised", "AB123CD", "z1");
    happens("alert.raised", "ZZ999ZZ");
    happens("parking.opened", "AB123CD");
    const auto got = receiver.once_there_are(2);
    ASSERT_EQ(got.size(), 2u);
    EXPECT_EQ(got[0].type, "alert.raised");
    EXPECT_EQ(got[1].type, "parking.opened");
    EXPECT_EQ(got[0].body,
              R"({"id":"3","type":"alert.raised","at":"2026-03-02T12:00:00Z","plate":"AB123CD","zone":"z1","data":{"n":1}})");
    EXPECT_EQ(got[0].timestamp, std::to_string(noon.time_since_epoch().count() / 1000));
    EXPECT_EQ(got[0].signatures,
              signature(first, got[0].id, noon, got[0].body) + " " + signature(second, got[0].id, noon, got[0].body));
    wait_until([&] { return deliveries(id_of(webhook), "delivered").size() == 2; });
    const auto view = shown(id_of(webhook));
    EXPECT_TRUE(view.at("secrets").at(0).at("secret").is_null());
    EXPECT_EQ(view.at("health").at("waiting"), 0);
}

TEST_P(WebhooksTest, ALaterEventOfAPlateWaitsForTheEarlierAndOthersDoNot) {
    std::atomic<bool> works = false;
    Receiver receiver([&](const Receiver::Got& got) { return got.plate == "AA111AA" && !works ? 500 : 200; });
    const auto webhook = id_of(registered(receiver));
    happens("alert.raised", "AA111AA");
    happens("alert.dismissed", "AA111AA");
    happens("alert.raised", "BB222BB");
    EXPECT_EQ(receiver.once_there_are(2).size(), 2u);
    wait_until([&] {  // what came of both is written down
        const auto waiting = deliveries(webhook, "waiting");
        return waiting.size() == 2 && std::ranges::any_of(waiting, [](const auto& each) { return each.at("attempts") == 1; });
    });
    works = true;
    clock_.advance(2s);
    const auto got = receiver.once_there_are(4);
    ASSERT_EQ(got.size(), 4u);
    EXPECT_EQ(got[2].type, "alert.raised");
    EXPECT_EQ(got[3].type, "alert.dismissed");
    std::set<std::string> ids;
    for (const auto& each : got) ids.insert(each.id);
    EXPECT_EQ(ids.size(), 3u);  // the same at both attempts
}

TEST_P(WebhooksTest, AReceiverThatIsDownHarmsNobodyElseAndGetsAllOnceItIsBack) {
    std::atomic<bool> works = false;
    Receiver receiver([&](const Receiver::Got&) { return works ? 200 : 503; }), other;
    const auto down = id_of(registered(receiver));
    registered(other);
    for (int i = 0; i < 40; ++i) happens("alert.raised", "AA00" + std::to_string(i % 10) + "AA");
    EXPECT_EQ(other.once_there_are(40).size(), 40u);
    wait_until([&] { return shown(down).at("health").at("down").as_bool(); });
    wait_until([&] { return counts_of_attempts(down) == receiver.all().size(); });  // all of them are written down
    const auto refused = receiver.all().size();
    EXPECT_LE(refused, 10u) << "one of each plate, and none again before its time";
    works = true;
    const auto all_came = [&] { return deliveries(down, "delivered").size() == 40; };
    const auto end = std::chrono::steady_clock::now() + 120s;
    while (!all_came() && std::chrono::steady_clock::now() < end) {
        clock_.advance(10s);  // and in all less than the day after which a delivery is given up
        std::this_thread::sleep_for(20ms);
    }
    EXPECT_TRUE(all_came());
    const auto got = receiver.all();
    std::set<std::string> ids;
    for (const auto& each : got) ids.insert(each.id);
    EXPECT_EQ(ids.size(), 40u);
    EXPECT_FALSE(shown(down).at("health").at("down").as_bool());
    EXPECT_TRUE(in_order(other.all()));
    std::vector<Receiver::Got> taken;
    std::ranges::copy_if(got, std::back_inserter(taken), [](const auto& each) { return each.status == 200; });
    EXPECT_TRUE(in_order(taken));
}

TEST_P(WebhooksTest, OneThatIsRefusedEachTimeDoesNotKeepOtherPlatesWaiting) {
    Receiver receiver([](const Receiver::Got& got) { return got.plate == "AA111AA" ? 500 : 200; });
    const auto webhook = id_of(registered(receiver));
    happens("alert.raised", "AA111AA");
    const auto passes = [&](const std::function<bool()>& holds) {
        const auto end = std::chrono::steady_clock::now() + 60s;
        while (!holds() && std::chrono::steady_clock::now() < end) {
            clock_.advance(10s);
            std::this_thread::sleep_for(20ms);
        }
        return holds();
    };
    EXPECT_TRUE(passes([&] { return shown(webhook).at("health").at("down").as_bool(); }));
    happens("alert.raised", "BB222BB");
    EXPECT_TRUE(passes([&] { return deliveries(webhook, "delivered").size() == 1; }));
    EXPECT_EQ(deliveries(webhook, "waiting").size(), 1u);
}

TEST_P(WebhooksTest, OneThatIsDownIsTriedAtOnceWhenAPersonAsks) {
    std::atomic<bool> works = false;
    Receiver receiver([&](const Receiver::Got&) { return works ? 200 : 500; });
    const auto webhook = id_of(registered(receiver));
    for (int i = 0; i < 3; ++i) happens("alert.raised", "AA00" + std::to_string(i) + "AA");
    wait_until([&] { return shown(webhook).at("health").at("down").as_bool(); });
    works = true;
    ASSERT_TRUE(call(http::Method::post, "/{webhook}/tests", "", {{"webhook", webhook}}));
    wait_until([&] { return deliveries(webhook, "delivered").size() == 4; });  // and the others with it, as it is well
}

TEST_P(WebhooksTest, WhatWasDeliveredIsNeverPostedAgainAlsoAfterARestart) {
    Receiver receiver;
    const auto webhook = id_of(registered(receiver));
    happens("alert.raised", "AA111AA");
    wait_until([&] { return deliveries(webhook, "delivered").size() == 1; });
    sender_.reset();
    happens("alert.raised", "AA111AA");
    clock_.advance(1h);
    start_sender();
    wait_until([&] { return deliveries(webhook, "delivered").size() == 2; });
    EXPECT_EQ(receiver.all().size(), 2u);
}

TEST_P(WebhooksTest, DeadLettersAreListedAndSentAgain) {
    std::atomic<bool> works = false;
    Receiver receiver([&](const Receiver::Got&) { return works ? 200 : 410; });
    const auto webhook = id_of(registered(receiver));
    happens("alert.raised", "AA111AA");
    receiver.once_there_are(1);
    wait_until(
        [&] { return deliveries(webhook, "waiting").size() == 1 && deliveries(webhook, "waiting")[0].at("attempts") == 1; });
    clock_.advance(24h);
    wait_until([&] { return deliveries(webhook, "dead").size() == 1; });
    const auto dead = deliveries(webhook, "dead")[0];
    EXPECT_EQ(dead.at("last_status"), 410);
    EXPECT_EQ(dead.at("last_fault"), "HTTP 410");
    works = true;
    const std::map<std::string, std::string> which{{"webhook", webhook}, {"delivery", std::string(dead.at("id").as_string())}};
    EXPECT_EQ(call(http::Method::post, "/{webhook}/deliveries/{delivery}/retries", "", which)->status, 202);
    wait_until([&] { return deliveries(webhook, "delivered").size() == 1; });
    EXPECT_EQ(call(http::Method::post, "/{webhook}/deliveries/{delivery}/retries", "", which).error().problem,
              "webhook-delivery-not-dead");
    EXPECT_EQ(json::parsed(call(http::Method::post, "/{webhook}/retries", "", {{"webhook", webhook}})->body)->at("retried"), 0);
}

TEST_P(WebhooksTest, AreChangedPausedTestedAndRemoved) {
    Receiver receiver;
    const auto webhook = id_of(registered(receiver));
    const std::map<std::string, std::string> which{{"webhook", webhook}};
    EXPECT_EQ(json::parsed(call(http::Method::patch, "/{webhook}", R"({"active": false})", which)->body)->at("version"), 2);
    happens("alert.raised", "AA111AA");
    EXPECT_TRUE(call(http::Method::patch, "/{webhook}", R"({"active": true})", which));
    EXPECT_EQ(call(http::Method::post, "/{webhook}/tests", "", which)->status, 202);
    const auto got = receiver.once_there_are(1);
    ASSERT_EQ(got.size(), 1u);
    EXPECT_EQ(got[0].type, "webhooks.test");  // what happened meanwhile is none of its

    EXPECT_EQ(call(http::Method::patch, "/{webhook}", R"({"url": "ftp://x", "types": ["?"]})", which).error().faults.size(), 2u);
    const auto secret = std::string(shown(webhook).at("secrets").at(0).at("id").as_string());
    auto with_secret = which;
    with_secret["secret"] = secret;
    EXPECT_EQ(call(http::Method::del, "/{webhook}/secrets/{secret}", "", with_secret).error().problem, "webhook-secret-last");
    for (int i = 1; i < secrets_max; ++i) EXPECT_EQ(call(http::Method::post, "/{webhook}/secrets", "", which)->status, 201);
    EXPECT_EQ(call(http::Method::post, "/{webhook}/secrets", "", which).error().problem, "webhook-secrets-full");
    EXPECT_EQ(call(http::Method::del, "/{webhook}/secrets/{secret}", "", with_secret)->status, 204);
    EXPECT_EQ(call(http::Method::del, "/{webhook}/secrets/{secret}", "", with_secret).error().problem,
              "webhook-secret-not-found");
    EXPECT_EQ(call(http::Method::del, "/{webhook}", "", which)->status, 204);
    EXPECT_EQ(call(http::Method::get, "/{webhook}", "", which).error().problem, "webhook-not-found");
    EXPECT_EQ(json::parsed(call(http::Method::get, "")->body)->at("items").as_array().size(), 0u);
}

}  // namespace
}  // namespace patente::webhooks
