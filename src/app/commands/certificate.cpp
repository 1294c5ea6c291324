#include "app/commands/certificate.h"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <stdexcept>

#include "app/installation.h"
#include "app/rows.h"
#include "domain/oauth/store.h"
#include "platform/net/certificate.h"

namespace patente {
namespace {

struct CertificateArguments {
    Settings settings;
    std::filesystem::path authority, out;
    std::string name, fingerprint;
    std::vector<std::string> permissions, zones, devices;
    int days = 397;

    std::filesystem::path authority_folder() const { return authority.empty() ? settings.data / "ca" : authority; }
};

void with_database(const CertificateArguments& asked, const std::function<void(storage::Session&)>& act) {
    refuse_missing_database(asked.settings);
    const auto database = storage::Database::open({.connection = asked.settings.connection(), .readers = 1});
    database->migrate(oauth::migrations());
    database->write([&](storage::Session& session) { act(session); });
}

void make_authority(const CertificateArguments& asked) {
    const auto files = net::client_authority(asked.authority_folder(), SystemClock{}.now());
    fmt::print("{}\npatente serve --https-port 8443 --client-ca {}\n", files.sha256, files.certificate.string());
}

void check_permissions(const std::vector<std::string>& permissions) {
    const auto known = all_permissions();
    for (const auto& each : permissions)
        if (std::ranges::find(known, each) == known.end()) throw std::runtime_error("no permission is called " + each);
}

void issue(const CertificateArguments& asked) {
    check_permissions(asked.permissions);
    const auto authority = asked.authority_folder();
    if (!std::filesystem::exists(authority / "key.pem"))
        throw std::runtime_error("there is no authority in " + authority.string() + "; patente certificate make-ca makes one");
    const Instant now = SystemClock{}.now();
    refuse_missing_database(asked.settings);
    const auto made = net::client_certificate({authority / "certificate.pem", authority / "key.pem", {}}, asked.out, asked.name,
                                              now, std::chrono::days{asked.days});
    with_database(asked, [&](storage::Session& session) {
        oauth::store::put(session, oauth::Certificate{.fingerprint = made.fingerprint,
                                                      .settings = {asked.name, asked.permissions, asked.zones, asked.devices},
                                                      .made_at = now,
                                                      .expires_at = made.until});
    });
    fmt::print("{}\ncurl --cert {} --key {} https://…\n", made.fingerprint, made.files.certificate.string(),
               made.files.private_key.string());
}

void list(const CertificateArguments& asked) {
    with_database(asked, [](storage::Session& session) {
        for (const auto& each : oauth::store::certificates(session))
            fmt::print("{}  {:<20} until {}{}\n", each.fingerprint, each.settings.name, to_rfc3339(each.expires_at),
                       each.revoked_at ? "  revoked " + to_rfc3339(*each.revoked_at) : "");
    });
}

void revoke(const CertificateArguments& asked) {
    with_database(asked, [&](storage::Session& session) {
        if (!oauth::store::revoke_certificate(session, asked.fingerprint, SystemClock{}.now()))
            throw std::runtime_error("no certificate in force has this fingerprint; see patente certificate list");
    });
}

}  // namespace

void add_certificate_command(CLI::App& app) {
    auto* command = app.add_subcommand("certificate", "Certificates that devices show instead of a key")
                        ->require_subcommand(1)
                        ->fallthrough();
    const auto asked = std::make_shared<CertificateArguments>();
    add_data_flags(*command, asked->settings);
    command->add_option("--ca", asked->authority, "Folder of the authority that signs them (DATA/ca)");
    command->add_subcommand("make-ca", "Makes the authority, where there is none")->callback([asked] { make_authority(*asked); });
    auto* issue_command = command->add_subcommand("issue", "Makes a key and a certificate for a device, and registers it");
    issue_command->add_option("--name", asked->name, "What it is called")->required();
    issue_command->add_option("--permissions", asked->permissions, "captures.create,sightings.create,…")
        ->required()
        ->delimiter(',');
    issue_command->add_option("--zones", asked->zones, "Ids of the zones it is limited to")->delimiter(',');
    issue_command->add_option("--devices", asked->devices, "Names of the devices it may speak for")->delimiter(',');
    issue_command->add_option("--days", asked->days, "How long it is good (397)")->check(CLI::Range(1, 3650));
    issue_command->add_option("--out", asked->out, "Folder for certificate.pem and key.pem")->required();
    issue_command->callback([asked] { issue(*asked); });
    command->add_subcommand("list", "Shows every certificate")->callback([asked] { list(*asked); });
    auto* revoke_command = command->add_subcommand("revoke", "Refuses a certificate from now on");
    revoke_command->add_option("fingerprint", asked->fingerprint, "As list shows it")->required();
    revoke_command->callback([asked] { revoke(*asked); });
}

}  // namespace patente
