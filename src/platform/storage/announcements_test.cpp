#include "platform/storage/announcements.h"

#include <condition_variable>

#include "platform/storage/test_database.h"

namespace patente::storage {
namespace {

// What a listener heard, and a wait for it.
class Heard {
public:
    Listeners::Heard listener() {
        return [this](const std::string& text) {
            const std::lock_guard lock(mutex_);
            texts_.push_back(text);
            changed_.notify_all();
        };
    }
    bool has(const std::string& text) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, std::chrono::seconds{20}, [&] { return std::ranges::find(texts_, text) != texts_.end(); });
    }
    std::vector<std::string> texts() {
        const std::lock_guard lock(mutex_);
        return texts_;
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<std::string> texts_;
};

class AnnouncementsTest : public EachDatabase {
protected:
    static void wait_until_it_hears(Database& database) {
        while (!database.hears_others()) std::this_thread::yield();
    }
};
INSTANTIATE_EACH_DATABASE(AnnouncementsTest);

TEST_P(AnnouncementsTest, AreHeardOnceTheirChangeIsCommitted) {
    const auto database = fresh();
    Heard heard, other;
    const auto token = database->listen("bell", heard.listener());
    const auto other_token = database->listen("horn", other.listener());
    database->write([&](Session& session) {
        session.announce({"bell", "kept"});
        EXPECT_TRUE(heard.texts().empty()) << "not before the commit";
    });
    EXPECT_THROW(database->write([](Session& session) {
        session.announce({"bell", "undone"});
        throw std::runtime_error("undo");
    }),
                 std::runtime_error);
    EXPECT_EQ(heard.texts(), std::vector<std::string>{"kept"});
    EXPECT_TRUE(other.texts().empty());
}

TEST_P(AnnouncementsTest, AreHeardNoMoreOnceTheTokenIsGone) {
    const auto database = fresh();
    Heard heard;
    auto token = database->listen("bell", heard.listener());
    token.reset();
    database->announce({"bell", "late"});
    EXPECT_TRUE(heard.texts().empty());
}

TEST_P(AnnouncementsTest, ReachOtherProcessesOfAServer) {
    const auto here = fresh();
    const auto elsewhere = fresh();
    if (GetParam() != Dialect::postgresql) {
        EXPECT_FALSE(here->hears_others()) << "they share a file or MariaDB, and no wire";
        return;
    }
    Heard heard, own;
    const auto token = elsewhere->listen("bell", heard.listener());
    const auto own_token = here->listen("bell", own.listener());
    wait_until_it_hears(*here);
    wait_until_it_hears(*elsewhere);
    here->write([](Session& session) { session.announce({"bell", "with spaces, too"}); });
    EXPECT_TRUE(heard.has("with spaces, too"));
    elsewhere->announce({"bell", "back"});
    EXPECT_TRUE(own.has("back"));
    EXPECT_EQ(own.texts(), (std::vector<std::string>{"with spaces, too", "back"})) << "each once";
}

TEST_P(AnnouncementsTest, OutliveALostConnection) {
    if (GetParam() != Dialect::postgresql) return;
    const auto here = fresh();
    const auto elsewhere = fresh();
    Heard heard;
    const auto token = elsewhere->listen("bell", heard.listener());
    wait_until_it_hears(*here);
    wait_until_it_hears(*elsewhere);
    const auto listening = [&] {
        return here->read([](Session& session) {
            std::set<int> all;
            int pid = 0;
            session.for_each([&] { all.insert(pid); },
                             "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'",
                             soci::into(pid));
            return all;
        });
    };
    const auto lost = listening();
    ASSERT_EQ(lost.size(), 2u);
    here->read([&](Session& session) {
        for (const int pid : lost) session.sql() << fmt::format("SELECT pg_terminate_backend({})", pid);
    });
    // Two others in their place: how short each was without one depends on the machine.
    for (auto now = listening(); now.size() < 2 || std::ranges::any_of(lost, [&](int pid) { return now.contains(pid); });)
        now = listening();
    wait_until_it_hears(*here);
    wait_until_it_hears(*elsewhere);
    here->announce({"bell", "again"});
    EXPECT_TRUE(heard.has("again"));
}

}  // namespace
}  // namespace patente::storage
