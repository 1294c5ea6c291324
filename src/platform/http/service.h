// What all connections of a server share.
#pragma once

#include <atomic>

#include "platform/http/body.h"
#include "platform/http/dispatch.h"
#include "platform/http/router.h"
#include "platform/http/server.h"
#include "platform/net/loop.h"
#include "platform/net/workers.h"

namespace patente::http {

// What all connections share.
struct Service {
    Service(const ServerSettings& settings, std::vector<Route> routes, Authenticator authenticate, const Clock& clock,
            Observer observe, Idempotency* idempotency)
        : settings(settings),
          router(std::move(routes)),
          dispatch(std::move(authenticate), idempotency, settings.recorder),
          clock(clock),
          observe(std::move(observe)),
          bodies{.incoming = settings.incoming,
                 .memory = net::Budget{settings.limits.bodies_in_memory},
                 .disk = net::Budget{settings.limits.uploads_on_disk}} {}

    const ServerSettings settings;
    const Router router;
    const Dispatch dispatch;
    const Clock& clock;
    const Observer observe;
    BodyStore bodies;
    net::Workers handlers{settings.limits.handlers, settings.limits.handlers_waiting};
    net::Workers disk{2, settings.limits.connections};  // reads and writes files for the connections
    net::Gate connections;
    net::Gate event_streams;
    std::atomic<bool> draining{false};
    std::atomic<std::uint64_t> requests{0};
    std::atomic<std::uint64_t> refused_busy{0};
};

}  // namespace patente::http
