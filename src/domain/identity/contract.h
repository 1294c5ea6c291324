// What other rooms may see of identity.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/id.h"

namespace patente::storage {
class Session;
}

namespace patente::identity {

struct UserTag;
using UserId = Id<UserTag>;

// What somebody may do, where and with what.
struct Rights {
    std::vector<std::string> permissions;  // "*" stands for all
    std::vector<std::string> zones;        // ids; empty = every place
    std::vector<std::string> devices;      // names; empty = every device

    bool operator==(const Rights&) const = default;
};

struct Person {
    UserId id;
    std::string login, name;
    std::optional<std::string> language;  // "es", "en"; nullopt: the browser's
    Rights rights;
    bool must_choose_password = false;
};

// Where a session is begun from.
struct From {
    std::string address, agent;
};

// Ask: who may sign in, and a session for one who has shown who they are in another way.
class People {
public:
    virtual ~People() = default;
    // nullopt: nobody, or one who may not sign in now.
    virtual std::optional<Person> person(storage::Session& session, const UserId& id) = 0;
    virtual std::optional<Person> named(storage::Session& session, const std::string& login) = 0;
    // The secret for the cookie.
    virtual std::string begin_session(storage::Session& session, const UserId& id, const From& from, Instant now) = 0;
};

}  // namespace patente::identity
