#include "domain/identity/rules.h"

#include <algorithm>
#include <map>

namespace patente::identity {
namespace {

using Names = std::vector<std::string>;

bool holds(const Names& names, std::string_view name) { return std::ranges::find(names, name) != names.end(); }

bool may(const Names& permissions, std::string_view permission) {
    return holds(permissions, "*") || holds(permissions, permission);
}

// An empty list of places or devices is every one.
bool is_within(const Names& mine, const Names& theirs) {
    return mine.empty() || (!theirs.empty() && std::ranges::all_of(theirs, [&](const auto& each) { return holds(mine, each); }));
}

void check_each(const Names& named, const Names& known, const std::string& pointer, const Text& unknown,
                std::vector<Fault>& faults) {
    for (std::size_t i = 0; i < named.size(); ++i) {
        const auto at = pointer + "/" + std::to_string(i);
        if (!holds(known, named[i]))
            faults.push_back({at, "unknown", unknown});
        else if (std::ranges::find(named, named[i]) - named.begin() != static_cast<std::ptrdiff_t>(i))
            faults.push_back({at, "duplicate", {"It is named twice.", "Está dos veces."}});
    }
}

Role built_in(std::string id, Names permissions) {
    auto name = name_of_built_in(id).en;
    return {.id = std::move(id), .settings = {std::move(name), std::move(permissions)}, .built_in = true};
}

const std::map<std::string, Text, std::less<>>& permission_texts() {
    static const std::map<std::string, Text, std::less<>> texts{
        {"audit.read", {"Read the audit log", "Leer el registro de auditoría"}},
        {"captures.correct", {"Correct photos", "Corregir fotos"}},
        {"captures.create", {"Send photos", "Enviar fotos"}},
        {"captures.read", {"See photos", "Ver fotos"}},
        {"devices.configure", {"Register devices", "Registrar dispositivos"}},
        {"devices.read", {"See devices", "Ver dispositivos"}},
        {"discounts.configure", {"Set permits and stamps", "Configurar permisos y sellos"}},
        {"discounts.read", {"See permits and stamps", "Ver permisos y sellos"}},
        {"discounts.validate", {"Give stamps", "Sellar comprobantes"}},
        {"events.read", {"Follow what happens", "Seguir lo que sucede"}},
        {"identity.configure", {"Manage users and roles", "Administrar usuarios y roles"}},
        {"identity.read", {"See users and roles", "Ver usuarios y roles"}},
        {"keys.configure", {"Manage API keys", "Administrar claves"}},
        {"metrics.read", {"Read metrics", "Leer métricas"}},
        {"oauth.configure", {"Manage outside programs", "Administrar programas externos"}},
        {"oauth.read", {"See outside programs", "Ver programas externos"}},
        {"operations.configure", {"Try jobs again", "Reintentar tareas"}},
        {"operations.read", {"See health and the queue", "Ver la salud y la cola"}},
        {"parking.collect", {"Take payments", "Cobrar"}},
        {"parking.configure", {"Set zones and tariffs", "Configurar zonas y tarifas"}},
        {"parking.forgive", {"Forgive tickets", "Condonar comprobantes"}},
        {"parking.operate", {"Open, close and correct stays", "Abrir, cerrar y corregir estadías"}},
        {"parking.read", {"See stays, tickets and zones", "Ver estadías, comprobantes y zonas"}},
        {"settings.read", {"See the settings", "Ver los ajustes"}},
        {"sightings.correct", {"Correct sightings", "Corregir avistajes"}},
        {"sightings.create", {"Send sightings", "Enviar avistajes"}},
        {"sightings.read", {"Search sightings", "Buscar avistajes"}},
        {"till.close", {"Close one's own till", "Cerrar la propia caja"}},
        {"till.read", {"See closings", "Ver cierres de caja"}},
        {"till.supervise", {"Close others' tills", "Cerrar cajas ajenas"}},
        {"watch.read", {"See watch lists and alerts", "Ver listas y alertas"}},
        {"watch.write", {"Edit watch lists, judge alerts", "Editar listas, resolver alertas"}},
        {"webhooks.configure", {"Set webhooks", "Configurar webhooks"}},
        {"webhooks.read", {"See webhooks", "Ver webhooks"}},
    };
    return texts;
}

}  // namespace

Text name_of_built_in(std::string_view role) {
    static const std::map<std::string, Text, std::less<>> names{
        {"admin", {"Administrator", "Administración"}}, {"operator", {"Operator", "Operación"}},
        {"officer", {"Officer", "Inspección"}},         {"attendant", {"Attendant", "Playero"}},
        {"auditor", {"Auditor", "Auditoría"}},          {"citizen", {"Citizen", "Ciudadanía"}}};
    const auto found = names.find(role);
    return found == names.end() ? Text{} : found->second;
}

const std::vector<Role>& built_in_roles() {
    static const std::vector<Role> roles{
        built_in("admin", {"*"}),
        built_in("operator",
                 {"captures.create",    "captures.read",     "captures.correct",  "sightings.create", "sightings.read",
                  "sightings.correct",  "devices.read",      "devices.configure", "discounts.read",   "discounts.configure",
                  "discounts.validate", "events.read",       "parking.read",      "parking.operate",  "parking.collect",
                  "parking.forgive",    "parking.configure", "till.read",         "till.close",       "till.supervise",
                  "watch.read",         "watch.write",       "webhooks.read",     "metrics.read",     "operations.read"}),
        built_in("officer", {"captures.create", "captures.read", "captures.correct", "sightings.create", "sightings.read",
                             "sightings.correct", "devices.read", "discounts.read", "events.read", "parking.read", "watch.read"}),
        built_in("attendant",
                 {"captures.create", "captures.read", "captures.correct", "devices.read", "discounts.read", "discounts.validate",
                  "events.read", "parking.read", "parking.operate", "parking.collect", "till.close"}),
        built_in("auditor", {"captures.read", "sightings.read", "devices.read", "discounts.read", "events.read", "parking.read",
                             "till.read", "watch.read", "webhooks.read", "metrics.read", "identity.read", "audit.read",
                             "operations.read", "settings.read"}),
        built_in("citizen", {})};
    return roles;
}

std::optional<Text> text_of_permission(std::string_view permission) {
    const auto found = permission_texts().find(permission);
    return found == permission_texts().end() ? std::nullopt : std::optional{found->second};
}

std::vector<std::string> permissions_of(const Names& roles, const std::vector<Role>& there) {
    Names all;
    for (const auto& role : there)
        if (holds(roles, role.id)) all.insert(all.end(), role.settings.permissions.begin(), role.settings.permissions.end());
    std::ranges::sort(all);
    const auto twice = std::ranges::unique(all);
    all.erase(twice.begin(), twice.end());
    return all;
}

Result<> check_within(const Rights& mine, const Rights& theirs) {
    const bool allowed = std::ranges::all_of(theirs.permissions, [&](const auto& each) { return may(mine.permissions, each); });
    if (allowed && is_within(mine.zones, theirs.zones) && is_within(mine.devices, theirs.devices)) return {};
    return fail(ErrorKind::forbidden, "rights-exceeded",
                {"Nobody gives rights that they do not have, or changes who has more.",
                 "Nadie da permisos que no tiene, ni cambia a quien tiene más."});
}

void check_limits(const Names& zones, const Names& devices, const Known& known, std::vector<Fault>& faults) {
    check_each(zones, known.zones, "/zones", {"No zone has this id.", "Ninguna zona tiene este id."}, faults);
    check_each(devices, known.devices, "/devices", {"No device has this name.", "Ningún dispositivo tiene este nombre."}, faults);
}

Result<> checked(const UserSettings& settings, const Known& known, bool login_taken) {
    std::vector<Fault> faults;
    if (login_taken) faults.push_back({"/login", "taken", {"Another user has this name.", "Otro usuario tiene este nombre."}});
    check_each(settings.roles, known.roles, "/roles", {"No role has this id.", "Ningún rol tiene este id."}, faults);
    check_limits(settings.zones, settings.devices, known, faults);
    if (faults.empty()) return {};
    return fail(ErrorKind::invalid, "user-invalid",
                {"The user is not right; see errors.", "El usuario no está bien; ver errores."}, std::move(faults));
}

Result<> checked(const RoleSettings& settings, const Known& known) {
    std::vector<Fault> faults;
    auto permissions = known.permissions;
    permissions.emplace_back("*");
    check_each(settings.permissions, permissions, "/permissions", {"There is no such permission.", "No existe ese permiso."},
               faults);
    if (faults.empty()) return {};
    return fail(ErrorKind::invalid, "role-invalid", {"The role is not right; see errors.", "El rol no está bien; ver errores."},
                std::move(faults));
}

bool is_administrator(const User& user) { return user.settings.active && holds(user.settings.roles, administrator); }

Result<> check_administrator_stays(const User& before, const User* after, std::int64_t others) {
    if (!is_administrator(before) || (after && is_administrator(*after)) || others > 0) return {};
    return fail(ErrorKind::conflict, "administrator-last",
                {"This is the only administrator; make another first.", "Es el único administrador; nombre otro primero."});
}

Instant end_of(const Session& session) { return std::min<Instant>(session.seen_at + idle_time, session.made_at + whole_time); }

}  // namespace patente::identity
