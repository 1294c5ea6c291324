// The rooms of the product and how they meet: the only list of them.
#pragma once

#include <memory>
#include <vector>

#include "app/settings.h"
#include "domain/captures/image_service.h"
#include "domain/operations/contract.h"
#include "platform/auth/credentials.h"
#include "platform/auth/keys.h"
#include "platform/blobs/blobs.h"
#include "platform/feed/feed.h"
#include "platform/http/recorder.h"
#include "platform/http/server.h"
#include "platform/serve/feature.h"

namespace patente {

// What the rooms stand on. All must outlive them.
struct Ground {
    storage::Database& database;
    queue::Queue& queue;
    feed::Feed& feed;
    blobs::Blobs& blobs;
    auth::Keys& keys;
    const Clock& clock;
    operations::Examiner& examiner;
};

// Whether the models are loaded. With shut eyes nothing can be read: for commands that only need the rooms.
enum class Eyes { open, shut };

// The rooms, built in order; each is handed what it asks of others.
class Rooms {
public:
    // Reads the data files of the program. Throws std::runtime_error that names the file at fault.
    Rooms(const Ground& ground, const Settings& settings, Eyes eyes);
    ~Rooms();

    const std::vector<Feature>& features() const;
    std::vector<http::Route> routes() const;
    std::vector<storage::Migration> migrations() const;
    std::vector<queue::Worker> workers() const;

    // The image service over these rooms, where the role tcp runs. The rooms must outlive it.
    std::unique_ptr<captures::ImageService> image_service(auth::Authenticator authenticate) const;

    // Who shows this cookie.
    auth::Caller caller_of_session(std::string_view secret) const;
    // At a first start the administrator's one-time password, which lies in DATA/admin.password until it is changed.
    std::optional<std::string> keep_first_administrator() const;

    // Whose access token or certificate this is.
    Result<auth::Caller> caller_of_token(std::string_view bearer) const;
    Result<auth::Caller> caller_of_certificate(const auth::ClientCertificate& certificate) const;
    void listening_at(const std::string& origin) const;  // the address under which tokens are issued
    http::Recorder& recorder() const;                    // of the audit log

    // What a first start leaves to see and to change: a tariff and a zone; with `demo` a town's.
    void seed(bool demo) const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace patente
