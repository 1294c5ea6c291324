#include "platform/auth/keys.h"

#include <fstream>
#include <future>

#include "platform/auth/secret.h"
#include "platform/storage/test_database.h"

namespace patente::auth {
namespace {

using namespace std::chrono_literals;

const std::vector<std::string> known{"captures.create", "parking.collect"};

class KeysTest : public storage::EachDatabase {
protected:
    ManualClock clock_{Instant{1'800'000'000s}};
};

TEST_P(KeysTest, KnowsWhoShowsAKey) {
    auto database = fresh(migrations());
    Keys keys(*database, clock_);
    const NewKey made = *keys.make({"gate", {"captures.create"}}, known);
    EXPECT_EQ(made.secret.size(), 47u);
    EXPECT_EQ(made.secret.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
              std::string::npos);
    const auto caller = keys.caller_of(made.secret);
    ASSERT_TRUE(caller.has_value());
    EXPECT_EQ(caller->name, "gate");
    EXPECT_TRUE(caller->may("captures.create"));
    EXPECT_FALSE(caller->may("parking.collect"));
}

TEST_P(KeysTest, NamesEveryBadFieldOfAWantedKey) {
    auto database = fresh(migrations());
    Keys keys(*database, clock_);
    const auto faults_of = [&](const WantedKey& wanted) {
        std::vector<std::string> faults;
        const auto made = keys.make(wanted, known);
        if (made) return faults;
        EXPECT_EQ(made.error().problem, "key-invalid");
        for (const auto& fault : made.error().faults) faults.push_back(fault.pointer + " " + fault.code);
        return faults;
    };
    using Faults = std::vector<std::string>;
    EXPECT_EQ(faults_of({"", {"captures.create", "capture.create", "captures.create"}, clock_.now()}),
              (Faults{"/name length", "/permissions/1 unknown", "/permissions/2 duplicate", "/expires_at range"}));
    EXPECT_EQ(faults_of({"a\nb", {}}), (Faults{"/name length", "/permissions required"}));
    EXPECT_EQ(faults_of({std::string(81, 'x'), {"*"}}), Faults{"/name length"});
    EXPECT_EQ(keys.list().size(), 0u);
    EXPECT_EQ(faults_of({"Barrera Ñandú", {"*"}}), Faults{});
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
    const NewKey made = *here.make({"gate", {"*"}}, known);
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
    const NewKey made = *keys.make({"visitor", {"*"}, clock_.now() + 10s}, known);
    EXPECT_TRUE(keys.caller_of(made.secret).has_value());
    clock_.advance(10s);
    EXPECT_FALSE(keys.caller_of(made.secret).has_value());
}

TEST_P(KeysTest, RemembersWhatAKeyIsLimitedTo) {
    auto database = fresh(migrations());
    Keys keys(*database, clock_);
    const NewKey made =
        *keys.make({.name = "gate", .permissions = {"*"}, .zones = {"a"}, .devices = {"gate-1", "gate-2"}}, known);
    const auto caller = keys.caller_of(made.secret);
    EXPECT_EQ(caller->kind, CallerKind::key);
    EXPECT_TRUE(caller->may_at("a") && caller->may_with("gate-2"));
    EXPECT_FALSE(caller->may_at("b") || caller->may_with("camera"));
    EXPECT_EQ(keys.list().front().devices, (std::vector<std::string>{"gate-1", "gate-2"}));
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

TEST_P(KeysTest, ManyFirstStartsAtOnceComeToOneAdminKey) {
    auto database = fresh(migrations());
    const auto folder = std::filesystem::temp_directory_path() / ("admin-" + Uuid::made_at(SystemClock{}.now()).text());
    std::filesystem::create_directories(folder);
    std::vector<std::future<int>> starts;
    for (int i = 0; i < 6; ++i)
        starts.push_back(
            std::async(std::launch::async, [&] { return Keys(*database, clock_).keep_admin_key(folder / "admin.key") ? 1 : 0; }));
    int made = 0;
    for (auto& start : starts) made += start.get();
    EXPECT_EQ(made, 1);
    EXPECT_EQ(Keys(*database, clock_).list().size(), 1u);
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder), {}), 1);
    std::filesystem::remove_all(folder);
}

TEST_P(KeysTest, AFileThatHoldsNoKeyMakesNobodyAdministrator) {
    auto database = fresh(migrations());
    const auto file = std::filesystem::temp_directory_path() / ("admin-" + Uuid::made_at(SystemClock{}.now()).text());
    std::ofstream(file) << "letmein\n";
    Keys keys(*database, clock_);
    EXPECT_THROW(keys.keep_admin_key(file), std::runtime_error);
    EXPECT_TRUE(keys.list().empty());
    std::filesystem::remove(file);
}

INSTANTIATE_EACH_DATABASE(KeysTest);

TEST(Secret, IsDifferentEachTimeAndHasItsShape) {
    const auto first = new_secret();
    EXPECT_NE(first, new_secret());
    EXPECT_TRUE(is_secret(first));
    EXPECT_FALSE(is_secret(first + "x"));
    EXPECT_FALSE(is_secret("x" + first));
    EXPECT_FALSE(is_secret(first.substr(0, 46) + "="));
    // FIPS 180-2, appendix B.1
    EXPECT_EQ(hash_of_secret("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace patente::auth
