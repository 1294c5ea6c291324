// What a room gives the product: its routes, its jobs and its tables. app/features.cpp lists the rooms.
#pragma once

#include <string>
#include <vector>

#include "platform/http/route.h"
#include "platform/queue/queue.h"
#include "platform/storage/database.h"

namespace patente {

struct Feature {
    std::string name;
    std::vector<http::Route> routes;
    std::vector<queue::Worker> workers;
    std::vector<storage::Migration> migrations = {};
};

}  // namespace patente
