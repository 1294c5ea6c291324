#include "domain/sightings/feature.h"

#include "domain/sightings/api.h"

namespace patente::sightings {

Feature feature(const Dependencies& dependencies) {
    return {.name = "sightings", .routes = routes(dependencies), .workers = {}, .migrations = migrations()};
}

}  // namespace patente::sightings
