// Money: whole minor units of one currency. Never floating point; every sum is checked for overflow.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/text.h"

namespace patente {

struct Money {
    std::int64_t amount = 0;  // minor units: centavos, cents; whole pesos in CLP
    std::string currency;     // ISO 4217: "ARS"

    bool operator==(const Money&) const = default;

    static constexpr std::string_view schema_name = "Money";
    static constexpr auto fields() {
        return std::tuple{json::field("amount", &Money::amount).help("Minor units: centavos, cents."),
                          json::field("currency", &Money::currency).pattern("[A-Z]{3}", "ARS")};
    }
};

// down and up: towards and away from zero; half_up: a half goes away from zero; half_even: to the even unit.
enum class Rounding { down, up, half_up, half_even };

constexpr auto names_of(Rounding) {
    return std::array<std::pair<Rounding, std::string_view>, 4>{
        {{Rounding::down, "down"}, {Rounding::up, "up"}, {Rounding::half_up, "half_up"}, {Rounding::half_even, "half_even"}}};
}

// Digits after the decimal mark, as ISO 4217 says (ARS 2, CLP 0, TND 3); 2 for codes not in its table.
int decimals_of(std::string_view currency);

// Sums and products of minor units; nullopt when they do not fit 64 bits.
std::optional<std::int64_t> checked_sum(std::int64_t a, std::int64_t b);
std::optional<std::int64_t> checked_product(std::int64_t a, std::int64_t b);

// The most that one payment or count may be: sums of thousands of them fit 64 bits.
constexpr std::int64_t amount_most = 1'000'000'000'000'000;

using Wide = __int128;

// amount × numerator ÷ denominator, rounded once to a multiple of `unit`; denominator, unit > 0. nullopt when the result does
// not fit.
std::optional<std::int64_t> scaled(std::int64_t amount, Wide numerator, Wide denominator, std::int64_t unit, Rounding rounding);

// The multiple of `unit` (≥ 1) that `rounding` says: rounded(1249, 100, half_up) = 1200. nullopt when it does not fit.
std::optional<std::int64_t> rounded(std::int64_t amount, std::int64_t unit, Rounding rounding);

// Errors: invalid "money-currencies-differ", invalid "money-overflow".
Result<Money> sum(const Money& a, const Money& b);
Result<Money> difference(const Money& a, const Money& b);

// For people. es: "$ 1.234,50" for ARS, CLP, UYU, MXN and COP, "US$ 1.234,50", "€ 1.234,50", else "BOB 1.234,50";
// en: "ARS 1,234.50". Negative: "-$ 1,50".
std::string format(const Money& money, Language language);

// Decimal units for machines and exports: "1234.50", "-0.05", "1234" in CLP.
std::string decimal_text(const Money& money);

}  // namespace patente
