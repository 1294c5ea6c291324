// The whole offer of parking to the product.
#pragma once

#include "domain/parking/metering.h"
#include "platform/blobs/blobs.h"
#include "platform/serve/feature.h"

namespace patente::parking {

// All must outlive the feature.
struct Dependencies {
    storage::Database& database;
    const blobs::Blobs& blobs;  // for the plate's crop on tickets
    Metering& metering;
};

Feature feature(const Dependencies& dependencies);

// The answer to contract.h's ask.
class StaysOfSightings final : public Stays {
public:
    explicit StaysOfSightings(Metering& metering) : metering_(metering) {}
    std::optional<StayView> of_sighting(storage::Session& session, const sightings::SightingId& sighting, Instant now) override;

private:
    Metering& metering_;
};

// The answer to what devices asks of zones.
class ZonesOfParking final : public devices::Zones {
public:
    bool exists(storage::Session& session, const std::string& zone) override;
};

}  // namespace patente::parking
