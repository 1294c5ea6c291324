// Whether a plate can have come from one place to another: if not, one of the two is a clone, or was misread. Pure.
#pragma once

#include "domain/watch/rules.h"

namespace patente::watch {

// Clocks of two devices may differ by so much.
constexpr std::chrono::seconds clocks_apart{30};

struct TravelSettings {
    double kmh_max = 200;  // in a straight line; 0: impossible travel is not looked for
    double chance_min = 0.05;
};

// What an alert of both sightings says, `seen` being the one that was heard of now; nothing where the way can be driven, where a
// place is not known or a time is flagged, or where both readings being right is less likely than chance_min.
std::optional<AlertDetail> impossible_travel(const sightings::PlateSeen& seen, const sightings::Passage& other,
                                             const TravelSettings& settings, const Confusions& confusions);

}  // namespace patente::watch
