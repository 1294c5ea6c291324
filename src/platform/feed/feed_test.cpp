#include "platform/feed/feed.h"

#include <future>
#include <latch>

#include "platform/feed/store.h"
#include "platform/storage/test_database.h"

namespace patente::feed {
namespace {

using namespace std::chrono_literals;
using storage::Session;

// Keeps what it is told; has room for so many events until it is given more.
class Listener final : public Reader {
public:
    explicit Listener(std::string plate = "", std::size_t room = 1'000'000) : plate_(std::move(plate)), room_(room) {}

    bool has_room() const override {
        return locked<bool>([&] { return told_.size() < room_; });
    }
    bool wants(const NewEvent& event) const override { return plate_.empty() || event.plate == plate_; }
    bool tell(const Event& event) override { return add(event.number, event.what.type); }
    bool tell_missed(std::int64_t first, std::int64_t last) override { return add(last, "missed from " + std::to_string(first)); }
    bool is_gone() const override {
        return locked<bool>([&] { return gone_; });
    }

    std::vector<std::pair<std::int64_t, std::string>> wait_for(std::size_t count) {
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, 60s, [&] { return told_.size() >= count; });
        return told_;
    }
    void give_room(std::size_t room) {
        const std::lock_guard lock(mutex_);
        room_ = room;
    }
    void go() {
        const std::lock_guard lock(mutex_);
        gone_ = true;
    }

private:
    template <typename Outcome, typename Act>
    Outcome locked(const Act& act) const {
        const std::lock_guard lock(mutex_);
        return act();
    }
    bool add(std::int64_t number, std::string what) {
        const std::lock_guard lock(mutex_);
        told_.emplace_back(number, std::move(what));
        changed_.notify_all();
        return !gone_;
    }

    const std::string plate_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::size_t room_;
    bool gone_ = false;
    std::vector<std::pair<std::int64_t, std::string>> told_;
};

class FeedTest : public storage::EachDatabase {
protected:
    NewEvent event(std::string type, std::string plate = "AB123CD") const {
        return {std::move(type), std::move(plate), "", clock_.now(), "{}"};
    }
    void append(storage::Database& database, const std::string& type, const std::string& plate = "AB123CD") const {
        database.write([&](Session& session) { feed::append(session, event(type, plate)); });
    }
    static std::size_t rows(storage::Database& database) {
        return database.read([](Session& session) { return events_after(session, 0, 1'000'000); }).size();
    }

