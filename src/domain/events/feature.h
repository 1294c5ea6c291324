// The whole offer of events to the product.
#pragma once

#include "platform/feed/feed.h"
#include "platform/serve/feature.h"

namespace patente::events {

// `feed` must outlive the server that answers.
Feature feature(feed::Feed& feed);

std::vector<http::Route> routes(feed::Feed& feed);

}  // namespace patente::events
