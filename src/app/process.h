// One running process: an installation, and what answers at its door. Built in order, ended in reverse.
#pragma once

#include "app/installation.h"
#include "platform/auth/credentials.h"
#include "platform/auth/keys.h"
#include "platform/http/idempotency.h"
#include "platform/tcp/server.h"

namespace patente {

// An installation with its tables up to date and its keys made.
class Process {
public:
    // Throws as Installation does.
    explicit Process(const Settings& settings);
    ~Process();

    void start_jobs(const std::vector<std::string>& roles);  // and all else that these roles run
    http::Server& open_doors();                              // listens when it returns
    tcp::Server& open_image_service();                       // the same
    void finish();                                           // drains the doors, then the jobs

    std::optional<std::string> new_admin_key() const { return new_admin_key_; }
    std::optional<std::string> first_password() const { return first_password_; }  // of admin, when it was made now
    const std::filesystem::path& admin_key_file() const { return admin_key_file_; }
    blobs::Blobs& blobs() { return installation_.blobs(); }
    const Clock& clock() const { return installation_.clock(); }
    std::vector<http::Route> routes() const { return installation_.routes(); }

private:
    Result<auth::Caller> caller_of(const auth::Credentials& shown);
    net::TlsSettings tls_at(std::uint16_t port) const;
    std::string own_origin() const;

    const Settings settings_;
    Installation installation_;
    std::vector<std::unique_ptr<feed::Listener>> listeners_;
    std::vector<Engine> engines_;  // that were started
    http::Idempotency idempotency_;
    std::filesystem::path admin_key_file_;
    std::optional<std::string> new_admin_key_, first_password_;
    std::unique_ptr<http::Server> server_;
    std::unique_ptr<captures::ImageService> image_service_;
    std::unique_ptr<tcp::Server> image_server_;
};

}  // namespace patente
