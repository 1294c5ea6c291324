#include "platform/http/idempotency.h"

#include <boost/json/parse.hpp>

#include "platform/http/test_server.h"
#include "platform/storage/test_database.h"

namespace patente::http {
namespace {

class IdempotencyTest : public storage::EachDatabase {
protected:
    Request request(std::string key = "k1", std::string body = "{}") const {
        Request request;
        request.method = Method::post;
        request.path = "/v1/things";
        request.headers = {{"idempotency-key", std::move(key)}};
        request.body = std::move(body);
        request.caller.id = "caller";
        request.received = now_;
        return request;
    }
    // A handler that counts, and answers with the count.
    std::function<Answer(const Request&)> counting(int status = 201) {
        return [this, status](const Request&) -> Answer {
            Response response;
            response.status = status;
            response.body = "made " + std::to_string(++done_) + std::string("\0\xFF", 2);
            response.headers = {{"Location", "/v1/things/1"}};
            return response;
        };
    }
    static bool is_replayed(const Response& response) {
        return std::ranges::find(response.headers, std::pair<std::string, std::string>{"Idempotency-Replayed", "true"}) !=
               response.headers.end();
    }
    Answer ask(Idempotency& idempotency, Request request, const std::function<Answer(const Request&)>& answer) {
        return idempotency.answer_once(request, answer);
    }

