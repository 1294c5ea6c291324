#include "domain/watch/rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "domain/vocabulary/plate.h"

namespace patente::watch {
namespace {

constexpr std::size_t left_out_from = 5;  // of a shorter plate too little would be left

void add_key_and_left_out(std::set<std::string>& keys, const std::string& plate) {
    const auto key = look_alike_key(plate);
    keys.insert(key);
    for (std::size_t i = 0; key.size() >= left_out_from && i < key.size(); ++i) {
        auto shorter = key;
        keys.insert(shorter.erase(i, 1));
    }
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    return first == std::string_view::npos ? "" : text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

void trim(std::string& text) { text = std::string(trimmed(text)); }

Text sentence(const sightings::PlateSeen& seen, const List& list, const Entry& entry, double chance, bool stale) {
    const auto& plate = entry.settings.plate;
    const int of_100 = percent(chance);
    const auto& name = list.settings.name;
    Text text =
        seen.plate == plate
            ? Text{fmt::format("{} of the list “{}” was seen, with a chance of {}%.", plate, name, of_100),
                   fmt::format("Se vio {} de la lista «{}», con una probabilidad del {}\u00a0%.", plate, name, of_100)}
            : Text{fmt::format("Read as {}: it is {} of the list “{}” with a chance of {}%.", seen.plate, plate, name, of_100),
                   fmt::format("Leída como {}: es {} de la lista «{}» con una probabilidad del {}\u00a0%.", seen.plate, plate,
                               name, of_100)};
    text.en += " Look at the plate before acting.";
    text.es += " Mire la patente antes de actuar.";
    if (stale) {
        text.en += " The entry has ended: ask whether it still holds.";
        text.es += " La entrada ya venció: pregunte si sigue vigente.";
    }
    return text;
}

}  // namespace

std::vector<std::string> keys_of(const std::string& plate, const std::string& region) {
    std::set<std::string> keys;
    for (const auto& spelling : spellings_of(plate, region)) add_key_and_left_out(keys, spelling);
    return {keys.begin(), keys.end()};
}

std::vector<std::string> keys_to_look_up(const sightings::PlateSeen& seen) {
    std::set<std::string> keys;
    if (is_normalised(seen.plate)) add_key_and_left_out(keys, seen.plate);
    for (const auto& each : seen.alternatives)
        if (keys.size() < look_ups_max) keys.insert(look_alike_key(each.plate));
    return {keys.begin(), keys.end()};
}

double chance_of(const sightings::PlateSeen& seen, const std::string& plate, const std::string& region,
                 const Confusions& confusions) {
    const PlateRead read{seen.plate, seen.confidence, seen.alternatives};
    const Belief belief(read, false, false, confusions);
    double chance = 0;
    for (const auto& spelling : spellings_of(plate, region)) chance = std::max(chance, belief.chance_of(spelling));
    return chance;
}

Result<EntrySettings> checked(EntrySettings settings) {
    std::vector<Fault> faults;
    auto plate = normalised(settings.plate);
    if (plate)
        settings.plate = *std::move(plate);
    else
        faults.push_back({"/plate", "pattern", plate.error().detail});
    trim(settings.why);
    trim(settings.who);
    trim(settings.reference);
    if (settings.why.empty()) faults.push_back({"/why", "required", {"Say what for.", "Diga para qué."}});
    if (settings.who.empty()) faults.push_back({"/who", "required", {"Say who asks for it.", "Diga quién lo pide."}});
    if (faults.empty()) return settings;
    return fail(ErrorKind::invalid, "watch-entry-invalid",
                {"The entry is not right; see errors.", "La entrada no está bien; ver errores."}, std::move(faults));
}

SeenOut seen_of(const sightings::PlateSeen& seen) {
    return {.sighting = seen.sighting,
            .plate = seen.plate,
            .confidence = seen.confidence,
            .alternatives = seen.alternatives,
            .seen_at = seen.seen_at,
            .place = seen.place,
            .device = seen.device,
            .zone = seen.zone,
            .crop_sha256 = seen.crop_sha256,
            .crop = std::nullopt};
}

AlertDetail detail_of(const sightings::PlateSeen& seen, const List& list, const Entry& entry, double chance) {
    const auto& settings = entry.settings;
    const bool stale = is_stale(settings, seen.seen_at);
    return {.chance = chance,
            .seen = seen_of(seen),
            .listed = ListedOut{list.id, list.settings.name, list.settings.kind, entry.id, settings.why, settings.who,
                                settings.reference, settings.until, stale},
            .travel = std::nullopt,
            .text = sentence(seen, list, entry, chance, stale)};
}

bool joins(const Alert& alert, Instant seen_at) {
    return alert.state != AlertState::withdrawn && seen_at >= alert.seen_at - join_time &&
           seen_at <= alert.last_seen_at + join_time;
}

Alert joined(Alert alert, const AlertDetail& detail, Instant now) {
    alert.seen_at = std::min(alert.seen_at, detail.seen.seen_at);
    alert.last_seen_at = std::max(alert.last_seen_at, detail.seen.seen_at);
    ++alert.times;
    ++alert.version;
    alert.changed_at = now;
    if (detail.chance > alert.detail.chance) {
        alert.detail = with_crops(detail, alert.id);
        alert.read_as = detail.seen.plate;
        alert.sighting = detail.seen.sighting;
    }
    return alert;
}

int percent(double chance) { return std::clamp(static_cast<int>(std::floor(chance * 100)), 1, 99); }

AlertDetail with_crops(AlertDetail detail, const AlertId& alert) {
    const auto path = "/v1/alerts/" + alert.text() + "/crop";
    if (!detail.seen.crop_sha256.empty()) detail.seen.crop = path;
    if (detail.travel && !detail.travel->other.crop_sha256.empty()) detail.travel->other.crop = path + "?of=other";
    return detail;
}

}  // namespace patente::watch
