#include "domain/webhooks/feature.h"

#include "domain/webhooks/api.h"
#include "domain/webhooks/hearing.h"
#include "domain/webhooks/store.h"

namespace patente::webhooks {

Feature feature(const Dependencies& dependencies, Sender& sender) {
    return {.name = "webhooks",
            .routes = routes(dependencies),
            .workers = {},
            .migrations = migrations(),
            .listenings = {listening(dependencies)},
            .engines = {{.role = "worker", .start = [&sender] { sender.start(); }, .stop = [&sender] { sender.stop(); }}}};
}

}  // namespace patente::webhooks
