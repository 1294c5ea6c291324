#include "domain/discounts/feature.h"

#include "domain/discounts/api.h"
#include "domain/vocabulary/plate.h"

namespace patente::discounts {

Feature feature(const Dependencies& dependencies) {
    auto routes = permit_routes(dependencies);
    for (auto& route : stamp_routes(dependencies)) routes.push_back(std::move(route));
    return {.name = "discounts", .routes = std::move(routes), .workers = {}, .migrations = migrations()};
}

std::vector<Discount> StoredDiscounts::permits(storage::Session& session, const ParkedTime& parked) {
    std::vector<Discount> found;
    for (const auto& permit : store::permits_of(session, spellings_of(parked.plate, parked.region)))
        for (auto& discount : covered(permit, parked)) found.push_back(std::move(discount));
    return found;
}

std::vector<Discount> StoredDiscounts::stamps(storage::Session& session, const ParkedTime& parked) {
    std::vector<Discount> found;
    for (const auto& validation : store::validations(session, parked.stay)) found.push_back(discount_of(validation, parked.span));
    return found;
}

}  // namespace patente::discounts
