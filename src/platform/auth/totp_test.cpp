#include "platform/auth/totp.h"

#include <gtest/gtest.h>

namespace patente::auth {
namespace {

using namespace std::chrono_literals;

const std::string secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";  // "12345678901234567890"
const Instant at{1'111'111'109s};

// RFC 6238, appendix B: the last six digits of its eight.
TEST(Totp, GivesTheCodesOfTheStandard) {
    for (const auto& [time, code] : std::vector<std::pair<std::int64_t, std::string>>{{59, "287082"},
                                                                                      {1111111109, "081804"},
                                                                                      {1111111111, "050471"},
                                                                                      {1234567890, "005924"},
                                                                                      {2000000000, "279037"},
                                                                                      {20000000000, "353130"}})
        EXPECT_EQ(totp_code(secret, totp_step(Instant{std::chrono::seconds{time}})), code) << time;
}

TEST(Totp, TakesTheCodeBeforeAndTheOneAfter) {
    const auto present = totp_step(at);
    for (int away = -3; away <= 3; ++away) {
        const auto step = totp_step_of(totp_code(secret, present + away), secret, at, -1);
        EXPECT_EQ(step.has_value(), away >= -1 && away <= 1) << away;
        if (step) {
            EXPECT_EQ(*step, present + away);
        }
    }
    EXPECT_FALSE(totp_step_of("", secret, at, -1));
    EXPECT_FALSE(totp_step_of("81804", secret, at, -1));
}

TEST(Totp, TakesACodeOnce) {
    const auto code = totp_code(secret, totp_step(at));
    const auto used = *totp_step_of(code, secret, at, -1);
    EXPECT_FALSE(totp_step_of(code, secret, at, used));
    EXPECT_FALSE(totp_step_of(totp_code(secret, used - 1), secret, at, used)) << "nor one from before it";
    EXPECT_TRUE(totp_step_of(totp_code(secret, used + 1), secret, at, used));
}

TEST(Totp, SecretsAreRandomAndGoIntoAnAddress) {
    const auto fresh = new_totp_secret();
    EXPECT_EQ(fresh.size(), 32u);
    EXPECT_NE(fresh, new_totp_secret());
    EXPECT_EQ(totp_code(fresh, 1).size(), 6u);
    EXPECT_EQ(totp_uri(secret, "ana gómez", "Patente"),
              "otpauth://totp/Patente:ana%20g%C3%B3mez?secret=" + secret + "&issuer=Patente");
}

}  // namespace
}  // namespace patente::auth
