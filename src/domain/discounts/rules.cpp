#include "domain/discounts/rules.h"

#include <fmt/format.h>

#include <algorithm>

#include "domain/vocabulary/plate.h"

namespace patente::discounts {
namespace {

constexpr std::string_view code_letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";  // Crockford's base 32
constexpr std::size_t code_length = 10, code_group = 4;

bool names(const std::vector<std::string>& list, const std::string& name) { return std::ranges::find(list, name) != list.end(); }

void check_zones(std::vector<Fault>& faults, const std::vector<std::string>& zones, const ZoneExists& exists) {
    for (std::size_t i = 0; i < zones.size(); ++i)
        if (!exists(zones[i]))
            faults.push_back({fmt::format("/zones/{}", i), "unknown", {"No zone has this id.", "Ninguna zona tiene este id."}});
}

void check_dates(std::vector<Fault>& faults, const std::optional<std::string>& from, const std::optional<std::string>& until) {
    const auto day = [&](const std::optional<std::string>& text, const char* pointer) {
        const auto parsed = text ? parse_day(*text) : std::nullopt;
        if (text && !parsed) faults.push_back({pointer, "pattern", {"There is no such day.", "No existe ese día."}});
        return parsed;
    };
    const auto first = day(from, "/valid_from"), last = day(until, "/valid_until");
    if (first && last && *last < *first)
        faults.push_back({"/valid_until", "range", {"It lies before valid_from.", "Es anterior a valid_from."}});
}

std::vector<std::string> normalised_plates(const std::vector<std::string>& plates, std::vector<Fault>& faults) {
    std::vector<std::string> result;
    for (std::size_t i = 0; i < plates.size(); ++i) {
        const auto plate = normalised(plates[i].substr(0, 64));
        if (!plate)
            faults.push_back({fmt::format("/plates/{}", i), "pattern", plate.error().detail});
        else if (!names(result, *plate))
            result.push_back(*plate);
    }
    return result;
}

// From the first instant of the day it is valid from to the end of the day it is valid until.
Span valid_in(const std::optional<std::string>& from, const std::optional<std::string>& until, const Zone& zone) {
    const auto first = from ? parse_day(*from) : std::nullopt, last = until ? parse_day(*until) : std::nullopt;
    return {first ? zone.day_begins(*first) : Instant::min(),
            last ? zone.day_begins(*last + std::chrono::days{1}) : Instant::max()};
}

bool is_of(const PermitSettings& permit, const ParkedTime& parked) {
    const auto identity = identity_of(parked.plate, parked.region);
    return (permit.zones.empty() || names(permit.zones, parked.zone)) &&
           std::ranges::any_of(permit.plates, [&](const auto& each) { return identity_of(each, parked.region) == identity; });
}

Failure not_given(Text why) { return fail(ErrorKind::conflict, "stamp-not-given", std::move(why)); }

std::vector<Fault> benefit_faults(const Benefit& benefit) {
    using enum BenefitKind;
    std::vector<Fault> faults;
    const auto want = [&](bool wanted, bool there, const char* field) {
        if (wanted && !there)
            faults.push_back({std::string("/benefit/") + field, "required", {"This kind needs it.", "Este tipo lo necesita."}});
        if (!wanted && there)
            faults.push_back({std::string("/benefit/") + field, "unknown", {"This kind has none.", "Este tipo no lo lleva."}});
    };
    want(benefit.kind == share, benefit.percent.has_value(), "percent");
    want(benefit.kind == amount || benefit.kind == flat, benefit.amount.has_value(), "amount");
    want(benefit.kind == minutes, benefit.minutes.has_value(), "minutes");
    if (benefit.amount && benefit.amount->amount < 0)
        faults.push_back({"/benefit/amount/amount", "range", {"Not below 0.", "No menos de 0."}});
    return faults;
}

}  // namespace

Result<PermitSettings> checked(PermitSettings settings, const ZoneExists& exists) {
    auto faults = benefit_faults(settings.benefit);
    settings.plates = normalised_plates(settings.plates, faults);
    check_zones(faults, settings.zones, exists);
    check_dates(faults, settings.valid_from, settings.valid_until);
    if (faults.empty()) return settings;
    return fail(ErrorKind::invalid, "permit-invalid",
                {"The permit is not right; see errors.", "El permiso no está bien; ver errores."}, std::move(faults));
}

Result<StampSettings> checked(StampSettings settings, const ZoneExists& exists) {
    auto faults = benefit_faults(settings.benefit);
    check_zones(faults, settings.zones, exists);
    check_dates(faults, settings.valid_from, settings.valid_until);
    if (faults.empty()) return settings;
    return fail(ErrorKind::invalid, "stamp-invalid",
                {"The stamp is not right; see errors.", "El sello no está bien; ver errores."}, std::move(faults));
}

std::vector<Discount> covered(const Permit& permit, const ParkedTime& parked) {
    std::vector<Discount> found;
    for (std::size_t i = 0; i < permit.versions.size(); ++i) {
        const auto& [version, settings, since, made_at, by] = permit.versions[i];
        if (!is_of(settings, parked)) continue;
        const Instant end = permit.revoked_at.value_or(Instant::max());
        const Instant until = i + 1 < permit.versions.size() ? std::min(end, *permit.versions[i + 1].since) : end;
        const Span valid = valid_in(settings.valid_from, settings.valid_until, parked.time_zone);
        const Span within{std::max({parked.span.from, valid.from, since.value_or(Instant::min())}),
                          std::min({parked.span.to, valid.to, until})};
        if (within.from >= within.to) continue;
        auto spans = spans_of(settings.hours, parked.time_zone, parked.holidays, within);
        if (spans.empty()) continue;
        const Text kind = kind_text(settings.kind);
        Discount discount{"permit/" + settings.reference,
                          {kind.en + " " + settings.reference, kind.es + " " + settings.reference},
                          settings.benefit,
                          std::move(spans),
                          permit.id.text()};
        // A change of anything else goes on as one discount.
        if (!found.empty() && found.back().rule == discount.rule && found.back().benefit == discount.benefit &&
            found.back().who == discount.who) {
            auto both = found.back().spans;
            both.insert(both.end(), discount.spans.begin(), discount.spans.end());
            found.back().spans = merged(std::move(both));
        } else {
            found.push_back(std::move(discount));
        }
    }
    return found;
}

Result<> may_give(const StampSettings& stamp, const StayFound& stay, const Uses& uses, Instant now) {
    if (!stamp.active) return not_given({"This stamp is given no more.", "Este sello ya no se da."});
    if (!stamp.zones.empty() && !names(stamp.zones, stay.zone))
        return not_given(
            {"This stamp does not hold in the zone of this stay.", "Este sello no vale en la zona de esta estadía."});
    const Span valid = valid_in(stamp.valid_from, stamp.valid_until, stay.time_zone);
    if (now < valid.from || now >= valid.to) return not_given({"This stamp does not hold today.", "Este sello no vale hoy."});
    if ((stamp.uses_max && uses.ever >= *stamp.uses_max) || (stamp.uses_per_day_max && uses.today >= *stamp.uses_per_day_max))
        return not_given({"This stamp is used up.", "Este sello ya se usó todas las veces acordadas."});
    if (!stay.owes) return not_given({"Nothing is owed on this stay any more.", "Ya no se debe nada de esta estadía."});
    return {};
}

Result<> may_give_without_code(const StampSettings& stamp, const Person& by) {
    if (stamp.keys.empty() || names(stamp.keys, by.key_id)) return {};
    return fail(ErrorKind::forbidden, "stamp-of-another",
                {"This stamp is another shop's: with this key it needs one of its codes.",
                 "Este sello es de otro comercio: con esta clave hace falta uno de sus códigos."});
}

Discount discount_of(const Validation& validation, const Span& stay) {
    return {"stamp/" + validation.shop,
            {"Stamp of " + validation.shop, "Sello de " + validation.shop},
            validation.benefit,
            merged({stay})};
}

Text kind_text(PermitKind kind) {
    switch (kind) {
        case PermitKind::resident: return {"Resident permit", "Permiso de residente"};
        case PermitKind::subscriber: return {"Subscription", "Abono"};
        case PermitKind::disabled: return {"Disabled permit", "Permiso por discapacidad"};
        case PermitKind::staff: return {"Staff permit", "Permiso de personal"};
        case PermitKind::fleet: return {"Fleet permit", "Permiso de flota"};
    }
    return {};
}

std::optional<std::string> code_typed(std::string_view text) {
    std::string code;
    for (const char c : text) {
        if (c == '-' || c == ' ') continue;
        char letter = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        if (letter == 'O') letter = '0';
        if (letter == 'I' || letter == 'L') letter = '1';
        if (code_letters.find(letter) == std::string_view::npos || code.size() > code_length + 1) return std::nullopt;
        if (code.size() == code_group || code.size() == 2 * code_group + 1) code += '-';
        code += letter;
    }
    if (code.size() != code_length + 2) return std::nullopt;
    return code;
}

std::string code_from(const std::array<unsigned char, 10>& random) {
    std::string letters;
    for (const auto byte : random) letters += code_letters[byte % code_letters.size()];
    return *code_typed(letters);
}

}  // namespace patente::discounts
