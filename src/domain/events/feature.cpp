#include "domain/events/feature.h"

namespace patente::events {

Feature feature(feed::Feed& feed) { return {.name = "events", .routes = routes(feed), .workers = {}}; }

}  // namespace patente::events
