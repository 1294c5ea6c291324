#include "domain/parking/discount_rules.h"

#include <fmt/format.h>

#include <algorithm>

namespace patente::parking {
namespace {

using discounts::BenefitKind, discounts::Discount;
using namespace std::chrono;

std::vector<Span> united(std::vector<Span> a, const std::vector<Span>& b) {
    a.insert(a.end(), b.begin(), b.end());
    return merged(std::move(a));
}

std::vector<Span> first_of(const std::vector<Span>& spans, milliseconds length) {
    std::vector<Span> result;
    for (auto span : spans) {
        span.to = std::min(span.to, span.from + length);
        length -= span.to - span.from;
        result.push_back(span);
    }
    return merged(std::move(result));
}

// A charge while discounts are taken off it.
class Discounting {
public:
    Discounting(const Tariff& tariff, Instant entered, Instant left, std::string_view vehicle_class, Charge whole)
        : tariff_(tariff), entered_(entered), left_(left), class_(vehicle_class), charge_(std::move(whole)) {}

    void take(const Discount& discount) {
        const auto& benefit = discount.benefit;
        const bool frees = benefit.kind == BenefitKind::free || benefit.kind == BenefitKind::minutes;
        const auto spans = benefit.kind == BenefitKind::minutes ? first_of(discount.spans, minutes{benefit.minutes.value_or(0)})
                                                                : discount.spans;
        const auto free_then = united(free_, spans);
        const std::int64_t price = std::clamp<std::int64_t>(owed(free_) - owed(free_then), 0, charge_.total.amount);
        const std::int64_t off = std::min(taken_off(benefit, price), price);
        if (off <= 0) return;
        if (frees) free_ = free_then;
        charge_.total.amount -= off;
        const Instant to = std::min(spans.back().to, left_), from = std::min(std::max(spans.front().from, entered_), to);
        charge_.lines.push_back({discount.rule, from, to, 1, -off, -off, why(discount, spans)});
    }

    const Charge& charge() const { return charge_; }

private:
    // What the tariff asks when this time is free.
    std::int64_t owed(const std::vector<Span>& free) const {
        return amount_owed(tariff_, entered_, left_, class_, free).value().total.amount;
    }

    bool in_our_currency(const discounts::Benefit& benefit) const {
        return benefit.amount && benefit.amount->currency == charge_.total.currency;
    }

    // Of the price of what the discount covers.
    std::int64_t taken_off(const discounts::Benefit& benefit, std::int64_t price) const {
        const auto& [mode, unit] = tariff_.document().rounding;
        switch (benefit.kind) {
            case BenefitKind::free:
            case BenefitKind::minutes: return price;
            case BenefitKind::share: return scaled(price, benefit.percent.value_or(0), 100, unit, mode).value();
            case BenefitKind::amount: return in_our_currency(benefit) ? benefit.amount->amount : 0;
            case BenefitKind::flat: return in_our_currency(benefit) ? price - benefit.amount->amount : 0;
        }
        return 0;
    }

    Text what(const discounts::Benefit& benefit) const {
        const auto money = [&](Language language) { return format(benefit.amount.value_or(Money{}), language); };
        switch (benefit.kind) {
            case BenefitKind::free: return {"no charge", "sin cargo"};
            case BenefitKind::minutes:
                return {fmt::format("the first {} min free", *benefit.minutes),
                        fmt::format("los primeros {} min sin cargo", *benefit.minutes)};
            case BenefitKind::share:
                return {fmt::format("{} % off", *benefit.percent), fmt::format("{} % menos", *benefit.percent)};
            case BenefitKind::amount: return {money(Language::en) + " off", money(Language::es) + " menos"};
            case BenefitKind::flat: return {"no more than " + money(Language::en), "no más de " + money(Language::es)};
        }
        return {};
    }

    Text why(const Discount& discount, const std::vector<Span>& spans) const {
        Text text = what(discount.benefit);
        text = {discount.who.en + ": " + text.en, discount.who.es + ": " + text.es};
        const bool part = overlap(spans, floor<minutes>(entered_), left_) < left_ - floor<minutes>(entered_);
        if (part && discount.benefit.kind != BenefitKind::minutes) {
            const auto covered = ceil<minutes>(overlap(spans, entered_, left_)).count();
            text.en += fmt::format(", for {} min of the stay", covered);
            text.es += fmt::format(", por {} min de la estadía", covered);
        }
        return text;
    }

    Tariff tariff_;
    Instant entered_, left_;
    std::string_view class_;
    Charge charge_;
    std::vector<Span> free_;  // taken off already
};

}  // namespace

Charge discounted(const Tariff& tariff, Instant entered, Instant left, std::string_view vehicle_class, Charge whole,
                  const std::vector<Discount>& permits, const std::vector<Discount>& stamps) {
    const Discounting none{tariff, entered, left, vehicle_class, std::move(whole)};
    Discounting best = none;
    for (auto permit = permits.begin(); permit != permits.end();) {
        Discounting one = none;
        const std::string& id = permit->permit;
        for (; permit != permits.end() && permit->permit == id; ++permit) one.take(*permit);
        if (one.charge().total.amount < best.charge().total.amount) best = one;
    }
    for (const auto& stamp : stamps) best.take(stamp);
    return best.charge();
}

}  // namespace patente::parking
