#include "domain/vocabulary/money.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>

namespace patente {
namespace {

constexpr auto most = std::numeric_limits<std::int64_t>::max(), least = std::numeric_limits<std::int64_t>::min();

TEST(Money, IsWrittenAsEachLanguageDoes) {
    EXPECT_EQ(format({123450, "ARS"}, Language::es), "$ 1.234,50");
    EXPECT_EQ(format({123450, "ARS"}, Language::en), "ARS 1,234.50");
    EXPECT_EQ(format({1234567, "CLP"}, Language::es), "$ 1.234.567");
    EXPECT_EQ(format({1234567, "CLP"}, Language::en), "CLP 1,234,567");
    EXPECT_EQ(format({5, "EUR"}, Language::es), "€ 0,05");
    EXPECT_EQ(format({-150, "ARS"}, Language::es), "-$ 1,50");
    EXPECT_EQ(format({0, "JPY"}, Language::en), "JPY 0");
    EXPECT_EQ(format({1234567, "TND"}, Language::en), "TND 1,234.567");
    EXPECT_EQ(format({100, "BOB"}, Language::es), "BOB 1,00");
    EXPECT_EQ(format({99999, "ARS"}, Language::es), "$ 999,99");
    EXPECT_EQ(format({100000, "ARS"}, Language::es), "$ 1.000,00");
    EXPECT_EQ(format({least, "ARS"}, Language::en), "-ARS 92,233,720,368,547,758.08");
}

TEST(Money, HasADecimalTextForMachines) {
    EXPECT_EQ(decimal_text({123450, "ARS"}), "1234.50");
    EXPECT_EQ(decimal_text({-5, "EUR"}), "-0.05");
    EXPECT_EQ(decimal_text({1234, "CLP"}), "1234");
    EXPECT_EQ(decimal_text({most, "ARS"}), "92233720368547758.07");
}

TEST(Money, RoundsAsStated) {
    EXPECT_EQ(rounded(1249, 100, Rounding::half_up), 1200);
    EXPECT_EQ(rounded(1250, 100, Rounding::half_up), 1300);
    EXPECT_EQ(rounded(1250, 100, Rounding::half_even), 1200);
    EXPECT_EQ(rounded(1350, 100, Rounding::half_even), 1400);
    EXPECT_EQ(rounded(1299, 100, Rounding::down), 1200);
    EXPECT_EQ(rounded(1201, 100, Rounding::up), 1300);
    EXPECT_EQ(rounded(-1250, 100, Rounding::half_up), -1300);
    EXPECT_EQ(rounded(-1299, 100, Rounding::down), -1200);
    EXPECT_EQ(rounded(1200, 100, Rounding::up), 1200);
    EXPECT_EQ(scaled(125000, 5, 60, 1, Rounding::half_up), 10417);
    EXPECT_EQ(scaled(125000, 5, 60, 1, Rounding::down), 10416);
}

TEST(Money, RefusesWhatDoesNotFit) {
    EXPECT_EQ(checked_sum(most, 1), std::nullopt);
    EXPECT_EQ(checked_sum(least, -1), std::nullopt);
    EXPECT_EQ(checked_sum(most, -1), most - 1);
    EXPECT_EQ(checked_product(most, 2), std::nullopt);
    EXPECT_EQ(checked_product(least, -1), std::nullopt);
    EXPECT_EQ(rounded(most, 1000, Rounding::up), std::nullopt);
    EXPECT_EQ(scaled(most, 2, 1, 1, Rounding::down), std::nullopt);
    EXPECT_EQ(scaled(1'000'000, Wide{most} * 3, Wide{most} * 4, 1'000, Rounding::half_up), 750'000);
    EXPECT_EQ(scaled(most, 3, 4, 1, Rounding::down), 6917529027641081855);
    EXPECT_EQ(sum({most, "ARS"}, {1, "ARS"}).error().problem, "money-overflow");
    EXPECT_EQ(difference({least, "ARS"}, {1, "ARS"}).error().problem, "money-overflow");
    EXPECT_EQ(sum({1, "ARS"}, {1, "CLP"}).error().problem, "money-currencies-differ");
    EXPECT_EQ(*sum({1, "ARS"}, {2, "ARS"}), (Money{3, "ARS"}));
    EXPECT_EQ(*difference({1, "ARS"}, {2, "ARS"}), (Money{-1, "ARS"}));
}

TEST(Money, RoundingIsMonotoneAndWithinOneUnit) {
    std::mt19937_64 engine{7};
    for (int i = 0; i < 20'000; ++i) {
        const auto amount = std::uniform_int_distribution<std::int64_t>{-1'000'000, 1'000'000}(engine);
        const auto unit = std::uniform_int_distribution<std::int64_t>{1, 5'000}(engine);
        for (const auto mode : {Rounding::down, Rounding::up, Rounding::half_up, Rounding::half_even}) {
            const auto result = rounded(amount, unit, mode);
            ASSERT_TRUE(result);
            ASSERT_EQ(*result % unit, 0);
            ASSERT_LT(std::abs(*result - amount), unit);
            ASSERT_LE(*result, *rounded(amount + 1, unit, mode));
        }
    }
}

TEST(Money, GoesThroughJson) {
    EXPECT_EQ(json::text_of(Money{123450, "ARS"}), R"({"amount":123450,"currency":"ARS"})");
    EXPECT_EQ(json::read<Money>(R"({"amount": 12.5, "currency": "ars"})").error().faults.size(), 2u);
}

}  // namespace
}  // namespace patente
