// From events to deliveries.
#pragma once

#include "domain/webhooks/feature.h"

namespace patente::webhooks {

// Announced when there may be something to post.
constexpr std::string_view put = "webhooks.put";

feed::Listening listening(const Dependencies& on);

}  // namespace patente::webhooks
