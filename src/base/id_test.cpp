#include "base/id.h"

#include <gtest/gtest.h>

namespace patente {
namespace {

TEST(Uuid, IsOfVersionSevenAndSortsByTime) {
    const Instant now = SystemClock{}.now();
    Uuid last = Uuid::made_at(now);
    for (int i = 0; i < 10'000; ++i) {
        const Uuid next = Uuid::made_at(now);
        ASSERT_LT(last.text(), next.text());
        last = next;
    }
    EXPECT_EQ(last.text()[14], '7');
    EXPECT_NE(std::string{"89ab"}.find(last.text()[19]), std::string::npos);
}

TEST(Uuid, ReadsItsText) {
    const Uuid uuid = Uuid::made_at(SystemClock{}.now());
    EXPECT_EQ(Uuid::parse(uuid.text()), uuid);
    EXPECT_EQ(Uuid::parse("00000000-0000-0000-0000-000000000000"), Uuid{});
    for (const auto* text : {"", "x", "00000000-0000-0000-0000-00000000000", "00000000-0000-0000-0000-00000000000g",
                             "00000000+0000-0000-0000-000000000000"})
        EXPECT_EQ(Uuid::parse(text), std::nullopt) << text;
}

}  // namespace
}  // namespace patente
