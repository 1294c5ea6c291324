#include "domain/captures/wire.h"

#include <fmt/format.h>

#include "domain/captures/rules.h"

namespace patente::captures::wire {

namespace {

std::string path_of(const Capture& capture, std::string_view thing) {
    return fmt::format("/v1/captures/{}/{}", capture.id.text(), thing);
}

ReadingView view_of(const Capture& capture, const Reading& reading, std::size_t number) {
    ReadingView view{.plate = reading.plate,
                     .confidence = reading.confidence,
                     .region = reading.region,
                     .lines = reading.lines,
                     .alternatives = reading.alternatives,
                     .verdict = reading.verdict,
                     .as_read = reading.as_read,
                     .sighting = reading.sighting};
    if (reading.box) view.box = {{reading.box->x, reading.box->y, reading.box->width, reading.box->height}};
    for (const auto& [x, y] : reading.corners) view.corners.push_back({x, y});
    if (!reading.crop_sha256.empty()) view.crop = path_of(capture, number == 0 ? "crop" : fmt::format("crop?reading={}", number));
    return view;
}

}  // namespace

CaptureView view_of(const Capture& capture, std::optional<parking::StayView> stay) {
    CaptureView view{.id = capture.id,
                     .sha256 = capture.sha256,
                     .duplicate_of = capture.duplicate_of,
                     .state = capture.state,
                     .received_at = capture.received_at,
                     .taken_at = capture.taken_at,
                     .place = capture.place,
                     .nothing_read = capture.nothing_read,
                     .sighting = capture.sighting,
                     .stay = std::move(stay),
                     .device = capture.given.device,
                     .zone = capture.given.zone,
                     .width = capture.width,
                     .height = capture.height};
    if (capture.places_disagree) view.flags.push_back("places_disagree");
    for (std::size_t i = 0; i < capture.readings.size(); ++i) view.readings.push_back(view_of(capture, capture.readings[i], i));
    if (may_use_arrival(capture)) view.offers.push_back("use_arrival_time");
    if (may_enter_plate(capture)) view.offers.push_back("enter_plate");
    if (!capture.content_type.empty()) view.image = path_of(capture, "image");
    if (!capture.thumbnail_sha256.empty()) view.thumbnail = path_of(capture, "thumbnail");
    return view;
}

}  // namespace patente::captures::wire
