// One row of sightings_sightings on its way to or from SQL; only the stores include this.
#pragma once

#include <tuple>

#include "domain/sightings/model.h"
#include "platform/storage/soci_types.h"

namespace patente::sightings {

struct Row {
    SightingId id;
    std::string plate, plate_as_read;
    double confidence = 0;
    std::string alternatives, region;
    Instant seen_at, seen_until;
    std::string time_flags;
    std::optional<double> lat, lon, accuracy_m;
    std::optional<PlaceSource> place_source;
    std::string device, key_id, zone, capture_id, evidence_sha256, crop_sha256;
    int times_seen = 1, version = 1;
    Instant recorded_at;

    static constexpr std::string_view columns =
        "id, plate, plate_as_read, confidence, alternatives, region, seen_at, seen_until, time_flags, lat, lon, accuracy_m, "
        "place_source, device, key_id, zone, capture_id, evidence_sha256, crop_sha256, times_seen, version, recorded_at";

    // Gives `act` one exchange a column, in the order of `columns`.
    template <typename Act>
    decltype(auto) into(Act&& act) {
        return act(soci::into(id), soci::into(plate), soci::into(plate_as_read), soci::into(confidence), soci::into(alternatives),
                   soci::into(region), soci::into(seen_at), soci::into(seen_until), soci::into(time_flags), soci::into(lat),
                   soci::into(lon), soci::into(accuracy_m), soci::into(place_source), soci::into(device), soci::into(key_id),
                   soci::into(zone), soci::into(capture_id), soci::into(evidence_sha256), soci::into(crop_sha256),
                   soci::into(times_seen), soci::into(version), soci::into(recorded_at));
    }

    Sighting sighting() const;
};

}  // namespace patente::sightings
