#include "domain/captures/answer.h"

#include <set>

#include "domain/captures/store.h"

namespace patente::captures {

Failure capture_not_found() {
    return fail(ErrorKind::not_found, "capture-not-found", {"There is no such capture.", "No existe esa captura."});
}

Result<CaptureId> id_in(const http::Request& request) {
    const auto id = CaptureId::parse(request.path_parameters.at("capture"));
    if (!id) return capture_not_found();
    return *id;
}

std::optional<Capture> shown(const Dependencies& on, storage::Session& session, const CaptureId& id) {
    auto capture = store::find(session, id);
    if (capture && capture->duplicate_of)
        if (auto original = store::find(session, *capture->duplicate_of)) capture = shown_as(*capture, *std::move(original));
    if (!capture) return std::nullopt;
    std::set<sightings::SightingId> sightings;
    for (const auto& reading : capture->readings)
        if (reading.sighting) sightings.insert(*reading.sighting);
    for (const auto& sighting : sightings)
        if (const auto standing = on.lookup.standing(session, sighting)) show_correction(*capture, sighting, *standing);
    return capture;
}

wire::CaptureView view(const Dependencies& on, storage::Session& session, const Capture& shown, Instant now) {
    std::optional<parking::StayView> stay;
    if (shown.sighting) stay = on.stays.of_sighting(session, *shown.sighting, now);
    return wire::view_of(shown, std::move(stay));
}

std::optional<ViewNow> view_now(const Dependencies& on, const CaptureId& id, Instant now) {
    const auto known = on.database.read([&](storage::Session& session) { return store::find(session, id); });
    if (!known) return std::nullopt;
    // Before the look, so that what is done by then is seen.
    const bool is_ready = known->job.empty() || on.queue.wait_for_event(known->job, std::chrono::milliseconds{0});
    return on.database.read([&](storage::Session& session) -> std::optional<ViewNow> {
        auto capture = shown(on, session, id);
        if (!capture) return std::nullopt;
        if (is_ready && capture->state == State::waiting) {
            capture->state = State::failed;
            capture->nothing_read = NothingRead::failed;
        }
        return ViewNow{view(on, session, *capture, now), is_ready};
    });
}

}  // namespace patente::captures