    Instant now_{std::chrono::milliseconds{1'772'366'400'000}};
    int done_ = 0;
};
INSTANTIATE_EACH_DATABASE(IdempotencyTest);

TEST_P(IdempotencyTest, GivesTheSameAnswerAgain) {
    const auto database = fresh(migrations());
    Idempotency idempotency(*database);
    const auto first = ask(idempotency, request(), counting());
    const auto second = ask(idempotency, request(), counting());
    ASSERT_TRUE(first && second);
    EXPECT_EQ(done_, 1);
    EXPECT_EQ(second->status, 201);
    EXPECT_EQ(second->body, first->body);
    EXPECT_EQ(second->content_type, first->content_type);
    EXPECT_EQ(second->headers.at(0), first->headers.at(0));
    EXPECT_FALSE(is_replayed(*first));
    EXPECT_TRUE(is_replayed(*second));
}

TEST_P(IdempotencyTest, KeepsCallersKeysAndRequestsApart) {
    const auto database = fresh(migrations());
    Idempotency idempotency(*database);
    ask(idempotency, request(), counting());
    auto other_caller = request();
    other_caller.caller.id = "other";
    EXPECT_FALSE(is_replayed(*ask(idempotency, other_caller, counting())));
    EXPECT_FALSE(is_replayed(*ask(idempotency, request("k2"), counting())));
    EXPECT_EQ(ask(idempotency, request("k1", "{ }"), counting()).error().problem, "idempotency-key-reused");
    auto other_file = request("k3", "");
    other_file.parts = {{.name = "image", .sha256 = "aa"}};
    ask(idempotency, other_file, counting());
    other_file.parts[0].sha256 = "bb";
    EXPECT_EQ(ask(idempotency, other_file, counting()).error().kind, ErrorKind::invalid);
    EXPECT_EQ(done_, 4);
}

TEST_P(IdempotencyTest, RefusesWhileTheFirstRuns) {
    const auto database = fresh(migrations());
    Idempotency idempotency(*database);
    ask(idempotency, request(), [&](const Request& outer) -> Answer {
        const auto inner = ask(idempotency, outer, counting());
        EXPECT_EQ(inner.error().problem, "idempotency-key-running");
        EXPECT_EQ(inner.error().retry_after_s, 1);
        return Response{};
    });
    EXPECT_EQ(done_, 0);
}

TEST_P(IdempotencyTest, TakesOverWhatADeadProcessLeft) {
    const auto database = fresh(migrations());
    auto dead = process::own_identity();
    dead.started = 1;  // our pid, another start
    const AnswerId id{"caller", "k1"};
    IdempotencyStore before(*database, dead);
    before.begin(id, fingerprint_of(request()), now_);
    Idempotency idempotency(*database);
    EXPECT_EQ(ask(idempotency, request(), counting())->status, 201);
    EXPECT_THROW(before.keep(id, Response{}), storage::Unavailable);
    EXPECT_TRUE(is_replayed(*ask(idempotency, request(), counting())));

    const AnswerId far{"caller", "k2"};
    IdempotencyStore elsewhere(*database, {"another machine", 1, 1});
    elsewhere.begin(far, fingerprint_of(request("k2")), now_);
    EXPECT_FALSE(ask(idempotency, request("k2"), counting()));
    now_ += std::chrono::minutes{10};
    EXPECT_TRUE(ask(idempotency, request("k2"), counting()));
}

TEST_P(IdempotencyTest, DoesAgainWhatFailed) {
    const auto database = fresh(migrations());
    Idempotency idempotency(*database);
    EXPECT_EQ(ask(idempotency, request(), counting(503))->status, 503);
    EXPECT_THROW(ask(idempotency, request(), [](const Request&) -> Answer { throw std::runtime_error("no"); }),
                 std::runtime_error);
    EXPECT_EQ(ask(idempotency, request(), counting(201))->status, 201);
    EXPECT_EQ(done_, 2);
}

TEST_P(IdempotencyTest, KeepsRefusals) {
    const auto database = fresh(migrations());
    Idempotency idempotency(*database);
    const auto refuse = [&](const Request&) -> Answer {
        ++done_;
        return fail(ErrorKind::invalid, "thing-invalid", {"No.", "No."});
    };
    EXPECT_EQ(ask(idempotency, request(), refuse)->status, 422);
    const auto again = ask(idempotency, request(), refuse);
    EXPECT_EQ(again->content_type, "application/problem+json");
    EXPECT_TRUE(is_replayed(*again));
    EXPECT_EQ(done_, 1);
}

TEST_P(IdempotencyTest, KeepsTheAnswerWithItsEffect) {
    const auto database = fresh(migrations());
    Idempotency idempotency(*database);
    Response given;
    given.body = "in one transaction";
    EXPECT_THROW(ask(idempotency, request(),
                     [&](const Request& request) -> Answer {
                         database->write([&](storage::Session& session) { request.keep_answer(session, given); });
                         throw std::runtime_error("the answer is lost, its effect is not");
                     }),
                 std::runtime_error);
    const auto again = ask(idempotency, request(), counting());
    EXPECT_EQ(again->body, "in one transaction");
    EXPECT_EQ(done_, 0);
}

TEST_P(IdempotencyTest, TheLastAnswerTakesThePlaceOfThatKeptWithTheEffect) {
    const auto database = fresh(migrations());
    Idempotency idempotency(*database);
    Response early;
    early.status = 202;
    const auto answer = [&](const Request& request) -> Answer {
        database->write([&](storage::Session& session) { request.keep_answer(session, early); });
        return counting()(request);
    };
    EXPECT_EQ(ask(idempotency, request(), answer)->status, 201);
    const auto again = ask(idempotency, request(), answer);
    EXPECT_EQ(again->status, 201);
    EXPECT_TRUE(is_replayed(*again));
    EXPECT_EQ(done_, 1);

    const auto fail_late = [&](const Request& request) -> Answer {
        database->write([&](storage::Session& session) { request.keep_answer(session, early); });
        return Response{.status = 503};
    };
    EXPECT_EQ(ask(idempotency, request("k2"), fail_late)->status, 503);
    EXPECT_EQ(ask(idempotency, request("k2"), counting())->status, 202) << "the effect is there: not done again";
    EXPECT_EQ(done_, 1);
}

TEST_P(IdempotencyTest, ForgetsAfterADay) {
    const auto database = fresh(migrations());
    Idempotency idempotency(*database);
    ask(idempotency, request(), counting());
    now_ += std::chrono::hours{24} - std::chrono::milliseconds{1};
    EXPECT_TRUE(is_replayed(*ask(idempotency, request(), counting())));
    now_ += std::chrono::milliseconds{1};
    EXPECT_FALSE(is_replayed(*ask(idempotency, request("k1", "another body"), counting())));
    idempotency.sweep(now_ + std::chrono::hours{25});
    long long rows = -1;
    database->read([&](storage::Session& session) { session.run("SELECT COUNT(*) FROM http_idempotency", soci::into(rows)); });
    EXPECT_EQ(rows, 0);
}

TEST_P(IdempotencyTest, RefusesKeysThatAreNone) {
    const auto database = fresh(migrations());
    Idempotency idempotency(*database);
    EXPECT_EQ(ask(idempotency, request(std::string(256, 'k')), counting()).error().kind, ErrorKind::malformed);
    EXPECT_EQ(ask(idempotency, request("with space"), counting()).error().kind, ErrorKind::malformed);
    EXPECT_TRUE(ask(idempotency, request(std::string(255, 'k')), counting()));
}

TEST_F(ServerTest, DoesAPostWithAKeyOnce) {
    storage::TestDatabase place(storage::Dialect::sqlite);
    const auto database = storage::Database::open(place.settings);
    database->migrate(migrations());
    Idempotency idempotency(*database);
    int made = 0;
    auto reading = row(Method::post, "/read", [&](const Request&) { return text_response(std::to_string(++made)); });
    reading.idempotent = false;
    start({row(Method::post, "/make", [&](const Request&) { return text_response(std::to_string(++made)); }), reading},
          &idempotency);
    auto client = this->client();
    EXPECT_EQ(client.post("/make", "text/plain", "x", "Idempotency-Key: a\r\n").body, "1");
    const auto again = client.post("/make", "text/plain", "x", "Idempotency-Key: a\r\n");
    EXPECT_EQ(again.body, "1");
    EXPECT_EQ(again.header("idempotency-replayed"), "true");
    EXPECT_EQ(client.post("/make", "text/plain", "y", "Idempotency-Key: a\r\n").status, 422);
    EXPECT_EQ(client.post("/make", "text/plain", "x").body, "2");
    EXPECT_EQ(client.post("/read", "text/plain", "x", "Idempotency-Key: a\r\n").body, "3");
    server_.reset();
}

}  // namespace
}  // namespace patente::http
