#include "platform/auth/password.h"

#include <gtest/gtest.h>

#include <future>
#include <set>
#include <vector>

namespace patente::auth {
namespace {

std::string fault_of(std::string_view password) {
    const auto fault = password_fault(password, "ana.gomez@ciudad", "/new");
    return fault ? fault->code : "";
}

TEST(Password, IsLongEnoughAndNoneOfTheCommonest) {
    EXPECT_EQ(fault_of("tres perros"), "");
    EXPECT_EQ(fault_of("corto"), "length");
    EXPECT_EQ(fault_of("ñandú ñandú"), "");
    EXPECT_EQ(fault_of("ñandúñand"), "length") << "nine characters of twelve bytes";
    EXPECT_EQ(fault_of(std::string(128, 'a') + "b"), "length");
    EXPECT_EQ(fault_of(std::string("con un \0 dentro", 15)), "length");
    EXPECT_EQ(fault_of("Password123"), "common");
    EXPECT_EQ(fault_of("xxxxxxxxxxxxxx"), "common");
    EXPECT_EQ(fault_of("Ana.Gomez@Ciudad"), "login");
    EXPECT_EQ(fault_of("no composition rules at all"), "");
}

TEST(Password, OneTimeOnesAreDifferentAndHaveTheirShape) {
    std::set<std::string> seen;
    for (int i = 0; i < 100; ++i) {
        const auto password = one_time_password();
        EXPECT_TRUE(is_one_time_password(password)) << password;
        seen.insert(password);
    }
    EXPECT_EQ(seen.size(), 100u);
    EXPECT_FALSE(is_one_time_password("kwdr-7tmp-x3qn-9hf"));
    EXPECT_FALSE(is_one_time_password("kwdr-7tmp-x3qn-9hfi"));
    EXPECT_FALSE(is_one_time_password("kwdr-7tmp-x3qn+9hfb"));
}

TEST(PasswordHasher, HashesAsOwaspAsksAndSaltsEachTime) {
    PasswordHasher hasher;
    const auto hash = *hasher.hash("tres perros");
    EXPECT_TRUE(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")) << hash;
    EXPECT_NE(hash, *hasher.hash("tres perros"));
    EXPECT_TRUE(*hasher.matches("tres perros", hash));
    EXPECT_FALSE(*hasher.matches("tres perrox", hash));
}

TEST(PasswordHasher, HashesAsOftenForNobodyAsForSomebody) {
    PasswordHasher hasher;
    const auto hash = *hasher.hash("tres perros");
    const auto before = hasher.hashings();
    EXPECT_FALSE(*hasher.matches("wrong one", hash));
    const auto for_somebody = hasher.hashings() - before;
    EXPECT_FALSE(*hasher.matches("wrong one", std::nullopt));
    EXPECT_EQ(hasher.hashings() - before - for_somebody, for_somebody);
    EXPECT_EQ(for_somebody, 1u);
}

TEST(PasswordHasher, RefusesAFlood) {
    PasswordHasher hasher(1, 1);
    std::vector<std::future<bool>> many;
    for (int i = 0; i < 12; ++i)
        many.push_back(std::async(std::launch::async, [&] {
            const auto answer = hasher.matches("x", std::nullopt);
            if (!answer) {
                EXPECT_EQ(answer.error().problem, "log-ins-busy");
                EXPECT_GT(answer.error().retry_after_s, 0);
            }
            return answer.has_value();
        }));
    int answered = 0;
    for (auto& each : many) answered += each.get();
    EXPECT_GE(answered, 1);
    EXPECT_EQ(hasher.hashings(), static_cast<std::uint64_t>(answered));
    EXPECT_TRUE(hasher.matches("x", std::nullopt)) << "and goes on afterwards";
}

}  // namespace
}  // namespace patente::auth
