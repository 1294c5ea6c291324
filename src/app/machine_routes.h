// What operators ask of a running process: is it well, what did it count, what does it offer.
#pragma once

#include <string>
#include <vector>

#include "platform/http/route.h"
#include "platform/queue/queue.h"

namespace patente {

// GET /healthz (open), GET /readyz (open; 503 while the database does not answer) and GET /metrics (permission metrics.read).
std::vector<http::Route> machine_routes(queue::Queue& queue, std::string version);

}  // namespace patente
