#include "domain/vocabulary/money.h"

#include <fmt/format.h>

#include <algorithm>

namespace patente {
namespace {

// ISO 4217: the codes that do not have two digits.
constexpr std::array<std::string_view, 16> without_decimals{"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW",
                                                            "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XPF"};
constexpr std::array<std::string_view, 7> with_three_decimals{"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"};

// How Spanish readers write the sign of a currency; where several countries share "$" the amount stands in its own country.
constexpr std::array<std::pair<std::string_view, std::string_view>, 10> spanish_signs{{{"ARS", "$"},
                                                                                       {"CLP", "$"},
                                                                                       {"UYU", "$"},
                                                                                       {"COP", "$"},
                                                                                       {"MXN", "$"},
                                                                                       {"USD", "US$"},
                                                                                       {"EUR", "€"},
                                                                                       {"BRL", "R$"},
                                                                                       {"PEN", "S/"},
                                                                                       {"PYG", "₲"}}};

template <typename Table>
bool lists(const Table& table, std::string_view code) {
    return std::ranges::find(table, code) != table.end();
}

std::optional<std::int64_t> narrowed(Wide value) {
    if (value > std::numeric_limits<std::int64_t>::max() || value < std::numeric_limits<std::int64_t>::min()) return std::nullopt;
    return static_cast<std::int64_t>(value);
}

Wide quotient(Wide value, Wide divisor, Rounding rounding) {
    const Wide whole = value / divisor, rest = value % divisor;
    if (rest == 0) return whole;
    const Wide away = value < 0 ? -1 : 1, twice = (rest < 0 ? -rest : rest) * 2;
    switch (rounding) {
        case Rounding::down: return whole;
        case Rounding::up: return whole + away;
        case Rounding::half_up: return twice >= divisor ? whole + away : whole;
        case Rounding::half_even: return twice > divisor || (twice == divisor && whole % 2 != 0) ? whole + away : whole;
    }
    return whole;
}

// Sign, whole units and minor digits of an amount.
struct Parts {
    bool negative;
    std::string whole;
    std::string minor;
};

Parts parts_of(const Money& money) {
    const auto decimals = static_cast<std::size_t>(decimals_of(money.currency));
    // The magnitude of the least 64-bit number fits only unsigned.
    const std::uint64_t size =
        money.amount < 0 ? ~static_cast<std::uint64_t>(money.amount) + 1 : static_cast<std::uint64_t>(money.amount);
    const std::string digits = fmt::format("{:0{}}", size, decimals + 1);
    return {money.amount < 0, digits.substr(0, digits.size() - decimals), digits.substr(digits.size() - decimals)};
}

std::string grouped(const std::string& whole, char mark) {
    std::string text;
    for (std::size_t i = 0; i < whole.size(); ++i) {
        if (i > 0 && (whole.size() - i) % 3 == 0) text += mark;
        text += whole[i];
    }
    return text;
}

std::string_view sign_of(std::string_view currency, Language language) {
    if (language == Language::es)
        for (const auto& [code, sign] : spanish_signs)
            if (code == currency) return sign;
    return currency;
}

Failure overflow() {
    return fail(ErrorKind::invalid, "money-overflow",
                {"The amount is too large to be counted.", "El importe es demasiado grande."});
}

Result<Money> combined(const Money& a, const Money& b, std::optional<std::int64_t> amount) {
    if (a.currency != b.currency)
        return fail(ErrorKind::invalid, "money-currencies-differ",
                    {fmt::format("{} and {} cannot be added.", a.currency, b.currency),
                     fmt::format("No se pueden sumar {} y {}.", a.currency, b.currency)});
    if (!amount) return overflow();
    return Money{*amount, a.currency};
}

}  // namespace

int decimals_of(std::string_view currency) {
    if (lists(without_decimals, currency)) return 0;
    return lists(with_three_decimals, currency) ? 3 : 2;
}

std::optional<std::int64_t> checked_sum(std::int64_t a, std::int64_t b) { return narrowed(Wide{a} + b); }
std::optional<std::int64_t> checked_product(std::int64_t a, std::int64_t b) { return narrowed(Wide{a} * b); }

std::optional<std::int64_t> scaled(std::int64_t amount, Wide numerator, Wide denominator, std::int64_t unit, Rounding rounding) {
    return narrowed(quotient(amount * numerator, denominator * unit, rounding) * unit);
}

std::optional<std::int64_t> rounded(std::int64_t amount, std::int64_t unit, Rounding rounding) {
    return narrowed(quotient(amount, unit, rounding) * unit);
}

Result<Money> sum(const Money& a, const Money& b) { return combined(a, b, checked_sum(a.amount, b.amount)); }
Result<Money> difference(const Money& a, const Money& b) { return combined(a, b, narrowed(Wide{a.amount} - b.amount)); }

std::string format(const Money& money, Language language) {
    const bool spanish = language == Language::es;
    const Parts parts = parts_of(money);
    std::string text = fmt::format("{}{} {}", parts.negative ? "-" : "", sign_of(money.currency, language),
                                   grouped(parts.whole, spanish ? '.' : ','));
    if (!parts.minor.empty()) text += (spanish ? "," : ".") + parts.minor;
    return text;
}

std::string decimal_text(const Money& money) {
    const Parts parts = parts_of(money);
    return (parts.negative ? "-" : "") + parts.whole + (parts.minor.empty() ? "" : "." + parts.minor);
}

}  // namespace patente
