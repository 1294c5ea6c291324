#include "domain/till/feature.h"

#include "domain/till/api.h"

namespace patente::till {

Feature feature(const Dependencies& dependencies) {
    return {.name = "till", .routes = routes(dependencies), .workers = {}, .migrations = migrations()};
}

}  // namespace patente::till
