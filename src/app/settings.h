// What a process is told when it starts: flags, else environment, else a file.
#pragma once

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "domain/operations/contract.h"

namespace CLI {
class App;
}

namespace patente {

struct Settings {
    std::filesystem::path data = "var";
    std::string database;  // "" = sqlite in the data folder
    std::string roles = "all";
    std::string host = "127.0.0.1";
    std::uint16_t port = 8080;
    std::optional<std::uint16_t> https_port;
    std::optional<std::uint16_t> tcp_port;  // of the image service; 7070, or a free one where `port` is free too
    bool tcp_tls = false;
    std::filesystem::path tls_certificate, tls_key;  // both or none: self-signed
    std::filesystem::path client_ca;                 // who signs the certificates of devices; "" = clients are asked for none
    std::string public_origin;
    std::vector<std::string> trusted_proxies;
    std::string public_name;  // the address that phones in this network know, with `phone`
    bool phone = false;
    bool demo = false;
    bool public_upload = false;
    int capture_max_age_h = 24;
    std::string region;              // the site's: whose plates to expect, "ar"; "" = not known
    int reader_threads = 0;          // 0 = one a core
    double alert_chance_min = 0.05;  // less likely sightings of listed plates alert nobody
    double travel_kmh_max = 200;     // faster than that no vehicle goes from sighting to sighting; 0 = not looked for
    bool webhooks_local = false;     // webhooks may go to private networks, and by plain http
    int webhooks_give_up_h = 24;
    bool providers_local = false;  // outside OpenID providers may be in private networks, and speak plain http
    std::string log_level = "info";
    std::string pay_link;                      // of a ticket's public page; "" = none
    std::vector<std::string> payment_secrets;  // of the payment provider; none = no provider
    int payment_tolerance_s = 300;
    std::filesystem::path backups;  // where health looks for them; "" = in the data folder
    std::filesystem::path config;   // a file with these settings; "" = none

    std::set<std::string> of_file;              // names of those that came from there
    std::vector<operations::Setting> in_force;  // all, with where they came from
    std::vector<std::string> audit_reasons;     // permissions whose readers must say why
    int audit_personal_days = 0;                // reasons, queries and addresses in the audit log are erased then; 0 = never

    // Photos read at once.
    int readers() const {
        return reader_threads > 0 ? reader_threads : static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
    }
    std::string connection() const { return database.empty() ? "sqlite:" + (data / "patente.db").string() : database; }
};

// Where backups lie.
struct BackupSettings {
    std::filesystem::path backups;  // "" = in the data folder
    int keep = 7;

    std::filesystem::path folder(const Settings& settings) const { return backups.empty() ? settings.data / "backups" : backups; }
};

// The flags that every command over a data folder has, and those of serve.
void add_data_flags(CLI::App& command, Settings& settings);
void add_serve_flags(CLI::App& command, Settings& settings);
void add_backup_flags(CLI::App& command, BackupSettings& settings);

}  // namespace patente
