#include "platform/feed/listener.h"

#include <future>

#include "platform/feed/store.h"
#include "platform/storage/soci_types.h"
#include "platform/storage/test_database.h"

namespace patente::feed {
namespace {

using namespace std::chrono_literals;
using storage::Session;

// Writes down the numbers that it heard, each with the listener; events of type "idle" ask for nothing.
class ListenerTest : public storage::EachDatabase {
protected:
    void SetUp() override {
        auto all = migrations();
        all.push_back({.name = "test/0001_heard", .sql = "CREATE TABLE test_heard (heard_number {big} NOT NULL)"});
        database_ = fresh(all);
        feed_ = std::make_unique<Feed>(*database_, clock_);
        feed_->start();
    }
    void append(const std::string& type) {
        database_->write([&](Session& session) { feed::append(session, {type, "", "", clock_.now(), "{}"}); });
    }
    Listening listening(std::vector<std::string> types = {}) {
        return {.name = "test",
                .role = "worker",
                .types = std::move(types),
                .consider = [](Session&, const std::vector<Event>& events) -> Effect {
                    std::vector<std::int64_t> numbers;
                    for (const auto& each : events) {
                        if (each.what.type == "poison") throw std::runtime_error("not to be heard");
                        if (each.what.type != "idle") numbers.push_back(each.number);
                    }
                    if (numbers.empty()) return {};
                    return [numbers](Session& session) {
                        for (const auto each : numbers)
                            session.run("INSERT INTO test_heard (heard_number) VALUES (:number)", soci::use(each));
                    };
                }};
    }
    std::vector<std::int64_t> heard() {
        return database_->read([](Session& session) {
            std::vector<std::int64_t> numbers;
            std::int64_t number = 0;
            session.for_each([&] { numbers.push_back(number); }, "SELECT heard_number FROM test_heard ORDER BY heard_number",
                             soci::into(number));
            return numbers;
        });
    }
    std::vector<std::int64_t> heard_once_there_are(std::size_t count) {
        const auto end = std::chrono::steady_clock::now() + 60s;
        while (heard().size() < count && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(5ms);
        return heard();
    }
    std::int64_t position() {
        return database_->write([](Session& session) { return position_of(session, "test", -1); });
    }

    ManualClock clock_{Instant{1'800'000'000s}};
    std::unique_ptr<storage::Database> database_;
    std::unique_ptr<Feed> feed_;
};
INSTANTIATE_EACH_DATABASE(ListenerTest);

using Numbers = std::vector<std::int64_t>;

TEST_P(ListenerTest, HearsWhatHappensFromItsFirstStartOnAlsoWhileItWasAway) {
    append("before");
    {
        Listener first(*feed_, *database_, listening());
        first.start();
        append("a");
        append("idle");
        EXPECT_EQ(heard_once_there_are(1), (Numbers{2}));
    }
    append("b");
    append("c");
    Listener second(*feed_, *database_, listening());
    second.start();
    EXPECT_EQ(heard_once_there_are(3), (Numbers{2, 4, 5}));
}

TEST_P(ListenerTest, HearsOnlyItsTypes) {
    Listener listener(*feed_, *database_, listening({"b", "c"}));
    listener.start();
    for (const auto* type : {"a", "b", "a", "c"}) append(type);
    EXPECT_EQ(heard_once_there_are(2), (Numbers{2, 4}));
}

TEST_P(ListenerTest, OfSeveralProcessesOneHearsEach) {
    const auto elsewhere = fresh();
    Feed other_feed(*elsewhere, clock_);
    other_feed.start();
    Listener here(*feed_, *database_, listening()), there(other_feed, *elsewhere, listening());
    here.start();
    there.start();
    Numbers all;
    for (std::int64_t i = 1; i <= 301; ++i) {  // the last one is heard: only then is its position saved at once
        append(i % 3 == 0 ? "idle" : "a");
        if (i % 3 != 0) all.push_back(i);
    }
    EXPECT_EQ(heard_once_there_are(all.size()), all);
    here.stop();
    there.stop();
    EXPECT_EQ(heard(), all);
    EXPECT_EQ(position(), 301);
}

TEST_P(ListenerTest, OfTwoWhoMoveAPositionToTheSamePlaceOneHasMovedIt) {
    database_->write([](Session& session) {
        position_of(session, "test", 7);
        EXPECT_TRUE(move_position(session, "test", 7, 9));
        EXPECT_FALSE(move_position(session, "test", 7, 9));
        EXPECT_EQ(position_of(session, "test", 0), 9);
    });
}

TEST_P(ListenerTest, PassesOverWhatCannotBeHeardAndGoesOn) {
    Listener listener(*feed_, *database_, listening());
    database_->write([&](Session& session) {
        for (const auto* type : {"a", "poison", "b"}) feed::append(session, {type, "", "", clock_.now(), "{}"});
    });
    listener.start();  // its first start is later than these: begin before them
    listener.stop();
    database_->write([](Session& session) { move_position(session, "test", position_of(session, "test", 0), 0); });
    listener.start();
    EXPECT_EQ(heard_once_there_are(2), (Numbers{1, 3}));
}

}  // namespace
}  // namespace patente::feed
