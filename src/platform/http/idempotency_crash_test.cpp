// A process that is killed while it does what a POST asks for: the request sent again to another one is done once.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>

#include "platform/http/idempotency.h"
#include "platform/storage/test_database.h"

extern char** environ;

namespace patente::http {
namespace {

constexpr const char* address_variable = "PATENTE_CRASH_TEST_DATABASE";
constexpr const char* moment_variable = "PATENTE_CRASH_TEST_MOMENT";

const std::vector<storage::Migration> tables{{"test/0001", "CREATE TABLE effects (id {id} PRIMARY KEY)"}};

Request payment() {
    Request request;
    request.method = Method::post;
    request.path = "/v1/payments";
    request.headers = {{"idempotency-key", "k"}};
    request.caller.id = "caller";
    request.received = SystemClock{}.now();
    return request;
}

// Pays, and keeps its answer with that; calls `then` at the moments where a process may die.
Answer pay(storage::Database& database, const Request& request, const std::function<void(const std::string&)>& then) {
    Response response;
    response.status = 201;
    response.body = "paid";
    database.write([&](storage::Session& session) {
        const std::string text = Uuid::made_at(request.received).text();
        session.run("INSERT INTO effects (id) VALUES (:id)", soci::use(text));
        request.keep_answer(session, response);
        then("inside");
    });
    then("after");
    return response;
}

// Run in a process of its own, which kills itself at the moment that it is given.
TEST(Victim, DISABLED_DiesWhileItPays) {
    const auto database = storage::Database::open({.connection = std::getenv(address_variable)});
    const std::string moment = std::getenv(moment_variable);
    Idempotency idempotency(*database);
    auto request = payment();
    (void)idempotency.answer_once(request, [&](const Request& asked) {
        return pay(*database, asked, [&](const std::string& now) {
            if (now == moment) ::kill(::getpid(), SIGKILL);
        });
    });
}

// How the process ended.
int run_victim(const std::string& address, const std::string& moment) {
    ::setenv(address_variable, address.c_str(), 1);
    ::setenv(moment_variable, moment.c_str(), 1);
    const char* arguments[] = {"victim", "--gtest_also_run_disabled_tests", "--gtest_filter=Victim.*", nullptr};
    pid_t pid = 0;
    if (::posix_spawn(&pid, "/proc/self/exe", nullptr, nullptr, const_cast<char**>(arguments), environ) != 0) return -1;
    int status = 0;
    ::waitpid(pid, &status, 0);
    return WIFSIGNALED(status) ? WTERMSIG(status) : -1;
}

class IdempotencyCrashTest : public storage::EachDatabase {
protected:
    void SetUp() override {
        database_ = fresh(migrations());
        database_->migrate(tables);
    }
    int effects() {
        int count = 0;
        database_->read([&](storage::Session& session) { session.run("SELECT COUNT(*) FROM effects", soci::into(count)); });
        return count;
    }
    // The request sent again, here.
    Response sent_again() {
        Idempotency idempotency(*database_);
        auto request = payment();
        return *idempotency.answer_once(request,
                                        [&](const Request& asked) { return pay(*database_, asked, [](const std::string&) {}); });
    }

    std::unique_ptr<storage::Database> database_;
};
INSTANTIATE_EACH_DATABASE(IdempotencyCrashTest);

TEST_P(IdempotencyCrashTest, WhatWasDoneIsNotDoneAgain) {
    ASSERT_EQ(run_victim(address(), "after"), SIGKILL);
    EXPECT_EQ(effects(), 1);
    const auto answer = sent_again();
    EXPECT_EQ(answer.status, 201);
    EXPECT_EQ(answer.body, "paid");
    EXPECT_EQ(answer.headers.back().first, "Idempotency-Replayed");
    EXPECT_EQ(effects(), 1);
}

TEST_P(IdempotencyCrashTest, WhatWasNotDoneIsDone) {
    ASSERT_EQ(run_victim(address(), "inside"), SIGKILL);
    EXPECT_EQ(effects(), 0);
    EXPECT_EQ(sent_again().body, "paid");
    EXPECT_EQ(effects(), 1);
}

}  // namespace
}  // namespace patente::http
