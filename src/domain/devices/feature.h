// The whole offer of devices to the product.
#pragma once

#include "domain/devices/store.h"
#include "platform/serve/feature.h"

namespace patente::devices {

// Both must outlive the feature.
struct Dependencies {
    storage::Database& database;
    Zones& zones;
};

Feature feature(const Dependencies& dependencies);

// The answer to contract.h's ask. Safe from any thread.
class Registrar final : public Devices {
public:
    std::optional<Registered> named(storage::Session& session, const std::string& name) override;
    std::vector<Registered> of_zone(storage::Session& session, const std::string& zone) override;
};

}  // namespace patente::devices
