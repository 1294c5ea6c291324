#include "domain/watch/feature.h"

#include "domain/watch/api.h"

namespace patente::watch {
namespace {

feed::Listening listening(const Dependencies& on) {
    return {.name = "watch",
            .role = "worker",
            .types = {std::string(sightings::PlateSeen::event), std::string(sightings::PlateCorrected::event)},
            .consider = [on](storage::Session& session, const std::vector<feed::Event>& events) {
                return on.watcher.consider(session, events, on.clock);
            }};
}

}  // namespace

Feature feature(const Dependencies& dependencies) {
    auto all = list_routes(dependencies);
    for (auto& each : alert_routes(dependencies)) all.push_back(std::move(each));
    return {.name = "watch",
            .routes = std::move(all),
            .workers = {},
            .migrations = migrations(),
            .listenings = {listening(dependencies)}};
}

}  // namespace patente::watch
