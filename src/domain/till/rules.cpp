#include "domain/till/rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

namespace patente::till {
namespace {

std::vector<Money> moneys(const std::map<std::string, std::int64_t>& sums) {
    std::vector<Money> result;
    for (const auto& [currency, amount] : sums) result.push_back({amount, currency});
    return result;
}

bool is_sum(std::string_view text) {
    constexpr std::size_t hex_digits_of_sha256 = 64;
    return text.size() == hex_digits_of_sha256 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace

Takings counted(const std::vector<parking::Taking>& takings) {
    Takings result;
    std::map<std::pair<parking::PaymentMethod, std::string>, MethodSum> methods;
    std::map<std::string, std::int64_t> paid;
    std::map<std::string, Money> tickets;
    for (const auto& each : takings) {
        const auto& [amount, currency] = each.amount;
        auto& sum =
            methods
                .try_emplace({each.method, currency}, MethodSum{each.method, 0, 0, {0, currency}, {0, currency}, {0, currency}})
                .first->second;
        (amount < 0 ? sum.refunds : sum.payments) += 1;
        (amount < 0 ? sum.given_back : sum.taken).amount += amount < 0 ? -amount : amount;
        sum.sum.amount += amount;
        paid[currency] += amount;
        tickets[each.ticket] = each.charged;
        result.first_at = result.first_at ? std::min(*result.first_at, each.at) : each.at;
        result.last_at = result.last_at ? std::max(*result.last_at, each.at) : each.at;
    }
    std::map<std::string, std::int64_t> charged;
    for (const auto& [ticket, money] : tickets) charged[money.currency] += money.amount;
    result.tickets = static_cast<std::int64_t>(tickets.size());
    result.charged = moneys(charged);
    for (auto& [key, sum] : methods) result.methods.push_back(std::move(sum));
    result.paid = moneys(paid);
    return result;
}

Result<std::vector<CashCount>> cash_counted(const Takings& takings, const std::vector<Money>& declared) {
    std::vector<CashCount> counts;
    std::vector<Fault> faults;
    for (const auto& each : takings.methods)
        if (each.method == parking::PaymentMethod::cash)
            counts.push_back({each.sum, {0, each.sum.currency}, {-each.sum.amount, each.sum.currency}});
    std::set<std::string> said;
    for (std::size_t i = 0; i < declared.size(); ++i) {
        const std::string pointer = "/declared_cash/" + std::to_string(i);
        const auto count =
            std::ranges::find(counts, declared[i].currency, [](const CashCount& each) { return each.expected.currency; });
        // Who only gave back has less in the drawer than it began with.
        const std::int64_t least = count == counts.end() ? 0 : std::min<std::int64_t>(0, count->expected.amount);
        if (declared[i].amount < least || declared[i].amount > amount_most)
            faults.push_back({pointer + "/amount",
                              "range",
                              {fmt::format("{} to {}.", least, amount_most), fmt::format("De {} a {}.", least, amount_most)}});
        if (!said.insert(declared[i].currency).second)
            faults.push_back({pointer + "/currency", "taken", {"Said twice.", "Dicha dos veces."}});
        else if (count == counts.end())
            faults.push_back({pointer + "/currency", "unknown", {"No cash was taken in it.", "No se cobró efectivo en ella."}});
        else
            *count = {count->expected, declared[i], {declared[i].amount - count->expected.amount, declared[i].currency}};
    }
    for (const auto& each : counts)
        if (!said.contains(each.expected.currency))
            faults.push_back({"/declared_cash",
                              "required",
                              {"How much cash is there in " + each.expected.currency + "?",
                               "¿Cuánto efectivo hay en " + each.expected.currency + "?"}});
    if (faults.empty()) return counts;
    return fail(ErrorKind::invalid, "cash-declared",
                {"The declared cash is not right; see errors.", "El efectivo declarado no está bien; ver errores."},
                std::move(faults));
}

std::optional<Signature> signature_in(std::string_view header) {
    Signature signature;
    bool timed = false;
    while (!header.empty()) {
        const auto part = header.substr(0, header.find(','));
        header.remove_prefix(std::min(part.size() + 1, header.size()));
        if (part.starts_with("t=") && !timed) {
            const auto digits = part.substr(2);
            const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), signature.at_s);
            if (error != std::errc{} || end != digits.data() + digits.size() || signature.at_s < 0) return std::nullopt;
            timed = true;
        } else if (part.starts_with("v1=") && is_sum(part.substr(3))) {
            signature.sums.emplace_back(part.substr(3));
        } else {
            return std::nullopt;
        }
    }
    if (!timed || signature.sums.empty()) return std::nullopt;
    return signature;
}

bool is_timely(const Signature& signature, Instant now, std::chrono::seconds tolerance) {
    const std::int64_t now_s = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()).count();
    return signature.at_s >= now_s - tolerance.count() && signature.at_s <= now_s + tolerance.count();
}

}  // namespace patente::till
