// One connection: reads frames, brings bodies to disk, has its session handle them, writes what the session sends.
#pragma once

#include <memory>

#include "platform/net/loop.h"
#include "platform/net/stream.h"
#include "platform/net/workers.h"
#include "platform/tcp/server.h"

namespace patente::tcp {

// What all connections share.
struct Service {
    const ServerSettings settings;
    const Server::MakeSession make_session;
    const Clock& clock;
    const Server::Failed failed;
    net::Budget disk{settings.limits.uploads_on_disk};
    net::Budget read_buffers{settings.limits.read_buffers};
    net::Workers workers{settings.limits.workers, settings.limits.connections * 2};  // each connection has one task at most
    net::Gate connections;
    std::atomic<bool> draining{false};
};

// Starts to serve. The caller has entered service.connections, which the connection leaves at its end.
void serve(Service& service, net::Loop& loop, std::unique_ptr<net::Stream> stream);

}  // namespace patente::tcp
