#include "platform/auth/keys.h"

#include "platform/storage/test_database.h"

namespace patente::auth {
namespace {

using namespace std::chrono_literals;

class KeysTest : public storage::EachDatabase {
protected:
    ManualClock clock_{Instant{1'800'000'000s}};
};

TEST_P(KeysTest, KnowsWhoShowsAKey) {
    auto database = fresh(migrations());
    Keys keys(*database, clock_);
    const NewKey made = keys.make("gate", {"captures.create"});
    EXPECT_EQ(made.secret.size(), 47u);
    EXPECT_EQ(made.secret.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
              std::string::npos);
    const auto caller = keys.caller_of(made.secret);
    ASSERT_TRUE(caller.has_value());
    EXPECT_EQ(caller->name, "gate");
    EXPECT_TRUE(caller->may("captures.create"));
    EXPECT_FALSE(caller->may("parking.collect"));
}

TEST_P(KeysTest, RefusesWhatIsNoKeyOfOurs) {
    auto database = fresh(migrations());
    Keys keys(*database, clock_);
    EXPECT_EQ(keys.caller_of("pat_wrong").error().problem, "key-unknown");
    ASSERT_TRUE(keys.caller_of("").has_value());
    EXPECT_FALSE(keys.caller_of("")->is_known());
}

TEST_P(KeysTest, RefusesARevokedKeyWithinASecondInEveryProcess) {
    auto database = fresh(migrations());
    Keys here(*database, clock_), elsewhere(*database, clock_);
    const NewKey made = here.make("gate", {"*"});
    ASSERT_TRUE(elsewhere.caller_of(made.secret).has_value());
    ASSERT_TRUE(here.revoke(made.id).has_value());
    EXPECT_FALSE(here.caller_of(made.secret).has_value());
    clock_.advance(1s);
    EXPECT_FALSE(elsewhere.caller_of(made.secret).has_value());
    EXPECT_EQ(here.revoke(made.id).error().problem, "key-not-found");
}

TEST_P(KeysTest, RefusesAnExpiredKey) {
    auto database = fresh(migrations());
    Keys keys(*database, clock_);
    const NewKey made = keys.make("visitor", {"*"}, clock_.now() + 10s);
    EXPECT_TRUE(keys.caller_of(made.secret).has_value());
    clock_.advance(10s);
    EXPECT_FALSE(keys.caller_of(made.secret).has_value());
}

TEST_P(KeysTest, KeepsTheAdminKeyInItsFile) {
    auto database = fresh(migrations());
    Keys keys(*database, clock_);
    const auto file = std::filesystem::temp_directory_path() / ("admin-" + Uuid::made_at(SystemClock{}.now()).text());
    const auto secret = keys.keep_admin_key(file);
    ASSERT_TRUE(secret.has_value());
    EXPECT_EQ(std::filesystem::status(file).permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    EXPECT_TRUE(keys.caller_of(*secret)->may("anything.at_all"));
    EXPECT_EQ(keys.keep_admin_key(file), std::nullopt) << "shown once";
    EXPECT_EQ(keys.list().size(), 1u);

    auto other = fresh(migrations());  // the file outlives a database
    Keys again(*other, clock_);
    EXPECT_EQ(again.keep_admin_key(file), std::nullopt);
    EXPECT_TRUE(again.caller_of(*secret)->may("anything.at_all"));
    std::filesystem::remove(file);
}

INSTANTIATE_EACH_DATABASE(KeysTest);

}  // namespace
}  // namespace patente::auth
