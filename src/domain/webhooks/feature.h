// The whole offer of webhooks to the product.
#pragma once

#include "domain/webhooks/sender.h"
#include "platform/feed/feed.h"
#include "platform/serve/feature.h"

namespace patente::webhooks {

// All must outlive the feature.
struct Dependencies {
    storage::Database& database;
    feed::Feed& feed;
    const Clock& clock;
    bool local_allowed = false;  // endpoints in private networks, by plain http
};

Feature feature(const Dependencies& dependencies, Sender& sender);

}  // namespace patente::webhooks
