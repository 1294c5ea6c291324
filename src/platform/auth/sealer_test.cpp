#include "platform/auth/sealer.h"

#include <gtest/gtest.h>

#include "base/base64url.h"
#include "base/id.h"

namespace patente::auth {
namespace {

class SealerTest : public testing::Test {
protected:
    SealerTest() { std::filesystem::create_directories(folder_); }
    ~SealerTest() override { std::filesystem::remove_all(folder_); }

    const std::filesystem::path folder_ =
        std::filesystem::temp_directory_path() / ("sealer-" + Uuid::made_at(SystemClock{}.now()).text());
    const std::filesystem::path file_ = folder_ / "oauth.key";
};

TEST_F(SealerTest, OpensWhatItSealed) {
    Sealer sealer(file_);
    EXPECT_FALSE(std::filesystem::exists(file_)) << "made when it is needed";
    for (const std::string secret : {"", "a private key", "\0\xFF"}) {
        const auto sealed = sealer.sealed(secret, "key 1");
        EXPECT_EQ(Sealer(file_).opened(sealed, "key 1"), secret) << "another process";
        EXPECT_NE(sealer.sealed(secret, "key 1"), sealed) << "each time other bytes";
    }
    EXPECT_EQ(std::filesystem::status(file_).permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(SealerTest, OpensNothingElse) {
    Sealer sealer(file_), other(folder_ / "other.key");
    const auto sealed = sealer.sealed("a private key", "key 1");
    EXPECT_THROW(sealer.opened(sealed, "key 2"), std::runtime_error);
    EXPECT_THROW(other.opened(sealed, "key 1"), std::runtime_error);
    auto bytes = *from_base64url(sealed);
    for (auto& byte : bytes) {
        byte ^= 1;
        EXPECT_THROW(sealer.opened(base64url(bytes), "key 1"), std::runtime_error);
        byte ^= 1;
    }
    for (const auto* broken : {"", "A", "AAAA", "no base64!"}) EXPECT_THROW(sealer.opened(broken, "key 1"), std::runtime_error);
}

TEST_F(SealerTest, DerivesTheSameForTheSame) {
    Sealer sealer(file_), other(folder_ / "other.key");
    EXPECT_EQ(sealer.derived("next", "token"), Sealer(file_).derived("next", "token"));
    EXPECT_EQ(sealer.derived("next", "token").size(), 43u);
    EXPECT_NE(sealer.derived("next", "token"), sealer.derived("nonce", "token"));
    EXPECT_NE(sealer.derived("next", "token"), other.derived("next", "token"));
    EXPECT_TRUE(same_secret("abc", "abc"));
    EXPECT_FALSE(same_secret("abc", "abd"));
    EXPECT_FALSE(same_secret("abc", "ab"));
}

}  // namespace
}  // namespace patente::auth
