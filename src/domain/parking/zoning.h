// Zones put in place, one by one over HTTP or whole maps of them from a file: the checks are the same.
#pragma once

#include "domain/parking/store.h"

namespace patente::parking {

// The zone's settings against what else is there: 422 "zone-invalid" with every fault at once.
Result<> checked(storage::Session& session, const ZoneSettings& zone, const ZoneId& id);

// One zone of a document: what it says, and where it says so.
struct ZoneDraft {
    std::string id;      // "" = by its name
    json::Value change;  // of ZoneSettings, as a merge patch
    std::string pointer_to_area, pointer_to_settings;
    std::vector<std::string> unused;  // properties of a GeoJSON feature that say nothing of a zone
};

// A zone's settings as JSON, a list of them, or GeoJSON: a Feature or FeatureCollection whose geometry is the area and
// whose properties are the settings; a Point with the property radius_m is a circle. 422 "zone-invalid".
Result<std::vector<ZoneDraft>> zone_drafts(std::string_view document);

struct ZonePut {
    ParkingZone zone;
    bool is_new = false;
};

// Changes the zone of a draft's id, else of its name, in what the draft says; else adds one, by `tariff` where the draft
// names none, in that tariff's time zone. All or none: 422 "zone-invalid" with every fault of every draft.
Result<std::vector<ZonePut>> put_zones(storage::Session& session, const std::vector<ZoneDraft>& drafts,
                                       const std::optional<TariffId>& tariff, Instant now);

// All there are, by name.
std::vector<ParkingZone> all_zones(storage::Session& session);
// By id or by name; 404 "zone-not-found", 409 "zone-ambiguous" when several bear the name.
Result<ParkingZone> zone_called(storage::Session& session, const std::string& id_or_name);
// By id or by one of its names; 404 "tariff-not-found".
Result<TariffId> tariff_called(storage::Session& session, const std::string& id_or_name);

}  // namespace patente::parking
