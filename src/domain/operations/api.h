// The routes of /v1/queue, /v1/jobs, /v1/health and /v1/settings.
#pragma once

#include "domain/operations/feature.h"

namespace patente::operations {

std::vector<http::Route> job_routes(const Dependencies& on);     // jobs_api.cpp: the queue
std::vector<http::Route> health_routes(const Dependencies& on);  // health_api.cpp: the installation and its settings

}  // namespace patente::operations
