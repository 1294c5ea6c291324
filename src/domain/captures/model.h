// The nouns of this room: an uploaded photo, what came with it, and what was read in it.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "domain/captures/contract.h"
#include "domain/sightings/contract.h"
#include "domain/vocabulary/capture_time.h"
#include "domain/vocabulary/place.h"

namespace patente::captures {

// What the sender said of a photo. Kept as JSON, so it has fields.
struct Given {
    std::optional<Instant> taken_at;
    std::vector<Place> places;  // each with its source: map, phone, link
    std::string device, region, zone;
    std::optional<Instant> read_before;  // after that nobody waits for the reading any more

    bool operator==(const Given&) const = default;
    static constexpr auto fields() {
        return std::tuple{json::field("taken_at", &Given::taken_at), json::field("places", &Given::places),
                          json::field("device", &Given::device),     json::field("region", &Given::region),
                          json::field("zone", &Given::zone),         json::field("read_before", &Given::read_before)};
    }
};

enum class State { waiting, read, failed };

constexpr auto names_of(State) {
    return std::array<std::pair<State, std::string_view>, 3>{
        {{State::waiting, "waiting"}, {State::read, "read"}, {State::failed, "failed"}}};
}

// Why a photo gave no reading.
enum class NothingRead {
    no_plate,
    too_small,
    blurred,
    dark,
    not_an_image,
    image_too_large,
    image_broken,
    failed,
    cancelled,
    expired
};

constexpr auto names_of(NothingRead) {
    return std::array<std::pair<NothingRead, std::string_view>, 10>{{{NothingRead::no_plate, "no_plate"},
                                                                     {NothingRead::too_small, "too_small"},
                                                                     {NothingRead::blurred, "blurred"},
                                                                     {NothingRead::dark, "dark"},
                                                                     {NothingRead::not_an_image, "not_an_image"},
                                                                     {NothingRead::image_too_large, "image_too_large"},
                                                                     {NothingRead::image_broken, "image_broken"},
                                                                     {NothingRead::failed, "failed"},
                                                                     {NothingRead::cancelled, "cancelled"},
                                                                     {NothingRead::expired, "expired"}}};
}

// accepted: becomes a sighting. doubtful: waits for a person. entered: typed by a person.
enum class Verdict { accepted, doubtful, none, entered };

constexpr auto names_of(Verdict) {
    return std::array<std::pair<Verdict, std::string_view>, 4>{{{Verdict::accepted, "accepted"},
                                                                {Verdict::doubtful, "doubtful"},
                                                                {Verdict::none, "none"},
                                                                {Verdict::entered, "entered"}}};
}

// Pixels of the picture as it is shown (turned upright), from its upper left corner.
struct Box {
    double x = 0, y = 0, width = 0, height = 0;
};
using Corner = std::array<double, 2>;

struct Reading {
    std::string plate;                      // normalised
    std::string as_read;                    // the text before a person corrected it; the same when nobody did
    double confidence = 0;                  // P(the text is right)
    std::string region;                     // "ar"; "" when not known
    int lines = 1;                          // on how many lines it is written
    std::optional<Box> box;                 // nullopt: typed by a person
    std::vector<Corner> corners;            // four, clockwise from the upper left one of the text; empty without a box
    std::vector<Alternative> alternatives;  // likeliest first, without `plate`
    std::string crop_sha256;
    Verdict verdict = Verdict::none;
    std::optional<sightings::SightingId> sighting;
};

struct Capture {
    CaptureId id;
    std::string sha256;
    std::uint64_t size = 0;    // bytes
    std::string content_type;  // told by the first bytes; "" when it is no image: then the bytes are not kept
    std::optional<CaptureId> duplicate_of;
    Instant received_at;
    std::string key_id;
    Given given;
    std::string job;  // "" when there is nothing to read

    State state = State::waiting;
    SeenAt taken_at;  // until it is read: by what was given
    std::optional<Place> place;
    bool places_disagree = false;
    std::vector<Reading> readings;  // the one that stands for the photo first
    std::optional<NothingRead> nothing_read;
    std::optional<sightings::SightingId> sighting;
    std::string thumbnail_sha256;
    int width = 0, height = 0;  // pixels
};

}  // namespace patente::captures
