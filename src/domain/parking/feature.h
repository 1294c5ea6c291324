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
    std::string pay_link;  // template of pay_address, "" for none
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

// The answer to what discounts asks of zones and stays.
class StaysOfDiscounts final : public discounts::Stays {
public:
    explicit StaysOfDiscounts(Metering& metering) : metering_(metering) {}
    bool zone_exists(storage::Session& session, const std::string& zone) override;
    Result<discounts::StayFound> found(storage::Session& session, const std::string& stay_or_ticket) override;
    void discounted(storage::Session& session, const std::string& stay, const std::string& act, const std::string& reason,
                    const json::Object& detail, Instant now, const discounts::Person& by) override;

private:
    Metering& metering_;
};

// The answer to contract.h's ask for the till.
class PaymentsOfTickets final : public Payments {
public:
    Result<Booked> book(storage::Session& session, const ProviderPayment& payment, Instant now) override;
    std::vector<Taking> takings(storage::Session& session, const std::string& key_id) override;
    void close(storage::Session& session, const std::string& key_id, const std::string& closing) override;
    std::string next_closing_number(storage::Session& session, Instant now) override;
    Zone time_zone(storage::Session& session) override;
};

// The answer to what devices asks of zones.
class ZonesOfParking final : public devices::Zones {
public:
    bool exists(storage::Session& session, const std::string& zone) override;
};

}  // namespace patente::parking
