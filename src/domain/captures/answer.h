// A capture as people see it, gathered from this room, from sightings and from parking.
#pragma once

#include "domain/captures/feature.h"
#include "domain/captures/wire.h"

namespace patente::captures {

Failure capture_not_found();
Result<CaptureId> id_in(const http::Request& request);  // the path's {capture}

// Corrected as its sighting was; a duplicate shows its original. nullopt: there is none.
std::optional<Capture> shown(const Dependencies& on, storage::Session& session, const CaptureId& id);

wire::CaptureView view(const Dependencies& on, storage::Session& session, const Capture& shown, Instant now);

struct ViewNow {
    wire::CaptureView view;
    bool is_ready = true;  // it is read, and what follows from its reading is done: its stay is true
};

// One whose job was given up before it was read shows that it failed. nullopt: there is none.
std::optional<ViewNow> view_now(const Dependencies& on, const CaptureId& id, Instant now);

}  // namespace patente::captures
