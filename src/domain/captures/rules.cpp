#include "domain/captures/rules.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace patente::captures {

namespace {

double area_of(const Reading& reading) { return reading.box ? reading.box->width * reading.box->height : 0; }

int rank_of(Verdict verdict) {
    switch (verdict) {
        case Verdict::entered:
        case Verdict::accepted: return 0;
        case Verdict::doubtful: return 1;
        case Verdict::none: return 2;
    }
    return 2;
}

bool stands_before(const Reading& a, const Reading& b) {
    if (rank_of(a.verdict) != rank_of(b.verdict)) return rank_of(a.verdict) < rank_of(b.verdict);
    return area_of(a) * a.confidence > area_of(b) * b.confidence;
}

// A position as phones send it.
struct PositionIn {
    double lat = 0, lon = 0;
    std::optional<double> accuracy_m;
    std::optional<PlaceSource> source;

    static constexpr auto fields() {
        return std::tuple{
            json::field("lat", &PositionIn::lat).range(-90, 90), json::field("lon", &PositionIn::lon).range(-180, 180),
            json::field("accuracy_m", &PositionIn::accuracy_m).range(0, 1'000'000), json::field("source", &PositionIn::source)};
    }
};

std::optional<std::vector<double>> numbers_of(std::string_view text) {
    std::vector<double> numbers;
    for (;;) {
        while (text.starts_with(' ')) text.remove_prefix(1);
        double number = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (error != std::errc{} || !std::isfinite(number)) return std::nullopt;
        numbers.push_back(number);
        text.remove_prefix(end - text.data());
        if (text.empty()) return numbers;
        if (!text.starts_with(',')) return std::nullopt;
        text.remove_prefix(1);
    }
}

Failure position_invalid() {
    return fail(ErrorKind::invalid, "position-invalid",
                {"A position is lat,lon in degrees, or lat,lon,accuracy in metres: -34.6037,-58.3816,12.",
                 "Una posición es lat,lon en grados, o lat,lon,precisión en metros: -34.6037,-58.3816,12."});
}

Result<Place> position_of_json(std::string_view text, PlaceSource source) {
    const auto position = json::read<PositionIn>(text);
    if (!position) return position_invalid();
    const bool by_hand = position->source == PlaceSource::map;
    return Place{position->lat, position->lon, position->accuracy_m, by_hand ? PlaceSource::map : source};
}

}  // namespace

Verdict judged(const Reading& reading, const Thresholds& thresholds) {
    if (reading.verdict == Verdict::entered) return Verdict::entered;
    if (reading.confidence >= thresholds.accept_min) return Verdict::accepted;
    return reading.confidence >= thresholds.doubtful_min ? Verdict::doubtful : Verdict::none;
}

void judge(std::vector<Reading>& readings, const Thresholds& thresholds) {
    for (auto& reading : readings) reading.verdict = judged(reading, thresholds);
    std::ranges::stable_sort(readings, stands_before);
}

void place_in_time(Capture& capture, const CameraSays& camera, const Zone& zone, std::chrono::milliseconds max_age) {
    capture.taken_at =
        capture_time({camera.time, camera.offset, camera.gps_time, capture.given.taken_at, capture.received_at}, zone, max_age);
    auto candidates = capture.given.places;
    if (camera.place) candidates.push_back(*camera.place);
    const auto chosen = chosen_place(candidates);
    capture.place = chosen ? std::optional{chosen->place} : std::nullopt;
    capture.places_disagree = chosen && chosen->disagree;
}

std::string region_held(const Formats& formats, const Reading& reading) {
    const bool fits = !formats.knows(reading.region) || !formats.fitting(reading.plate, reading.region).empty();
    return fits ? reading.region : "";
}

sightings::NewSighting sighting_of(const Capture& capture, const Reading& reading) {
    return {reading.plate,          reading.as_read,        reading.confidence, reading.alternatives, reading.region,
            capture.taken_at.value, capture.taken_at.flags, capture.place,      capture.given.device, capture.key_id,
            capture.given.zone,     capture.id.text(),      capture.sha256,     reading.crop_sha256};
}

void show_correction(Capture& capture, const sightings::SightingId& sighting, const sightings::Standing& standing) {
    for (auto& reading : capture.readings) {
        if (reading.sighting != sighting || reading.plate == standing.now.plate) continue;
        const Alternative before{reading.plate, reading.confidence};
        reading.plate = standing.now.plate;
        reading.confidence = standing.now.confidence;
        std::erase_if(reading.alternatives, [&](const auto& each) { return each.plate == reading.plate; });
        reading.alternatives.insert(reading.alternatives.begin(), before);
    }
    if (capture.sighting != sighting || standing.capture_id != capture.id.text()) return;
    if (capture.taken_at.value != standing.now.seen_at)
        capture.taken_at = {standing.now.seen_at, TimeSource::client, standing.now.time_flags};
    if (capture.place != standing.now.place) {
        capture.place = standing.now.place;
        capture.places_disagree = false;
    }
}

bool may_use_arrival(const Capture& capture) { return !capture.taken_at.flags.empty(); }

bool may_enter_plate(const Capture& capture) {
    return capture.state != State::waiting && !capture.sighting && !capture.content_type.empty();
}

void enter(Capture& capture, const std::string& plate, const std::string& as_typed) {
    Reading entered{
        .plate = plate, .as_read = as_typed, .confidence = 1, .region = capture.given.region, .verdict = Verdict::entered};
    if (!capture.readings.empty()) {
        const Reading& seen = capture.readings.front();
        entered.region = seen.region;
        entered.lines = seen.lines;
        entered.box = seen.box;
        entered.corners = seen.corners;
        entered.crop_sha256 = seen.crop_sha256;
        entered.alternatives = seen.alternatives;
        entered.alternatives.insert(entered.alternatives.begin(), {seen.plate, seen.confidence});
        std::erase_if(entered.alternatives, [&](const auto& each) { return each.plate == plate; });
        capture.readings.erase(capture.readings.begin());
    }
    capture.readings.insert(capture.readings.begin(), std::move(entered));
    capture.state = State::read;
    capture.nothing_read.reset();
}

Capture shown_as(const Capture& duplicate, Capture original) {
    Capture shown = std::move(original);
    shown.duplicate_of = shown.id;
    shown.id = duplicate.id;
    shown.received_at = duplicate.received_at;
    shown.key_id = duplicate.key_id;
    return shown;
}

CaptureRead event_of(const Capture& capture) {
    CaptureRead read{.capture = capture.id, .state = std::string(json::name_of(capture.state)), .sighting = capture.sighting};
    if (!capture.readings.empty()) {
        read.plate = capture.readings.front().plate;
        read.confidence = capture.readings.front().confidence;
    }
    if (capture.nothing_read) read.nothing_read = json::name_of(*capture.nothing_read);
    return read;
}

Result<Place> position_of(std::string_view text, PlaceSource source) {
    if (text.starts_with('{')) return position_of_json(text, source);
    const auto numbers = numbers_of(text);
    if (!numbers || numbers->size() < 2 || numbers->size() > 3) return position_invalid();
    Place place{(*numbers)[0], (*numbers)[1], std::nullopt, source};
    if (numbers->size() == 3) place.accuracy_m = (*numbers)[2];
    const bool in_range = std::abs(place.lat) <= 90 && std::abs(place.lon) <= 180 && place.accuracy_m.value_or(0) >= 0;
    if (!in_range || place.accuracy_m.value_or(0) > 1'000'000) return position_invalid();
    return place;
}

}  // namespace patente::captures
