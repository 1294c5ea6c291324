// The web app, at /app/. Files inside the program; no table, no job.
#pragma once

#include "platform/serve/feature.h"

namespace patente::web {

Feature feature();

}  // namespace patente::web
