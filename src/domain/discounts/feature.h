// The whole offer of discounts to the product.
#pragma once

#include "domain/discounts/store.h"
#include "platform/serve/feature.h"

namespace patente::discounts {

// All must outlive the feature.
struct Dependencies {
    storage::Database& database;
    Stays& stays;
};

Feature feature(const Dependencies& dependencies);

// The answer to contract.h's ask, from the permits and validations of the database. Safe from any thread.
class StoredDiscounts final : public Discounts {
public:
    std::vector<DiscountsOfStay> of(storage::Session& session, std::span<const ParkedTime> parked) override;
};

}  // namespace patente::discounts
