#include "domain/discounts/feature.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "domain/discounts/api.h"
#include "domain/vocabulary/plate.h"

namespace patente::discounts {

Feature feature(const Dependencies& dependencies) {
    auto routes = permit_routes(dependencies);
    for (auto& route : stamp_routes(dependencies)) routes.push_back(std::move(route));
    return {.name = "discounts", .routes = std::move(routes), .workers = {}, .migrations = migrations()};
}

std::vector<DiscountsOfStay> StoredDiscounts::of(storage::Session& session, std::span<const ParkedTime> parked) {
    std::vector<std::vector<std::string>> spellings;
    std::set<std::string> plates, stays;
    for (const auto& each : parked) {
        spellings.push_back(spellings_of(each.plate, each.region));
        plates.insert(spellings.back().begin(), spellings.back().end());
        stays.insert(each.stay);
    }
    const auto permits = store::permits_of(session, {plates.begin(), plates.end()});
    const auto validations = store::validations(session, {stays.begin(), stays.end()});

    std::map<std::string_view, std::set<std::size_t>> permits_by_plate;  // their places among the permits, the oldest first
    for (std::size_t i = 0; i < permits.size(); ++i)
        for (const auto& version : permits[i].versions)
            for (const auto& plate : version.settings.plates)
                if (plates.contains(plate)) permits_by_plate[plate].insert(i);
    std::map<std::string_view, std::vector<const Validation*>> validations_by_stay;
    for (const auto& each : validations) validations_by_stay[each.stay].push_back(&each);

    std::vector<DiscountsOfStay> found(parked.size());
    for (std::size_t i = 0; i < parked.size(); ++i) {
        std::set<std::size_t> of_plate;
        for (const auto& plate : spellings[i])
            if (const auto there = permits_by_plate.find(plate); there != permits_by_plate.end())
                of_plate.insert(there->second.begin(), there->second.end());
        for (const auto at : of_plate) std::ranges::move(covered(permits[at], parked[i]), std::back_inserter(found[i].permits));
        if (const auto there = validations_by_stay.find(parked[i].stay); there != validations_by_stay.end())
            for (const auto* each : there->second) found[i].stamps.push_back(discount_of(*each, parked[i].span));
    }
    return found;
}

}  // namespace patente::discounts
