#include "platform/auth/attempts.h"

#include "platform/auth/keys.h"
#include "platform/storage/test_database.h"

namespace patente::auth {
namespace {

using namespace std::chrono_literals;

const Instant noon{1'800'000'000s};
constexpr AttemptLimit three{3, 30s};

TEST(Attempts, WaitTwiceAsLongEachTimeUpToAnHour) {
    const auto wait = [](int failures) { return allowed_at({failures, noon}, three, noon) - noon; };
    EXPECT_EQ(wait(2), 0s);
    EXPECT_EQ(wait(3), 30s);
    EXPECT_EQ(wait(4), 60s);
    EXPECT_EQ(wait(5), 120s);
    EXPECT_EQ(wait(10), 3600s);
    EXPECT_EQ(wait(2'000'000'000), 3600s);
    EXPECT_EQ(allowed_at({3, noon}, three, noon + 29s), noon + 30s);
    EXPECT_EQ(allowed_at({3, noon}, three, noon + 31s), noon + 31s);
    EXPECT_EQ(allowed_at({99, noon}, three, noon + 25h), noon + 25h) << "forgotten after a day";
}

class AttemptsTest : public storage::EachDatabase {
protected:
    void SetUp() override { database_ = fresh(migrations()); }
    Result<> begin(Instant now, const std::string& subject = "login ana") {
        return database_->write([&](storage::Session& session) { return begin_attempt(session, subject, three, now); });
    }
    void write(const std::function<void(storage::Session&)>& act) { database_->write(act); }

    std::unique_ptr<storage::Database> database_;
};
INSTANTIATE_EACH_DATABASE(AttemptsTest);

TEST_P(AttemptsTest, LockWhoGuessesAndNobodyElse) {
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(begin(noon));
    const auto locked = begin(noon + 1s);
    ASSERT_FALSE(locked);
    EXPECT_EQ(locked.error().problem, "log-in-locked");
    EXPECT_EQ(locked.error().kind, ErrorKind::too_many);
    EXPECT_EQ(locked.error().retry_after_s, 29);
    EXPECT_TRUE(begin(noon + 1s, "login beto"));
    EXPECT_TRUE(begin(noon + 30s));
    EXPECT_EQ(begin(noon + 31s).error().retry_after_s, 59) << "twice as long";
    write([](storage::Session& session) { EXPECT_TRUE(is_locked(session, "login ana", three, noon + 31s)); });
}

TEST_P(AttemptsTest, AreForgivenOneByOneOrForgotten) {
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(begin(noon));
    write([](storage::Session& session) { forgive_attempt(session, "login ana"); });
    EXPECT_TRUE(begin(noon));
    EXPECT_FALSE(begin(noon));
    write([](storage::Session& session) { forget_attempts(session, "login ana"); });
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(begin(noon));
}

TEST_P(AttemptsTest, OfYesterdayAreSwept) {
    for (int i = 0; i < 5; ++i) begin(noon);
    write([](storage::Session& session) { sweep_attempts(session, noon + 25h); });
    write([](storage::Session& session) { EXPECT_FALSE(is_locked(session, "login ana", three, noon)); });
    EXPECT_TRUE(begin(noon + 25h));
}

}  // namespace
}  // namespace patente::auth
