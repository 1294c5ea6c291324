#include "domain/operations/feature.h"

#include "domain/operations/api.h"

namespace patente::operations {

Feature feature(const Dependencies& dependencies) {
    Feature feature{.name = "operations", .routes = job_routes(dependencies), .workers = {}};
    for (auto& route : health_routes(dependencies)) feature.routes.push_back(std::move(route));
    return feature;
}

}  // namespace patente::operations
