// One connection: reads requests, has them answered on the pools, writes the answers.
#pragma once

#include <memory>

#include "platform/http/loop.h"
#include "platform/http/stream.h"

namespace patente::http {

// Starts to serve. The caller has entered service.connections, which the connection leaves at its end.
void serve(Service& service, Loop& loop, std::unique_ptr<Stream> stream, bool over_tls);

}  // namespace patente::http
