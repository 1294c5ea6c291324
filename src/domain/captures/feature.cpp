#include "domain/captures/feature.h"

#include "domain/captures/api.h"
#include "domain/captures/jobs.h"

namespace patente::captures {

Feature feature(const Dependencies& dependencies, const Settings& settings) {
    return {.name = "captures",
            .routes = routes(dependencies, settings),
            .workers = {read_photo_worker(dependencies, settings)},
            .migrations = migrations()};
}

}  // namespace patente::captures
