// JSON of /v1/captures, in and out.
#pragma once

#include "domain/captures/model.h"
#include "domain/parking/contract.h"

namespace patente::captures::wire {

struct ReadingView {
    std::string plate;
    double confidence = 0;
    std::string region;
    int lines = 1;
    std::optional<std::vector<double>> box;
    std::vector<std::vector<double>> corners;
    std::vector<Alternative> alternatives;
    std::optional<std::string> crop;
    Verdict verdict = Verdict::none;
    std::string as_read;
    std::optional<sightings::SightingId> sighting;

    static constexpr std::string_view schema_name = "Reading";
    static constexpr auto fields() {
        return std::tuple{
            json::field("plate", &ReadingView::plate).help("As it stands: corrected where a person corrected it."),
            json::field("confidence", &ReadingView::confidence).help("P(the text is right), 0 to 1."),
            json::field("region", &ReadingView::region).help("ar, br, us-ny; empty when not known."),
            json::field("lines", &ReadingView::lines),
            json::field("box", &ReadingView::box)
                .help("x, y, width, height in pixels of the picture turned upright; null when typed."),
            json::field("corners", &ReadingView::corners).help("Four points x, y, clockwise from the text's upper left."),
            json::field("alternatives", &ReadingView::alternatives).help("Up to ten other texts, likeliest first."),
            json::field("crop", &ReadingView::crop).help("Path of the plate cut out, JPEG."),
            json::field("verdict", &ReadingView::verdict)
                .help("accepted: became a sighting. doubtful: a person must confirm it."),
            json::field("as_read", &ReadingView::as_read).help("The text before any correction."),
            json::field("sighting", &ReadingView::sighting)};
    }
};

struct CaptureView {
    CaptureId id;
    std::string sha256;
    std::optional<CaptureId> duplicate_of;
    State state = State::waiting;
    Instant received_at;
    SeenAt taken_at;
    std::optional<Place> place;
    std::vector<std::string> flags;
    std::vector<ReadingView> readings;
    std::optional<NothingRead> nothing_read;
    std::optional<sightings::SightingId> sighting;
    std::optional<parking::StayView> stay;
    std::vector<std::string> offers;
    std::string device, zone;
    int width = 0, height = 0;
    std::optional<std::string> image, thumbnail;

    static constexpr std::string_view schema_name = "Capture";
    static constexpr auto fields() {
        return std::tuple{
            json::field("id", &CaptureView::id),
            json::field("sha256", &CaptureView::sha256),
            json::field("duplicate_of", &CaptureView::duplicate_of)
                .help("The capture that brought the same bytes first; its reading is shown."),
            json::field("state", &CaptureView::state),
            json::field("received_at", &CaptureView::received_at),
            json::field("taken_at", &CaptureView::taken_at).help("too_old, future: no stay is opened by itself."),
            json::field("place", &CaptureView::place),
            json::field("flags", &CaptureView::flags).help("places_disagree: the sources lie further apart than their accuracy."),
            json::field("readings", &CaptureView::readings).help("The one that stands for the photo first."),
            json::field("nothing_read", &CaptureView::nothing_read).help("Why there are no readings."),
            json::field("sighting", &CaptureView::sighting),
            json::field("stay", &CaptureView::stay),
            json::field("offers", &CaptureView::offers)
                .help("use_arrival_time: PUT {\"source\": \"arrival\"} to taken-at. enter_plate: PUT {\"plate\"} to plate."),
            json::field("device", &CaptureView::device),
            json::field("zone", &CaptureView::zone),
            json::field("width", &CaptureView::width).help("Pixels, turned upright; 0 until it is read."),
            json::field("height", &CaptureView::height),
            json::field("image", &CaptureView::image).help("Path of the photo as it was sent; null when it was no image."),
            json::field("thumbnail", &CaptureView::thumbnail)};
    }
};

struct CaptureList {
    std::vector<CaptureView> captures;

    static constexpr std::string_view schema_name = "Captures";
    static constexpr auto fields() {
        return std::tuple{
            json::field("captures", &CaptureList::captures).help("One for each photo, in the order they were sent.")};
    }
};

struct PlateIn {
    std::string plate;

    static constexpr std::string_view schema_name = "PlateEntered";
    static constexpr auto fields() { return std::tuple{json::field("plate", &PlateIn::plate).length(1, 32)}; }
};

struct TakenAtIn {
    std::string source;

    static constexpr std::string_view schema_name = "TakenAtChosen";
    static constexpr auto fields() {
        return std::tuple{json::field("source", &TakenAtIn::source).pattern("arrival", "arrival").help("The time of arrival.")};
    }
};

// `capture` as people see it: a duplicate with what its original's reading found.
CaptureView view_of(const Capture& capture, std::optional<parking::StayView> stay);

}  // namespace patente::captures::wire
