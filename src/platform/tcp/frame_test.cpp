#include "platform/tcp/frame.h"

#include <gtest/gtest.h>

namespace patente::tcp {
namespace {

Result<Prefix> prefix_of_text(std::string_view bytes) {
    return prefix_of(std::span<const char, prefix_bytes>(bytes.data(), prefix_bytes));
}

TEST(Frame, IsBigEndianAndCountsWhatFollowsItsLength) {
    const Frame frame{.type = 132, .id = 0x0102030405060708, .head = "{}", .body = "abc"};
    EXPECT_EQ(bytes_of(frame), std::string("\0\0\0\x10\x84\x01\x02\x03\x04\x05\x06\x07\x08\0\x02{}abc", 20));
}

TEST(Frame, ComesBackAsItWasWritten) {
    const auto prefix =
        prefix_of_text(bytes_of({.type = 2, .id = 9, .head = R"({"name":"a"})", .body = std::string(70'000, 'x')}));
    ASSERT_TRUE(prefix);
    EXPECT_EQ(prefix->type, 2);
    EXPECT_EQ(prefix->id, 9u);
    EXPECT_EQ(prefix->head_bytes, 12);
    EXPECT_EQ(prefix->body_bytes, 70'000u);
}

TEST(Frame, RefusesMoreThanThirtyTwoMebibytes) {
    const auto refused = prefix_of_text(std::string("\x02\0\0\x01\x02", 5) + std::string(10, '\0'));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().problem, "frame-too-large");
}

TEST(Frame, RefusesAHeadThatIsLongerThanTheFrame) {
    const auto refused = prefix_of_text(std::string("\0\0\0\x0c\x05", 5) + std::string(8, '\0') + std::string("\0\x02", 2));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().problem, "frame-malformed");
    EXPECT_FALSE(prefix_of_text(std::string(prefix_bytes, '\0')));
}

TEST(Frame, CannotBeWrittenTooLong) {
    EXPECT_THROW(bytes_of({.head = std::string(65'536, ' ')}), std::length_error);
    EXPECT_THROW(bytes_of({.body = std::string(length_max, ' ')}), std::length_error);
}

}  // namespace
}  // namespace patente::tcp
