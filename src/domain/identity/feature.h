// The whole offer of identity to the product.
#pragma once

#include <filesystem>
#include <functional>

#include "domain/devices/contract.h"
#include "domain/identity/sessions.h"
#include "platform/auth/keys.h"
#include "platform/auth/password.h"
#include "platform/serve/feature.h"

namespace patente::identity {

// All must outlive the feature.
struct Dependencies {
    storage::Database& database;
    auth::PasswordHasher& hasher;
    auth::Keys& keys;
    Sessions& sessions;
    devices::Zones& zones;
    devices::Devices& devices;
    std::function<std::vector<std::string>()> permissions;  // all that the routes of the program name
    std::filesystem::path first_password;                   // the file with the first administrator's, until it is changed
};

Feature feature(const Dependencies& dependencies);

// The answer to contract.h's ask. Safe from any thread.
class PeopleOfIdentity final : public People {
public:
    std::optional<Person> person(storage::Session& session, const UserId& id) override;
    std::optional<Person> named(storage::Session& session, const std::string& login) override;
    std::string begin_session(storage::Session& session, const UserId& id, const From& from, Instant now) override;
};

}  // namespace patente::identity
