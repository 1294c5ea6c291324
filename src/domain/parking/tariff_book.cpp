#include "domain/parking/tariff_book.h"

#include <stdexcept>

#include "domain/parking/discount_rules.h"

namespace patente::parking {
namespace {

Charge within_entry_grace(const Tariff& tariff, const Stay& stay, Instant left, int grace_s) {
    const Text why{fmt::format("Up to {} min from entry owe nothing.", grace_s / 60),
                   fmt::format("Hasta {} min desde la entrada no se cobra.", grace_s / 60)};
    return {{0, tariff.document().currency}, tariff.version(), {{"entry_grace", stay.entered_at, left, 1, 0, 0, why}}};
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

Charge TariffBook::charge(storage::Session& session, const ZoneSettings& zone, const Stay& stay, Instant left) {
    const Tariff tariff = ready(session, stay.tariff, stay.tariff_version);
    if (left - stay.entered_at <= std::chrono::seconds{zone.entry_grace_s} && zone.entry_grace_s > 0)
        return within_entry_grace(tariff, stay, left, zone.entry_grace_s);
    const Instant charged_until = std::min<Instant>(left, stay.entered_at + stay_length_max);
    auto charge = amount_owed(tariff, stay.entered_at, charged_until, stay.vehicle_class);
    if (!charge) throw std::logic_error("stay " + stay.id.text() + ": " + charge.error().detail.en);
    if (charge->total.amount == 0) return *std::move(charge);
    const auto time = parked(tariff, zone, stay, charged_until);
    const bool certain = stay.matched_by != MatchedBy::misreading;
    return discounted(tariff, stay.entered_at, charged_until, stay.vehicle_class, *std::move(charge),
                      certain ? discounts_.permits(session, time) : std::vector<discounts::Discount>{},
                      discounts_.stamps(session, time));
}

bool TariffBook::permit_unclear(storage::Session& session, const ZoneSettings& zone, const Stay& stay, Instant left) {
    if (stay.matched_by != MatchedBy::misreading) return false;
    const Tariff tariff = ready(session, stay.tariff, stay.tariff_version);
    return !discounts_.permits(session, parked(tariff, zone, stay, left)).empty();
}

discounts::ParkedTime TariffBook::parked(const Tariff& tariff, const ZoneSettings& zone, const Stay& stay, Instant left) const {
    const auto& holidays = tariff.document().holidays;
    const auto calendar = holidays ? calendars_.find(*holidays) : calendars_.end();
    return {.stay = stay.id.text(),
            .plate = stay.plate,
            .region = zone.region,
            .zone = stay.zone.text(),
            .time_zone = tariff.zone(),
            .holidays = calendar == calendars_.end() ? nullptr : &calendar->second,
            .span = {std::chrono::floor<std::chrono::minutes>(stay.entered_at), left}};
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
