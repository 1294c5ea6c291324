// The whole offer of the till to the product.
#pragma once

#include "domain/till/signature.h"
#include "domain/till/store.h"
#include "platform/serve/feature.h"

namespace patente::till {

// All must outlive the feature.
struct Dependencies {
    storage::Database& database;
    parking::Payments& payments;
    ProviderSettings provider;
};

Feature feature(const Dependencies& dependencies);

}  // namespace patente::till
