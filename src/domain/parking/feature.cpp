#include "domain/parking/feature.h"

#include "domain/parking/api.h"
#include "domain/parking/jobs.h"

namespace patente::parking {

Feature feature(const Dependencies& dependencies) {
    return {.name = "parking", .routes = routes(dependencies), .workers = workers(dependencies), .migrations = migrations()};
}

std::optional<StayView> StaysOfSightings::of_sighting(storage::Session& session, const sightings::SightingId& sighting,
                                                      Instant now) {
    const auto effect = store::effect(session, sighting);
    if (!effect || !effect->stay) return std::nullopt;
    const auto stay = store::stay(session, *effect->stay);
    if (!stay || stay->phase == StayPhase::gone) return std::nullopt;
    const auto zone = store::zone(session, stay->zone);
    const Charge charge = metering_.quote(session, *stay, now);
    const bool asked = stay->phase == StayPhase::ask;
    return StayView{stay->id,
                    std::string(state_of(*stay)),
                    effect->happened,
                    zone->settings.name,
                    {asked ? 0 : still_owed(charge.total.amount, stay->paid, stay->standing), charge.total.currency},
                    stay->phase == StayPhase::closed ? stay->ticket : ""};
}

bool ZonesOfParking::exists(storage::Session& session, const std::string& zone) {
    const auto id = ZoneId::parse(zone);
    return id && store::zone(session, *id);
}

}  // namespace patente::parking
