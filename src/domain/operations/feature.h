// The whole offer of operations to the product.
#pragma once

#include "domain/operations/contract.h"
#include "platform/queue/overview.h"
#include "platform/serve/feature.h"

namespace patente::operations {

// All must outlive the feature.
struct Dependencies {
    storage::Database& database;
    std::function<queue::Roles()> roles;  // of all the program's kinds of jobs
    Examiner& examiner;
    std::vector<Setting> settings;  // in force
};

Feature feature(const Dependencies& dependencies);

}  // namespace patente::operations
