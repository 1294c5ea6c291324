#include "domain/parking/tariff_book.h"

#include <fmt/format.h>

#include <stdexcept>

#include "domain/parking/discount_rules.h"

namespace patente::parking {
namespace {

Charge within_entry_grace(const Tariff& tariff, const Stay& stay, Instant left, int grace_s) {
    const Text why{fmt::format("Up to {} min from entry owe nothing.", grace_s / 60),
                   fmt::format("Hasta {} min desde la entrada no se cobra.", grace_s / 60)};
    return {{0, tariff.document().currency}, tariff.version(), {{"entry_grace", stay.entered_at, left, 1, 0, 0, why}}};
}

Instant charged_until(const TariffBook::Leaving& leaving) {
    return std::min<Instant>(leaving.left, leaving.stay.entered_at + stay_length_max);
}

// Before permits and stamps.
Charge whole_charge(const Tariff& tariff, const TariffBook::Leaving& leaving) {
    const auto& [zone, stay, left] = leaving;
    if (left - stay.entered_at <= std::chrono::seconds{zone.entry_grace_s} && zone.entry_grace_s > 0)
        return within_entry_grace(tariff, stay, left, zone.entry_grace_s);
    auto charge = amount_owed(tariff, stay.entered_at, charged_until(leaving), stay.vehicle_class);
    if (!charge) throw std::logic_error("stay " + stay.id.text() + ": " + charge.error().detail.en);
    return *std::move(charge);
}

bool is_valid_by(const TariffVersion& version, Instant entered) {
    if (!version.document.valid_from) return true;
    const auto zone = Zone::named(version.document.zone);
    const auto from = parse_day(*version.document.valid_from);
    return zone && from && zone->day(entered) >= *from;
}

}  // namespace

TariffVersion TariffBook::in_force(storage::Session& session, const TariffId& id, Instant entered) const {
    const auto versions = store::tariff_versions(session, id);
    if (versions.empty()) throw std::runtime_error("a zone names a tariff that is not there: " + id.text());
    const auto newest =
        std::find_if(versions.rbegin(), versions.rend(), [&](const auto& each) { return is_valid_by(each, entered); });
    return newest == versions.rend() ? versions.front() : *newest;
}

std::vector<Charge> TariffBook::charges(storage::Session& session, std::span<const Leaving> leaving) {
    std::vector<Tariff> tariffs;
    for (const auto& each : leaving) tariffs.push_back(ready(session, each.stay.tariff, each.stay.tariff_version));
    return charged(session, tariffs, leaving);
}

std::vector<Charge> TariffBook::charges_by(storage::Session& session, const Tariff& tariff, std::span<const Leaving> leaving) {
    return charged(session, std::vector<Tariff>(leaving.size(), tariff), leaving);
}

std::vector<Charge> TariffBook::charged(storage::Session& session, std::span<const Tariff> tariffs,
                                        std::span<const Leaving> leaving) {
    std::vector<Charge> charges;
    std::vector<discounts::ParkedTime> times;
    std::vector<std::size_t> owing;  // their places: what owes nothing has nothing to take off
    for (std::size_t i = 0; i < leaving.size(); ++i) {
        charges.push_back(whole_charge(tariffs[i], leaving[i]));
        if (charges.back().total.amount == 0) continue;
        times.push_back(parked(tariffs[i], leaving[i]));
        owing.push_back(i);
    }
    const auto found = discounts_.of(session, times);
    for (std::size_t k = 0; k < owing.size(); ++k) {
        const auto& stay = leaving[owing[k]].stay;
        const bool certain = stay.matched_by != MatchedBy::misreading;
        auto& charge = charges[owing[k]];
        charge = discounted(tariffs[owing[k]], stay.entered_at, times[k].span.to, stay.vehicle_class, std::move(charge),
                            certain ? found[k].permits : std::vector<discounts::Discount>{}, found[k].stamps);
    }
    return charges;
}

bool TariffBook::permit_unclear(storage::Session& session, const Leaving& leaving) {
    if (leaving.stay.matched_by != MatchedBy::misreading) return false;
    const auto time = parked(ready(session, leaving.stay.tariff, leaving.stay.tariff_version), leaving);
    return !discounts_.of(session, {&time, 1}).front().permits.empty();
}

discounts::ParkedTime TariffBook::parked(const Tariff& tariff, const Leaving& leaving) const {
    const auto& [zone, stay, left] = leaving;
    const auto& holidays = tariff.document().holidays;
    const auto calendar = holidays ? calendars_.find(*holidays) : calendars_.end();
    return {.stay = stay.id.text(),
            .plate = stay.plate,
            .region = zone.region,
            .zone = stay.zone.text(),
            .time_zone = tariff.zone(),
            .holidays = calendar == calendars_.end() ? nullptr : &calendar->second,
            .span = {std::chrono::floor<std::chrono::minutes>(stay.entered_at), charged_until(leaving)}};
}

Tariff TariffBook::ready(storage::Session& session, const TariffId& id, int version) {
    {
        const std::lock_guard lock(mutex_);
        if (const auto found = ready_.find({id, version}); found != ready_.end()) return found->second;
    }
    auto stored = store::tariff(session, id, version);
    if (!stored) throw std::runtime_error(fmt::format("tariff {} has no version {}", id.text(), version));
    stored->document.examples.clear();  // they were proved when it came in; a calendar may have learnt a holiday since
    auto tariff = checked(stored->document, calendars_);
    if (!tariff) throw std::runtime_error(fmt::format("tariff {} version {}: {}", id.text(), version, tariff.error().detail.en));
    const std::lock_guard lock(mutex_);
    return ready_.try_emplace({id, version}, tariff->with_version(version)).first->second;
}

}  // namespace patente::parking
