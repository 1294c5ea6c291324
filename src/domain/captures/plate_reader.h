// POST /v1/plate-reader/: the address and the answers of Plate Recognizer's Snapshot, so that its clients need only another
// host and key. What comes in is a capture like any other. Field by field: docs/how-to/change-over.md.
#pragma once

#include "domain/captures/receive.h"

namespace patente::captures {

std::vector<http::Route> plate_reader_routes(const Dependencies& on, const Settings& settings,
                                             const std::shared_ptr<Receiver>& receiver);

}  // namespace patente::captures
