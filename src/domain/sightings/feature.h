// The whole offer of sightings to the product.
#pragma once

#include "domain/devices/contract.h"
#include "domain/sightings/ledger.h"
#include "platform/blobs/blobs.h"
#include "platform/serve/feature.h"

namespace patente::sightings {

// All must outlive the feature.
struct Dependencies {
    storage::Database& database;
    queue::Queue& queue;
    blobs::Blobs& blobs;
    Ledger& ledger;
    devices::Devices& devices;
};

Feature feature(const Dependencies& dependencies);
std::vector<storage::Migration> migrations();

}  // namespace patente::sightings
