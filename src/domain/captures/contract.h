// What other rooms may see of captures.
#pragma once

#include "base/id.h"

namespace patente::captures {

struct CaptureTag;
using CaptureId = Id<CaptureTag>;

}  // namespace patente::captures
