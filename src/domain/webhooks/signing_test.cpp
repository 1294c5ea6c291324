#include "domain/webhooks/signing.h"

#include <gtest/gtest.h>

namespace patente::webhooks {
namespace {

using namespace std::chrono_literals;

// The example of the Standard Webhooks specification.
constexpr std::string_view secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", id = "msg_p5jXN8AQM9LWM0D4loKWxJek",
                           body = R"({"test": 2432232314})";
constexpr std::string_view expected = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
const Instant at{1'614'265'330s};

TEST(Signature, IsThatOfTheSpecification) { EXPECT_EQ(signature(secret, id, at + 999ms, body), expected); }

TEST(Signature, OfEverySecretStandsInTheHeader) {
    const auto other = new_secret();
    const auto headers = signed_headers({std::string(secret), other}, std::string(id), at, body);
    EXPECT_EQ(headers,
              (std::vector<std::string>{"webhook-id: msg_p5jXN8AQM9LWM0D4loKWxJek", "webhook-timestamp: 1614265330",
                                        "webhook-signature: " + std::string(expected) + " " + signature(other, id, at, body)}));
}

TEST(Secrets, AreLongAndNeverTheSame) {
    const auto one = new_secret();
    EXPECT_TRUE(one.starts_with("whsec_"));
    EXPECT_EQ(one.size(), 6u + 44u);
    EXPECT_NE(one, new_secret());
    EXPECT_THROW(signature("pat_x", id, at, body), std::runtime_error);
    EXPECT_THROW(signature("whsec_?", id, at, body), std::runtime_error);
}

}  // namespace
}  // namespace patente::webhooks
