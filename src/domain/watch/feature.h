// The whole offer of watch to the product.
#pragma once

#include "domain/watch/watcher.h"
#include "platform/blobs/blobs.h"
#include "platform/serve/feature.h"

namespace patente::watch {

// All must outlive the feature.
struct Dependencies {
    storage::Database& database;
    const blobs::Blobs& blobs;
    const Watcher& watcher;
    const Clock& clock;
};

Feature feature(const Dependencies& dependencies);

}  // namespace patente::watch
