#include "domain/devices/feature.h"

#include "domain/devices/api.h"
#include "domain/devices/rules.h"

namespace patente::devices {

Feature feature(const Dependencies& dependencies) {
    return {.name = "devices", .routes = routes(dependencies), .workers = {}, .migrations = migrations()};
}

std::optional<Registered> Registrar::named(storage::Session& session, const std::string& name) {
    if (name.empty()) return std::nullopt;
    const auto device = store::named(session, name);
    return device ? std::optional{registered(device->settings)} : std::nullopt;
}

std::vector<Registered> Registrar::of_zone(storage::Session& session, const std::string& zone) {
    std::vector<Registered> all;
    for (const auto& each : store::of_zone(session, zone)) all.push_back(registered(each.settings));
    return all;
}

}  // namespace patente::devices
