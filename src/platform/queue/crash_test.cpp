// A process that is killed without a word: its job is done by another, long before its lease of 30 s ends, and once.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <future>

#include "platform/queue/queue.h"
#include "platform/queue/store.h"
#include "platform/storage/test_database.h"

extern char** environ;

namespace patente::queue {
namespace {

using namespace std::chrono_literals;
using storage::Session;

constexpr const char* address_variable = "PATENTE_CRASH_TEST_DATABASE";
constexpr auto long_enough = 60s;
const SystemClock system_clock;

// Run in a process of its own: takes the job, says so and never ends by itself.
TEST(Victim, DISABLED_TakesAJobAndHangs) {
    const char* address = std::getenv(address_variable);
    ASSERT_NE(address, nullptr);
    const auto database = storage::Database::open({.connection = address});
    const auto queue =
        Queue::make(*database, system_clock, {{.job = "t.a", .role = "worker", .run = [](const std::string&, const Lease&) {
                                                   [[maybe_unused]] const auto said = ::write(STDOUT_FILENO, "\ntaken\n", 7);
                                                   for (;;) ::pause();
                                               }}});
    queue->start({"worker"}, 1);
    for (;;) ::pause();
}

class Victim {
public:
    explicit Victim(const std::string& address) {
        int ends[2];
        if (::pipe2(ends, O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
        ::setenv(address_variable, address.c_str(), 1);
        const char* arguments[] = {"victim", "--gtest_also_run_disabled_tests", "--gtest_filter=Victim.*", nullptr};
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
        const int failed = ::posix_spawn(&pid_, "/proc/self/exe", &actions, nullptr, const_cast<char**>(arguments), environ);
        posix_spawn_file_actions_destroy(&actions);
        ::close(ends[1]);
        output_ = ends[0];
        if (failed) throw std::system_error(failed, std::generic_category(), "spawn");
    }
    ~Victim() {
        kill();
        ::close(output_);
    }
    bool has_taken() {  // blocks until it says so or ends
        std::string said;
        char chunk[256];
        for (ssize_t count; said.find("\ntaken\n") == std::string::npos; said.append(chunk, static_cast<std::size_t>(count)))
            if ((count = ::read(output_, chunk, sizeof chunk)) <= 0) return false;
        return true;
    }
    void kill() {
        if (pid_ <= 0) return;
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
        pid_ = 0;
    }

private:
    pid_t pid_ = 0;
    int output_ = -1;
};

class CrashTest : public storage::EachDatabase {
protected:
    void SetUp() override { database_ = fresh(Queue::migrations()); }
    std::unique_ptr<Queue> make() {
        return Queue::make(*database_, system_clock,
                           {{.job = "t.a", .role = "worker", .run = [&](const std::string&, const Lease& lease) {
                                 ++finished_;
                                 attempt_ = lease.attempt;
                                 database_->write([&](Session& session) { lease.finish(session); });
                             }}});
    }
    JobId put(Queue& queue) {
        return database_->write([&](Session& session) { return queue.put(session, "t.a", ""); });
    }

    std::unique_ptr<storage::Database> database_;
    std::atomic<int> finished_ = 0;
    std::atomic<int> attempt_ = 0;
};
INSTANTIATE_EACH_DATABASE(CrashTest);

TEST_P(CrashTest, AnotherProcessDoesTheJob) {
    const auto queue = make();
    const auto id = put(*queue);
    Victim victim(address());
    ASSERT_TRUE(victim.has_taken());
    queue->start({"worker"}, 1);
    EXPECT_FALSE(queue->wait_for(id, 1500ms)) << "taken from a process that lives";
    victim.kill();
    EXPECT_TRUE(queue->wait_for(id, long_enough));
    EXPECT_EQ(finished_, 1);
    EXPECT_EQ(attempt_, 2);
}

TEST_P(CrashTest, TheNextStartDoesTheJob) {
    const auto queue = make();
    const auto id = put(*queue);
    {
        Victim victim(address());
        ASSERT_TRUE(victim.has_taken());
    }
    queue->start({"worker"}, 1);
    EXPECT_TRUE(queue->wait_for(id, long_enough));
    EXPECT_EQ(finished_, 1);
}

}  // namespace
}  // namespace patente::queue
