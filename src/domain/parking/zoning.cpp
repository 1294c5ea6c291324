#include "domain/parking/zoning.h"

#include "domain/vocabulary/zone.h"
#include "platform/http/merge_patch.h"

namespace patente::parking {
namespace {

Failure zone_invalid(std::vector<Fault> faults) {
    return fail(ErrorKind::invalid, "zone-invalid", {"The zone is not right; see errors.", "La zona no está bien; ver errores."},
                std::move(faults));
}

// Where in the document a fault of the settings was written.
std::string written_at(const ZoneDraft& draft, const std::string& pointer) {
    if (pointer.starts_with("/area")) return draft.pointer_to_area + pointer.substr(5);
    return draft.pointer_to_settings + pointer;
}

void add_faults(std::vector<Fault>& all, const ZoneDraft& draft, std::vector<Fault> faults) {
    for (auto& fault : faults) {
        fault.pointer = written_at(draft, fault.pointer);
        all.push_back(std::move(fault));
    }
}

Result<std::optional<ParkingZone>> zone_of(storage::Session& session, const ZoneDraft& draft) {
    if (!draft.id.empty()) return TRY(zone_called(session, draft.id));
    const auto* object = draft.change.if_object();
    const auto* name = object ? object->if_contains("name") : nullptr;
    if (!name || !name->is_string()) return std::nullopt;
    auto found = zone_called(session, std::string(name->as_string()));
    if (found) return *found;
    if (found.error().kind == ErrorKind::not_found) return std::nullopt;
    return Failure{found.error()};
}

// A zone counts in its tariff's time zone, so a document need not repeat it.
void complete(storage::Session& session, json::Object& settings, const std::optional<TariffId>& tariff) {
    if (!settings.contains("tariff") && tariff) settings["tariff"] = tariff->text();
    if (settings.contains("time_zone") || !settings.contains("tariff") || !settings["tariff"].is_string()) return;
    const auto id = TariffId::parse(settings["tariff"].as_string());
    const auto versions = id ? store::tariff_versions(session, *id) : std::vector<TariffVersion>{};
    if (!versions.empty()) settings["time_zone"] = versions.back().document.zone;
}

Result<ZonePut> put(storage::Session& session, const ZoneDraft& draft, const std::optional<TariffId>& tariff, Instant now) {
    const auto before = TRY(zone_of(session, draft));
    auto value = http::merged(before ? json::value_of(before->settings) : json::Value(json::Object{}), draft.change);
    if (value.is_object()) complete(session, value.as_object(), tariff);
    ZonePut result{before.value_or(ParkingZone{ZoneId::made_at(now), 0, {}, now, now}), !before};
    result.zone.settings = TRY(json::read_value<ZoneSettings>(value));
    TRY(checked(session, result.zone.settings, result.zone.id));
    ++result.zone.version;
    result.zone.changed_at = now;
    if (result.is_new)
        store::add(session, result.zone);
    else
        store::save(session, result.zone);
    return result;
}

}  // namespace

Result<> checked(storage::Session& session, const ZoneSettings& zone, const ZoneId& id) {
    std::vector<Fault> faults;
    if (!Zone::named(zone.time_zone))
        faults.push_back({"/time_zone", "unknown", {"No such time zone.", "No existe esa zona horaria."}});
    const auto versions = store::tariff_versions(session, zone.tariff);
    if (versions.empty())
        faults.push_back({"/tariff", "unknown", {"No tariff has this id.", "Ninguna tarifa tiene este id."}});
    else if (versions.back().document.zone != zone.time_zone)
        faults.push_back({"/time_zone",
                          "differs",
                          {"The tariff counts in " + versions.back().document.zone + ".",
                           "La tarifa se cuenta en " + versions.back().document.zone + "."}});
    if (!zone.area && !zone.default_zone)
        faults.push_back(
            {"/area", "required", {"Only the default zone is everywhere.", "Solo la zona predeterminada está en todas partes."}});
    const auto other = zone.default_zone ? store::default_zone(session) : std::nullopt;
    if (other && other->id != id)
        faults.push_back({"/default_zone",
                          "taken",
                          {"The zone \"" + other->settings.name + "\" is the default.",
                           "La zona «" + other->settings.name + "» es la predeterminada."}});
    for (const auto& device : zone.entry_devices)
        if (std::ranges::find(zone.exit_devices, device) != zone.exit_devices.end())
            faults.push_back({"/exit_devices", "taken", {device + " is an entry too.", device + " también es entrada."}});
    if (faults.empty()) return {};
    return fail(ErrorKind::invalid, "zone-invalid", {"The zone is not right; see errors.", "La zona no está bien; ver errores."},
                faults);
}

Result<std::vector<ZonePut>> put_zones(storage::Session& session, const std::vector<ZoneDraft>& drafts,
                                       const std::optional<TariffId>& tariff, Instant now) {
    std::vector<ZonePut> done;
    std::vector<Fault> faults;
    for (const auto& draft : drafts) {
        auto one = put(session, draft, tariff, now);
        if (one)
            done.push_back(*std::move(one));
        else if (one.error().faults.empty())
            faults.push_back({draft.pointer_to_settings, one.error().problem, one.error().detail});
        else
            add_faults(faults, draft, one.error().faults);
    }
    if (!faults.empty()) return zone_invalid(std::move(faults));
    return done;
}

std::vector<ParkingZone> all_zones(storage::Session& session) {
    constexpr int page = 500;
    std::vector<ParkingZone> all;
    for (auto more = store::zones(session, "", "", page); !more.empty();
         more = store::zones(session, all.back().settings.name, all.back().id.text(), page))
        all.insert(all.end(), more.begin(), more.end());
    return all;
}

Result<ParkingZone> zone_called(storage::Session& session, const std::string& id_or_name) {
    std::vector<ParkingZone> found;
    for (auto& zone : all_zones(session))
        if (zone.id.text() == id_or_name || zone.settings.name == id_or_name) found.push_back(std::move(zone));
    if (found.empty())
        return fail(ErrorKind::not_found, "zone-not-found",
                    {"No zone has the id or the name \"" + id_or_name + "\".",
                     "Ninguna zona tiene el id ni el nombre «" + id_or_name + "»."});
    if (found.size() > 1)
        return fail(ErrorKind::conflict, "zone-ambiguous",
                    {"Several zones are called \"" + id_or_name + "\"; say which by its id.",
                     "Varias zonas se llaman «" + id_or_name + "»; diga cuál por su id."});
    return found.front();
}

Result<TariffId> tariff_called(storage::Session& session, const std::string& id_or_name) {
    constexpr int page = 500;
    for (auto more = store::tariffs(session, "", page); !more.empty();
         more = store::tariffs(session, more.back().id.text(), page))
        for (const auto& tariff : more)
            if (tariff.id.text() == id_or_name || tariff.document.name.en == id_or_name || tariff.document.name.es == id_or_name)
                return tariff.id;
    return fail(ErrorKind::not_found, "tariff-not-found",
                {"No tariff has the id or the name \"" + id_or_name + "\".",
                 "Ninguna tarifa tiene el id ni el nombre «" + id_or_name + "»."});
}

}  // namespace patente::parking
