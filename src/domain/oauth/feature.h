// The whole offer of oauth to the product.
#pragma once

#include <functional>

#include "domain/oauth/access_tokens.h"
#include "domain/oauth/certificates.h"
#include "domain/oauth/outside_login.h"
#include "platform/serve/feature.h"

namespace patente::oauth {

// What runs of this room in every process. All handed over must outlive it.
struct Services {
    Services(storage::Database& database, const Clock& clock, Users& users, const std::filesystem::path& sealing_file,
             bool providers_local)
        : clock(clock),
          sealer(sealing_file),
          keys(database, clock, sealer),
          tokens(database, clock, keys, issuer, users),
          certificates(database, clock),
          outside(clock, providers_local) {}

    const Clock& clock;
    Issuer issuer;
    auth::Sealer sealer;
    SigningKeys keys;
    AccessTokens tokens;
    Certificates certificates;
    OutsideLogin outside;
};

// All must outlive the feature.
struct Dependencies {
    storage::Database& database;
    Users& users;
    BrowserSessions& sessions;
    Services& services;
    std::function<std::vector<std::string>()> permissions;  // all that the routes of the program name
    bool providers_local = false;                           // providers in private networks, by plain http
};

Feature feature(const Dependencies& dependencies);

}  // namespace patente::oauth
