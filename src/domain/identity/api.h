// The routes of identity.
#pragma once

#include "domain/identity/feature.h"

namespace patente::identity {

std::vector<http::Route> session_routes(const Dependencies& on);  // session_api.cpp
std::vector<http::Route> user_routes(const Dependencies& on);     // users_api.cpp
std::vector<http::Route> role_routes(const Dependencies& on);     // roles_api.cpp
std::vector<http::Route> key_routes(const Dependencies& on);      // keys_api.cpp

inline Rights rights_of(const auth::Caller& caller) { return {caller.permissions, caller.zones, caller.devices}; }

// Of these, the zones and devices that there are.
Known known_of(const Dependencies& on, storage::Session& session, const std::vector<std::string>& zones,
               const std::vector<std::string>& devices);

}  // namespace patente::identity
