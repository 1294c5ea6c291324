// What a room gives the product: its routes, its jobs, its tables, what it hears and what it runs. app/features.cpp lists the
// rooms.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "platform/feed/listener.h"
#include "platform/http/route.h"
#include "platform/queue/queue.h"
#include "platform/storage/database.h"

namespace patente {

// What a room runs by itself in the processes of a role, on threads of its own. `stop` waits for them.
struct Engine {
    std::string role;
    std::function<void()> start, stop;
};

struct Feature {
    std::string name;
    std::vector<http::Route> routes;
    std::vector<queue::Worker> workers;
    std::vector<storage::Migration> migrations = {};
    std::vector<feed::Listening> listenings = {};
    std::vector<Engine> engines = {};
};

}  // namespace patente
