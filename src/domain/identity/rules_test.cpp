#include "domain/identity/rules.h"

#include <gtest/gtest.h>

namespace patente::identity {
namespace {

using namespace std::chrono_literals;
using Names = std::vector<std::string>;

bool within(const Rights& mine, const Rights& theirs) { return check_within(mine, theirs).has_value(); }

TEST(Rights, NobodyGivesWhatTheyDoNotHave) {
    const Rights all{{"*"}, {}, {}}, some{{"a", "b"}, {}, {}};
    EXPECT_TRUE(within(all, all));
    EXPECT_TRUE(within(all, some));
    EXPECT_TRUE(within(some, {{"a"}, {}, {}}));
    EXPECT_FALSE(within(some, all));
    EXPECT_FALSE(within(some, {{"a", "c"}, {}, {}}));
    EXPECT_TRUE(within(some, {}));
}

TEST(Rights, WhoIsLimitedLimitsOthersAsMuch) {
    const Rights here{{"*"}, {"centro", "norte"}, {"gate"}};
    EXPECT_TRUE(within(here, {{"a"}, {"norte"}, {"gate"}}));
    EXPECT_FALSE(within(here, {{"a"}, {"sur"}, {"gate"}}));
    EXPECT_FALSE(within(here, {{"a"}, {}, {"gate"}})) << "an empty list is every place";
    EXPECT_FALSE(within(here, {{"a"}, {"norte"}, {}}));
}

TEST(Roles, TheBuiltInOnesNamePermissionsThatThereAreAndHaveTextsInBothLanguages) {
    for (const auto& role : built_in_roles()) {
        EXPECT_FALSE(name_of_built_in(role.id).en.empty() || name_of_built_in(role.id).es.empty()) << role.id;
        for (const auto& each : role.settings.permissions)
            EXPECT_TRUE(each == "*" || text_of_permission(each)) << role.id << " " << each;
    }
    EXPECT_EQ(built_in_roles().size(), 6u);
    EXPECT_FALSE(text_of_permission("nothing.at_all"));
}

TEST(Roles, AddUp) {
    const std::vector<Role> there{{.id = "a", .settings = {"A", {"x", "y"}}}, {.id = "b", .settings = {"B", {"y", "z"}}}};
    EXPECT_EQ(permissions_of({"a", "b"}, there), (Names{"x", "y", "z"}));
    EXPECT_EQ(permissions_of({"b", "gone"}, there), (Names{"y", "z"}));
    EXPECT_EQ(permissions_of({}, there), Names{});
}

TEST(User, IsCheckedWhole) {
    UserSettings user{
        .login = "ana", .name = "Ana", .roles = {"operator", "chief", "operator"}, .zones = {"a", "x"}, .devices = {"y"}};
    const auto checked_user = checked(user, {.roles = {"operator"}, .zones = {"a"}}, true);
    ASSERT_FALSE(checked_user);
    Names faults;
    for (const auto& fault : checked_user.error().faults) faults.push_back(fault.pointer + " " + fault.code);
    EXPECT_EQ(faults,
              (Names{"/login taken", "/roles/1 unknown", "/roles/2 duplicate", "/zones/1 unknown", "/devices/0 unknown"}));
}

TEST(Administrator, OneStays) {
    User admin{.settings = {.login = "admin", .roles = {"admin"}}}, demoted = admin, locked = admin, operator_{};
    demoted.settings.roles = {"operator"};
    locked.settings.active = false;
    EXPECT_TRUE(check_administrator_stays(admin, &admin, 0));
    EXPECT_EQ(check_administrator_stays(admin, &demoted, 0).error().problem, "administrator-last");
    EXPECT_EQ(check_administrator_stays(admin, &locked, 0).error().problem, "administrator-last");
    EXPECT_EQ(check_administrator_stays(admin, nullptr, 0).error().problem, "administrator-last");
    EXPECT_TRUE(check_administrator_stays(admin, nullptr, 1));
    EXPECT_TRUE(check_administrator_stays(locked, nullptr, 0));
    EXPECT_TRUE(check_administrator_stays(operator_, nullptr, 0));
}

TEST(Session, EndsWhenNobodyUsesItAndSomeDay) {
    const Instant noon{1'800'000'000s};
    EXPECT_EQ(end_of({.made_at = noon, .seen_at = noon}), noon + 12h);
    EXPECT_EQ(end_of({.made_at = noon, .seen_at = noon + 11h}), noon + 23h);
    EXPECT_EQ(end_of({.made_at = noon, .seen_at = noon + 166h}), noon + 168h);
}

}  // namespace
}  // namespace patente::identity
