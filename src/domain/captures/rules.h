// What is decided about a photo: whether a reading counts, which stands for the photo, when and where it was taken.
#pragma once

#include "domain/captures/model.h"
#include "domain/vocabulary/plate.h"
#include "domain/vocabulary/zone.h"

namespace patente::captures {

// From which confidence on a reading counts. 0 ≤ doubtful_min ≤ accept_min ≤ 1.
struct Thresholds {
    double accept_min = 0.5;    // likelier right than wrong
    double doubtful_min = 0.1;  // below it the text is shown and nothing is asked
};

Verdict judged(const Reading& reading, const Thresholds& thresholds);

// Judges each and brings the one that stands for the photo to the front: accepted before doubtful before none, then the
// largest and surest.
void judge(std::vector<Reading>& readings, const Thresholds& thresholds);

// The camera's words beside the sender's.
struct CameraSays {
    std::optional<Civil> time;
    std::optional<std::chrono::minutes> offset;
    std::optional<Instant> gps_time;
    std::optional<Place> place;
};

// Sets when and where the photo was taken.
void place_in_time(Capture& capture, const CameraSays& camera, const Zone& zone, std::chrono::milliseconds max_age);

// The sighting that a reading of this capture is.
// The region that was read, unless the plate fits none of the formats that are known of it: then "".
std::string region_held(const Formats& formats, const Reading& reading);

sightings::NewSighting sighting_of(const Capture& capture, const Reading& reading);

// Shows a capture as it stands once people corrected the sighting of its reading: the corrected plate, the text as read
// among the alternatives; time and place too where the sighting came from this very capture.
void show_correction(Capture& capture, const sightings::SightingId& sighting, const sightings::Standing& standing);

// Whether the time of arrival may be used instead: the photo's own is too old or in the future.
bool may_use_arrival(const Capture& capture);

// Whether a person may type the plate: the reading is over and made no sighting.
bool may_enter_plate(const Capture& capture);

// Puts what a person read in front; the crop and the doubtful texts of the photo stay with it.
void enter(Capture& capture, const std::string& plate, const std::string& as_typed);

// What a duplicate shows: its own name and arrival, its original's everything else.
Capture shown_as(const Capture& duplicate, Capture original);

// What is told once the reading is over.
CaptureRead event_of(const Capture& capture);

// "-34.6037,-58.3816", "-34.6037,-58.3816,12.5" (accuracy in metres) or {"lat", "lon", "accuracy_m", "source": "map"}.
// Error: invalid "position-invalid".
Result<Place> position_of(std::string_view text, PlaceSource source);

}  // namespace patente::captures
