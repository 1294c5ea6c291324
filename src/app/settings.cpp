#include "app/settings.h"

#include <CLI/CLI.hpp>

#include "app/settings_in_force.h"

namespace patente {
namespace {

// "" when it can be used.
std::string pay_link_fault(const std::string& link) {
    if (!link.starts_with("https://") && !link.starts_with("http://")) return "begins with https://";
    return link.find("{ticket}") == std::string::npos ? "must say {ticket}" : "";
}

std::string secret_fault(const std::string& secret) {
    constexpr std::size_t characters_min = 16;
    return secret.size() < characters_min ? "a secret has at least 16 characters" : "";
}

void add_backups_flag(CLI::App& command, std::filesystem::path& backups) {
    command.add_option("--backups", backups, "Folder of the backups, best on another disk (DATA/backups)")
        ->envname("PATENTE_BACKUPS");
}

}  // namespace

void add_data_flags(CLI::App& command, Settings& settings) {
    command.add_option("--data", settings.data, "Folder of the database, the evidence, the keys")->envname("PATENTE_DATA");
    command
        .add_option("--database", settings.database,
                    "sqlite:PATH or postgresql://user:password@host:port/name (sqlite in the data folder)")
        ->envname("PATENTE_DATABASE");
}

void add_backup_flags(CLI::App& command, BackupSettings& settings) { add_backups_flag(command, settings.backups); }

void add_serve_flags(CLI::App& command, Settings& settings) {
    command.option_defaults()->always_capture_default();
    add_data_flags(command, settings);
    command.add_option("--config", settings.config, "A TOML file with these settings")
        ->envname("PATENTE_CONFIG")
        ->check(CLI::ExistingFile);
    command.parse_complete_callback([&command, &settings] {
        if (!settings.config.empty()) settings.of_file = take_from_file(command, settings.config.string());
    });
    command.add_option("--host", settings.host, "Address to listen at")->envname("PATENTE_HOST");
    command.add_option("--port", settings.port, "HTTP port; 0 picks a free one")->envname("PATENTE_PORT");
    command.add_option("--https-port", settings.https_port, "Also listen with TLS")->envname("PATENTE_HTTPS_PORT");
    command
        .add_option("--tcp-port", settings.tcp_port,
                    "Port of the image service, where the role tcp runs (7070); 0 picks a free one")
        ->envname("PATENTE_TCP_PORT");
    command.add_flag("--tcp-tls", settings.tcp_tls, "The image service speaks TLS, with the same certificate")
        ->envname("PATENTE_TCP_TLS");
    auto* certificate =
        command.add_option("--tls-certificate", settings.tls_certificate, "PEM with its chain (else self-signed)")
            ->envname("PATENTE_TLS_CERTIFICATE")
            ->check(CLI::ExistingFile);
    auto* key = command.add_option("--tls-key", settings.tls_key, "PEM")->envname("PATENTE_TLS_KEY")->check(CLI::ExistingFile);
    certificate->needs(key);
    key->needs(certificate);
    command
        .add_option("--client-ca", settings.client_ca,
                    "PEM of who signs the certificates of devices: the HTTPS port asks for one (patente certificate)")
        ->envname("PATENTE_CLIENT_CA")
        ->check(CLI::ExistingFile);
    command.add_option("--public-origin", settings.public_origin, "https://parking.example, when behind a proxy")
        ->envname("PATENTE_PUBLIC_ORIGIN");
    command
        .add_option("--trusted-proxies", settings.trusted_proxies,
                    "Addresses of the proxies in front; what they say in X-Forwarded-For is believed")
        ->envname("PATENTE_TRUSTED_PROXIES")
        ->delimiter(',');
    command.add_flag("--phone", settings.phone, "For phones in this network: all addresses, TLS, a QR code");
    command.add_flag("--demo", settings.demo, "Feeds rendered photos of cars that come and go");
    command.add_option("--roles", settings.roles, "api, reader, worker, … or all")->envname("PATENTE_ROLES");
    command.add_flag("--public-upload", settings.public_upload, "Photos may be sent without a key")
        ->envname("PATENTE_PUBLIC_UPLOAD");
    command.add_option("--capture-max-age-h", settings.capture_max_age_h, "Hours after which a photo opens no stay by itself")
        ->envname("PATENTE_CAPTURE_MAX_AGE_H")
        ->check(CLI::Range(1, 24 * 365));
    command.add_option("--region", settings.region, "Whose plates to expect, as in data/regions: ar, br, …")
        ->envname("PATENTE_REGION");
    command.add_option("--reader-threads", settings.reader_threads, "Photos read at once; 0 = one a core")
        ->envname("PATENTE_READER_THREADS")
        ->check(CLI::Range(0, 256));
    command
        .add_option("--alert-chance-min", settings.alert_chance_min,
                    "Chance below which a sighting of a listed plate alerts nobody (0.05)")
        ->envname("PATENTE_ALERT_CHANCE_MIN")
        ->check(CLI::Range(0.0001, 1.0));
    command
        .add_option("--travel-kmh-max", settings.travel_kmh_max,
                    "Straight-line speed above which two sightings of a plate alert (200); 0 = never")
        ->envname("PATENTE_TRAVEL_KMH_MAX")
        ->check(CLI::Range(0.0, 10'000.0));
    command
        .add_flag("--webhooks-local", settings.webhooks_local,
                  "Webhooks may go to this machine and to private networks, and by plain http")
        ->envname("PATENTE_WEBHOOKS_LOCAL");
    command
        .add_option("--webhooks-give-up-h", settings.webhooks_give_up_h,
                    "Hours after which an event that a webhook does not take becomes a dead letter")
        ->envname("PATENTE_WEBHOOKS_GIVE_UP_H")
        ->check(CLI::Range(1, 24 * 7));
    command
        .add_flag("--providers-local", settings.providers_local,
                  "Outside OpenID providers may be of this machine and of private networks, and speak plain http")
        ->envname("PATENTE_PROVIDERS_LOCAL");
    command
        .add_option("--pay-link", settings.pay_link,
                    "Where a ticket is paid: https://pay.example/?ticket={ticket}&amount={amount}&currency={currency}")
        ->envname("PATENTE_PAY_LINK")
        ->check(pay_link_fault);
    command
        .add_option("--payment-secrets", settings.payment_secrets,
                    "What the payment provider signs its messages with; several, with commas, while they are changed")
        ->envname("PATENTE_PAYMENT_SECRETS")
        ->delimiter(',')
        ->check(secret_fault);
    command
        .add_option("--payment-tolerance-s", settings.payment_tolerance_s,
                    "Seconds between the time of a provider's message and its arrival")
        ->envname("PATENTE_PAYMENT_TOLERANCE_S")
        ->check(CLI::Range(1, 86'400));
    command
        .add_option("--audit-reasons", settings.audit_reasons,
                    "Permissions whose readers of personal data must say why: sightings.read,watch.read")
        ->envname("PATENTE_AUDIT_REASONS")
        ->delimiter(',');
    command
        .add_option("--audit-personal-days", settings.audit_personal_days,
                    "Days after which reasons, queries and addresses in the audit log are erased; 0 = never")
        ->envname("PATENTE_AUDIT_PERSONAL_DAYS")
        ->check(CLI::Range(0, 36'500));
    command.add_option("--log-level", settings.log_level, "debug, info, warning, error")
        ->envname("PATENTE_LOG_LEVEL")
        ->check(CLI::IsMember({"debug", "info", "warning", "error"}));
    add_backups_flag(command, settings.backups);
}

}  // namespace patente
