// The phone page: from a photo to a paid ticket, at the address itself. Files inside the program; no table, no job.
#pragma once

#include "platform/serve/feature.h"

namespace patente::phone {

Feature feature();

}  // namespace patente::phone
