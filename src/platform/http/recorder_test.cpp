#include "platform/http/recorder.h"

#include "platform/http/idempotency.h"
#include "platform/http/test_server.h"
#include "platform/storage/test_database.h"

namespace patente::http {
namespace {

class Notes final : public Recorder {
public:
    Answer recorded(const Route& route, Request& request) override {
        auto answer = route.answer(request);
        add("recorded " + route.path + " by " + request.caller.name);
        return answer;
    }
    void turned_away(const Route& route, const Request& request, const Error& error) override {
        add(error.problem + " " + route.path + " by " + request.caller.name);
    }
    std::vector<std::string> all() {
        const std::lock_guard hold(mutex_);
        return all_;
    }

private:
    void add(std::string note) {
        const std::lock_guard hold(mutex_);
        all_.push_back(std::move(note));
    }
    std::mutex mutex_;
    std::vector<std::string> all_;
};

class RecorderTest : public ServerTest {
protected:
    RecorderTest() { settings_.recorder = &notes_; }
    Notes notes_;
};

TEST_F(RecorderTest, HearsWhoWasAnsweredAndWhoWasTurnedAway) {
    start({row(
               Method::get, "/things", [](const Request&) { return text_response("all"); }, "things.read"),
           row(Method::post, "/things", [](const Request&) { return text_response("made"); }, "things.create")});
    const std::string reader = "Authorization: Bearer pat_reader\r\n";
    EXPECT_EQ(client().get("/things", reader).body, "all");
    EXPECT_EQ(client().get("/things").status, 401);
    EXPECT_EQ(client().post("/things", "text/plain", "x", reader).status, 403);
    EXPECT_EQ(client().post("/things", "text/plain", std::string(80'000, 'x'), reader).status, 403);  // before its body
    EXPECT_EQ(client().get("/nothing").status, 404);
    EXPECT_EQ(notes_.all(),
              (std::vector<std::string>{"recorded /things by reader", "key-missing /things by ",
                                        "permission-missing /things by reader", "permission-missing /things by reader"}));
}

TEST_F(RecorderTest, HearsOfAnActOnceHoweverOftenItIsSent) {
    storage::TestDatabase place(storage::Dialect::sqlite);
    const auto database = storage::Database::open(place.settings);
    database->migrate(migrations());
    Idempotency idempotency(*database);
    start({row(Method::post, "/things", [](const Request&) { return text_response("made"); })}, &idempotency);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(client().post("/things", "text/plain", "x", "Idempotency-Key: k\r\n").body, "made");
    EXPECT_EQ(notes_.all().size(), 1u);
    server_.reset();
}

}  // namespace
}  // namespace patente::http
