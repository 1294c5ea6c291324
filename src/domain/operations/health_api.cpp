#include <algorithm>

#include "domain/operations/api.h"
#include "domain/operations/wire.h"

namespace patente::operations {
namespace {

http::Answer health(const Dependencies& on, const http::Request& request) {
    const auto examined = on.examiner.examined();
    wire::HealthOut out{
        .at = examined.at, .running_since = examined.running_since, .version = examined.version, .database = examined.database};
    for (const auto& each : examined.findings) {
        out.state = std::max(out.state, each.state);
        out.findings.push_back({each.check, each.state, each.what.in(request.language), each.todo.in(request.language)});
    }
    for (const auto& each : examined.disks) out.disks.push_back({each});
    for (const auto& each : examined.models) out.models.push_back({each});
    return http::json_response(out);
}

http::Answer settings(const Dependencies& on, const http::Request& request) {
    wire::SettingsOut out;
    for (const auto& each : on.settings)
        out.items.push_back({.name = each.name,
                             .environment = each.environment.empty() ? std::nullopt : std::optional{each.environment},
                             .value = each.value,
                             .otherwise = each.otherwise,
                             .source = each.source,
                             .secret = !each.value,
                             .help = each.help.in(request.language)});
    return http::json_response(out);
}

}  // namespace

std::vector<http::Route> health_routes(const Dependencies& on) {
    using http::Method, http::Request, http::schema_of;
    return {
        {.method = Method::get,
         .path = "/v1/health",
         .permission = "operations.read",
         .summary = "Disk, clock, database, queue, certificates, models and backups, and what to do",
         .answer = [on](const Request& request) { return health(on, request); },
         .gives = schema_of<wire::HealthOut>(),
         .description = "What `patente doctor` looks at, without what takes long: the trial restore, the integrity of the whole "
                        "database and the loading of the models. Looked at anew after ten seconds."},
        {.method = Method::get,
         .path = "/v1/settings",
         .permission = "settings.read",
         .summary = "The settings in force in the process that answers",
         .answer = [on](const Request& request) { return settings(on, request); },
         .gives = schema_of<wire::SettingsOut>()},
    };
}

}  // namespace patente::operations