    using Told = std::vector<std::pair<std::int64_t, std::string>>;
    ManualClock clock_{Instant{1'800'000'000s}};
};
INSTANTIATE_EACH_DATABASE(FeedTest);

TEST_P(FeedTest, TellsWhatIsCommittedInOrder) {
    const auto database = fresh(migrations());
    Feed feed(*database, clock_);
    feed.start();
    append(*database, "before");
    const auto listener = std::make_shared<Listener>();
    feed.follow(listener, feed.last_number());
    database->write([&](Session& session) {
        feed::append(session, event("first"));
        feed::append(session, event("second"));
    });
    EXPECT_THROW(database->write([&](Session& session) {
        feed::append(session, event("undone"));
        throw std::runtime_error("undo");
    }),
                 std::runtime_error);
    append(*database, "third");
    EXPECT_EQ(listener->wait_for(3), (Told{{2, "first"}, {3, "second"}, {4, "third"}}));
}

TEST_P(FeedTest, TellsAgainFromAnyNumberInAnyProcess) {
    const auto database = fresh(migrations());
    for (int i = 1; i <= 450; ++i) append(*database, "event " + std::to_string(i));  // more than two pages
    EXPECT_EQ(Feed(*database, clock_).last_number(), 450);

    const auto elsewhere = fresh();
    Feed feed(*elsewhere, clock_);
    feed.start();
    const auto all = std::make_shared<Listener>(), late = std::make_shared<Listener>();
    feed.follow(all, 0);
    feed.follow(late, 448);
    const auto told = all->wait_for(450);
    ASSERT_EQ(told.size(), 450u);
    for (std::size_t i = 0; i < told.size(); ++i)
        EXPECT_EQ(told[i], (std::pair{static_cast<std::int64_t>(i + 1), "event " + std::to_string(i + 1)}));
    EXPECT_EQ(late->wait_for(2), (Told{{449, "event 449"}, {450, "event 450"}}));
}

// A transaction that began first and ends last: its event comes later, not never.
TEST_P(FeedTest, LosesNothingThatIsCommittedOutOfOrder) {
    if (GetParam() == storage::Dialect::sqlite) return;  // one writer: nothing is out of order
    const auto database = fresh(migrations());
    Feed feed(*database, clock_);
    feed.start();
    const auto listener = std::make_shared<Listener>();
    feed.follow(listener, 0);
    std::latch written(1), let_go(1);
    auto slow = std::async(std::launch::async, [&] {
        bool is_first = true;
        database->write([&](Session& session) {
            feed::append(session, event("slow"));
            if (!std::exchange(is_first, false)) return;
            written.count_down();
            let_go.wait();
        });
    });
    written.wait();
    append(*database, "quick");
    EXPECT_EQ(listener->wait_for(1), (Told{{1, "quick"}}));
    let_go.count_down();
    slow.get();
    EXPECT_EQ(listener->wait_for(2), (Told{{1, "quick"}, {2, "slow"}}));
}

TEST_P(FeedTest, NumbersOnceHoweverManyNumber) {
    const auto database = fresh(migrations());
    const auto elsewhere = fresh();
    Feed here(*database, clock_), there(*elsewhere, clock_);
    std::vector<std::future<void>> at_once;
    for (Feed* feed : {&here, &there}) {
        at_once.push_back(std::async(std::launch::async, [&] {
            for (int i = 0; i < 50; ++i) append(*database, "event");
        }));
        at_once.push_back(std::async(std::launch::async, [feed] {
            for (int i = 0; i < 50; ++i) feed->last_number();
        }));
    }
    for (auto& each : at_once) each.get();
    EXPECT_EQ(here.last_number(), 100);
    const auto events = database->read([](Session& session) { return events_after(session, 0, 1'000); });
    ASSERT_EQ(events.size(), 100u);
    for (std::size_t i = 0; i < events.size(); ++i) EXPECT_EQ(events[i].number, static_cast<std::int64_t>(i + 1));
}

TEST_P(FeedTest, ServesASlowReaderWhenItHasRoom) {
    const auto database = fresh(migrations());
    Feed feed(*database, clock_);
    feed.start();
    const auto slow = std::make_shared<Listener>("", 1), quick = std::make_shared<Listener>();
    feed.follow(slow, 0);
    feed.follow(quick, 0);
    for (const auto* type : {"one", "two", "three"}) append(*database, type);
    EXPECT_EQ(quick->wait_for(3).size(), 3u);
    EXPECT_EQ(slow->wait_for(1), (Told{{1, "one"}}));
    slow->give_room(10);
    feed.look_again();
    EXPECT_EQ(slow->wait_for(3), (Told{{1, "one"}, {2, "two"}, {3, "three"}}));
}

TEST_P(FeedTest, NumbersNoFurtherThanSomebodyReads) {
    const auto database = fresh(migrations());
    database->write([&](Session& session) { feed::append(session, std::vector<NewEvent>(2'500, event("event"))); });
    Feed feed(*database, clock_);
    feed.start();
    const auto reader = std::make_shared<Listener>("", 1);
    feed.follow(reader, 0);
    reader->wait_for(1);
    EXPECT_EQ(database->read([](Session& session) { return numbers(session).last; }), 1'000);
    reader->give_room(10'000);
    feed.look_again();
    const auto told = reader->wait_for(2'500);
    ASSERT_EQ(told.size(), 2'500u);
    for (std::size_t i = 0; i < told.size(); ++i) EXPECT_EQ(told[i].first, static_cast<std::int64_t>(i + 1));
}

TEST_P(FeedTest, TellsEachWhatItWantsAndForgetsThoseWhoAreGone) {
    const auto database = fresh(migrations());
    Feed feed(*database, clock_);
    feed.start();
    const auto narrow = std::make_shared<Listener>("ZZ999ZZ"), wide = std::make_shared<Listener>();
    feed.follow(narrow, 0);
    feed.follow(wide, 0);
    append(*database, "other");
    append(*database, "mine", "ZZ999ZZ");
    EXPECT_EQ(wide->wait_for(2).size(), 2u);
    EXPECT_EQ(narrow->wait_for(1), (Told{{2, "mine"}}));
    EXPECT_EQ(feed.followers(), 2u);
    narrow->go();
    feed.look_again();
    while (feed.followers() > 1) std::this_thread::yield();
}

TEST_P(FeedTest, SaysWhichNumbersAreKeptNoMore) {
    const auto database = fresh(migrations());
    Feed feed(*database, clock_, {.kept = std::chrono::hours{24}});
    append(*database, "old");
    append(*database, "old and never read");
    clock_.advance(25h);
    append(*database, "new");
    feed.sweep();
    EXPECT_EQ(rows(*database), 1u);
    feed.start();
    const auto late = std::make_shared<Listener>();
    feed.follow(late, 0);
    EXPECT_EQ(late->wait_for(2), (Told{{2, "missed from 1"}, {3, "new"}}));
}

}  // namespace
}  // namespace patente::feed
