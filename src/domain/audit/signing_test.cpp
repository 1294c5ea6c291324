#include "domain/audit/signing.h"

#include <gtest/gtest.h>

#include <fstream>

#include "domain/audit/merkle.h"

namespace patente::audit {
namespace {

class SigningTest : public testing::Test {
protected:
    SigningTest() {
        char name[] = "/tmp/patente_audit_XXXXXX";
        folder_ = ::mkdtemp(name);
        head_ = {.size = 7, .root = hex_of(sha256_of("root")), .at = *parse_rfc3339("2026-03-01T12:00:00Z")};
    }
    ~SigningTest() override { std::filesystem::remove_all(folder_); }

    std::filesystem::path folder_;
    Head head_;
};

TEST_F(SigningTest, SignsWithAKeyThatStays) {
    const Signer signer(folder_ / "audit.key");
    head_.note = signer.signed_head(head_);
    EXPECT_TRUE(head_.note.starts_with("patente-audit\n7\n")) << head_.note;
    const Signer again(folder_ / "audit.key");
    EXPECT_EQ(again.public_key(), signer.public_key());
    EXPECT_TRUE(is_signed(head_, again.public_key()));
    EXPECT_EQ(std::filesystem::status(folder_ / "audit.key").permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(SigningTest, RefusesWhatWasNotSigned) {
    const Signer signer(folder_ / "audit.key"), other(folder_ / "other.key");
    head_.note = signer.signed_head(head_);
    EXPECT_FALSE(is_signed(head_, other.public_key()));
    EXPECT_FALSE(is_signed(head_, "nonsense"));
    for (const auto& change : std::vector<std::function<void(Head&)>>{
             [](Head& head) { ++head.size; }, [](Head& head) { head.root[0] = head.root[0] == '0' ? '1' : '0'; },
             [](Head& head) { head.at += std::chrono::seconds{1}; }, [](Head& head) { head.note.pop_back(); },
             [](Head& head) { head.note[head.note.size() - 20] ^= 1; }}) {
        Head changed = head_;
        change(changed);
        EXPECT_FALSE(is_signed(changed, signer.public_key()));
    }
}

TEST_F(SigningTest, RefusesAFileThatHoldsNoKey) {
    std::ofstream(folder_ / "audit.key") << "no key\n";
    EXPECT_THROW(Signer(folder_ / "audit.key").public_key(), std::runtime_error);
}

}  // namespace
}  // namespace patente::audit
