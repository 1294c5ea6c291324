// One connection: reads requests, has them answered on the pools, writes the answers.
#pragma once

#include <memory>

#include "platform/http/service.h"
#include "platform/net/loop.h"
#include "platform/net/stream.h"

namespace patente::http {

// Starts to serve. The caller has entered service.connections, which the connection leaves at its end.
void serve(Service& service, net::Loop& loop, std::unique_ptr<net::Stream> stream, bool over_tls);

}  // namespace patente::http
