#include "domain/devices/rules.h"

namespace patente::devices {

Result<> checked(const Settings& settings, const Surroundings& around) {
    std::vector<Fault> faults;
    if (around.name_taken)
        faults.push_back({"/name", "taken", {"Another device has this name.", "Otro dispositivo tiene este nombre."}});
    if (!settings.zone.empty() && !around.zone_exists)
        faults.push_back({"/zone", "unknown", {"No zone has this id.", "Ninguna zona tiene este id."}});
    if (settings.direction && settings.zone.empty())
        faults.push_back({"/zone", "required", {"In or out of which zone?", "¿Entra o sale de qué zona?"}});
    if (faults.empty()) return {};
    return fail(ErrorKind::invalid, "device-invalid",
                {"The device is not right; see errors.", "El dispositivo no está bien; ver errores."}, std::move(faults));
}

Registered registered(const Settings& settings) {
    Registered device{.name = settings.name, .zone = settings.zone, .direction = settings.direction};
    if (const auto& at = settings.position) device.place = Place{at->lat, at->lon, at->accuracy_m, PlaceSource::device};
    return device;
}

}  // namespace patente::devices
