// One running process: the ground, the rooms on it, and what answers at the door. Built in order, ended in reverse.
#pragma once

#include <memory>

#include "app/features.h"
#include "platform/auth/keys.h"
#include "platform/http/idempotency.h"
#include "platform/tcp/server.h"

namespace patente {

extern const char* const version;  // of the program, from CMakeLists.txt

// What every command over a data folder stands on: the database with its tables up to date, the keys, the evidence.
class Process {
public:
    // Throws with what to do: a folder that cannot be written, a database that does not answer, a model that is missing.
    explicit Process(const Settings& settings);
    ~Process();

    void start_jobs(const std::vector<std::string>& roles);
    http::Server& open_doors();         // listens when it returns
    tcp::Server& open_image_service();  // the same
    void finish();                      // drains the doors, then the jobs

    std::optional<std::string> new_admin_key() const { return new_admin_key_; }
    const std::filesystem::path& admin_key_file() const { return admin_key_file_; }
    Rooms& rooms() { return *rooms_; }
    blobs::Blobs& blobs() { return blobs_; }
    const Clock& clock() const { return clock_; }
    std::vector<http::Route> routes() const;

private:
    net::TlsSettings tls_at(std::uint16_t port) const;

    const Settings settings_;
    SystemClock clock_;
    std::unique_ptr<storage::Database> database_;
    blobs::Blobs blobs_;
    std::unique_ptr<queue::Queue> queue_;
    feed::Feed feed_;
    std::unique_ptr<Rooms> rooms_;
    auth::Keys keys_;
    http::Idempotency idempotency_;
    std::filesystem::path admin_key_file_;
    std::optional<std::string> new_admin_key_;
    std::unique_ptr<http::Server> server_;
    std::unique_ptr<captures::ImageService> image_service_;
    std::unique_ptr<tcp::Server> image_server_;
};

}  // namespace patente
