#include "app/features.h"

#include <date/tz.h>

#include "app/commands/eyes.h"
#include "app/installation.h"
#include "app/machine_routes.h"
#include "app/people.h"
#include "app/regions.h"
#include "app/share.h"
#include "domain/audit/feature.h"
#include "domain/captures/feature.h"
#include "domain/captures/vision_photo_reader.h"
#include "domain/devices/feature.h"
#include "domain/discounts/feature.h"
#include "domain/events/feature.h"
#include "domain/identity/feature.h"
#include "domain/identity/sign_in.h"
#include "domain/oauth/feature.h"
#include "domain/operations/feature.h"
#include "domain/parking/feature.h"
#include "domain/parking/first_start.h"
#include "domain/sightings/feature.h"
#include "domain/till/feature.h"
#include "domain/watch/feature.h"
#include "domain/web/feature.h"
#include "domain/webhooks/feature.h"
#include "platform/http/openapi.h"
#include "platform/observe/log.h"

namespace patente {
namespace {

// The zone of the machine's clock; UTC where the system does not say.
Zone zone_of_machine() {
    try {
        if (auto zone = Zone::named(date::current_zone()->name())) return *zone;
    } catch (const std::exception& error) {
        observe::log_warning("app", "the machine's time zone is not known; UTC stands for it", {{"error", error.what()}});
    }
    return Zone::utc();
}

class ShutEyes final : public captures::PhotoReader {
public:
    std::string content_type(std::string_view) const override { throw std::logic_error("this command reads no photos"); }
    captures::PhotoRead read(std::string_view, std::string_view) const override {
        throw std::logic_error("this command reads no photos");
    }
};

std::unique_ptr<vision::PlateReader> open_reader(const Settings& settings) {
    EyesOptions options;
    options.threads = settings.readers() + 1;  // the queue has one to spare for heavy jobs
    options.remembered = settings.data / "processor.json";
    return open_eyes(options);
}

std::unique_ptr<captures::PhotoReader> photo_reader_over(const vision::PlateReader* plates) {
    if (!plates) return std::make_unique<ShutEyes>();
    return std::make_unique<captures::VisionPhotoReader>(*plates);
}

captures::Settings capture_settings(const Settings& settings, const Zone& zone) {
    return {.zone = zone,
            .region = settings.region,
            .max_age = std::chrono::hours{settings.capture_max_age_h},
            .public_upload = settings.public_upload};
}

}  // namespace

struct Rooms::State {
    State(const Ground& on, const Settings& settings, Eyes eyes)
        : ground(on),
          acts(load_acts(share_folder() / "data" / "acts.toml")),
          signer(settings.data / "audit.key"),
          recorder(on.database, on.clock, settings.audit_reasons),
          sequencer(on.database, on.clock, signer, {.personal_kept = std::chrono::days{settings.audit_personal_days}}),
          formats(load_formats(share_folder() / "data" / "regions")),
          holidays(load_holidays(share_folder() / "data" / "holidays")),
          confusions(load_confusions(share_folder() / "data" / "confusions.toml")),
          zone(zone_of_machine()),
          region(settings.region),
          plate_reader(eyes == Eyes::open ? open_reader(settings) : nullptr),
          photo_reader(photo_reader_over(plate_reader.get())),
          ledger(on.queue, std::chrono::hours{settings.capture_max_age_h}),
          tariffs(holidays, discounts),
          metering(tariffs, formats, confusions, devices),
          stays(metering),
          stays_of_discounts(metering),
          on_captures{on.database, on.queue, on.blobs, *photo_reader, formats, ledger, ledger, ledger, stays, devices},
          for_captures(capture_settings(settings, zone)),
          watcher(on.queue, ledger, confusions,
                  {.chance_min = settings.alert_chance_min, .travel_kmh_max = settings.travel_kmh_max}),
          sessions(on.database, on.clock),
          on_identity{on.database,
                      hasher,
                      on.keys,
                      sessions,
                      zones,
                      devices,
                      [this] { return http::permissions_of(all_routes()); },
                      settings.data / "admin.password"},
          browser_sessions(on_identity),
          tokens(on.database, on.clock, users, settings.data / "oauth.key", settings.providers_local),
          webhook_sender(on.database, on.clock,
                         {.local_allowed = settings.webhooks_local,
                          .user_agent = "Patente/" PATENTE_VERSION,
                          .give_up_after = std::chrono::hours{settings.webhooks_give_up_h}}) {
        // Of what jobs tell, what they decided about stays is the product's own act; photos read and plates seen are not.
        on.queue.witness_jobs([&clock = on.clock](storage::Session& session) {
            for (const auto& [event, data] : session.told())
                if (event.starts_with("parking.")) audit::append_told(session, event, data, clock.now());
        });
        features.push_back(audit::feature({on.database, on.clock, signer, acts, recorder, sequencer}));
        features.push_back(web::feature());
        features.push_back(identity::feature(on_identity));
        features.push_back(
            oauth::feature({on.database, users, browser_sessions, tokens, on_identity.permissions, settings.providers_local}));
        features.push_back(sightings::feature({on.database, on.queue, on.blobs, ledger, devices}));
        features.push_back(devices::feature({on.database, zones}));
        features.push_back(discounts::feature({on.database, stays_of_discounts}));
        features.push_back(parking::feature({on.database, on.blobs, metering, settings.pay_link}));
        features.push_back(till::feature(
            {on.database, payments, {settings.payment_secrets, std::chrono::seconds{settings.payment_tolerance_s}}}));
        features.push_back(captures::feature(on_captures, for_captures));
        features.push_back(events::feature(on.feed));
        features.push_back(watch::feature({on.database, on.blobs, watcher, on.clock}));
        features.push_back(
            operations::feature({on.database, [this] { return queue::roles_of(workers()); }, on.examiner, settings.in_force}));
        features.push_back(webhooks::feature({on.database, on.feed, on.clock, settings.webhooks_local}, webhook_sender));
    }

    std::vector<queue::Worker> workers() const {
        std::vector<queue::Worker> all;
        for (const auto& feature : features) all.insert(all.end(), feature.workers.begin(), feature.workers.end());
        return all;
    }

    std::vector<http::Route> all_routes() const {
        auto all = machine_routes(ground.queue, version);
        for (const auto& feature : features) all.insert(all.end(), feature.routes.begin(), feature.routes.end());
        return all;
    }

    Ground ground;
    const audit::Acts acts;
    const audit::Signer signer;
    audit::Recorder recorder;
    audit::Sequencer sequencer;
    const Formats formats;
    const HolidayCalendars holidays;
    const Confusions confusions;
    const Zone zone;
    const std::string region;
    const std::unique_ptr<vision::PlateReader> plate_reader;  // none with shut eyes
    const std::unique_ptr<captures::PhotoReader> photo_reader;
    sightings::Ledger ledger;
    devices::Registrar devices;
    discounts::StoredDiscounts discounts;
    parking::ZonesOfParking zones;
    parking::TariffBook tariffs;
    parking::Metering metering;
    parking::StaysOfSightings stays;
    parking::StaysOfDiscounts stays_of_discounts;
    parking::PaymentsOfTickets payments;
    const captures::Dependencies on_captures;
    const captures::Settings for_captures;
    const watch::Watcher watcher;
    auth::PasswordHasher hasher;
    identity::Sessions sessions;
    const identity::Dependencies on_identity;
    UsersOfIdentity users;
    SessionsOfIdentity browser_sessions;
    oauth::Services tokens;
    webhooks::Sender webhook_sender;
    std::vector<Feature> features;
};

Rooms::Rooms(const Ground& ground, const Settings& settings, Eyes eyes)
    : state_(std::make_unique<State>(ground, settings, eyes)) {}
Rooms::~Rooms() = default;

const std::vector<Feature>& Rooms::features() const { return state_->features; }

std::vector<http::Route> Rooms::routes() const {
    std::vector<http::Route> all;
    for (const auto& feature : features()) all.insert(all.end(), feature.routes.begin(), feature.routes.end());
    return all;
}

std::vector<storage::Migration> Rooms::migrations() const {
    std::vector<storage::Migration> all;
    for (const auto& feature : features()) all.insert(all.end(), feature.migrations.begin(), feature.migrations.end());
    return all;
}

std::vector<queue::Worker> Rooms::workers() const { return state_->workers(); }

http::Recorder& Rooms::recorder() const { return state_->recorder; }

std::unique_ptr<captures::ImageService> Rooms::image_service(auth::Authenticator authenticate) const {
    const auto& on = state_->ground;
    return std::make_unique<captures::ImageService>(state_->on_captures, state_->for_captures, on.clock, on.feed,
                                                    std::move(authenticate));
}

auth::Caller Rooms::caller_of_session(std::string_view secret) const { return state_->sessions.caller_of(secret); }

std::optional<std::string> Rooms::keep_first_administrator() const {
    const auto& on = state_->on_identity;
    return identity::keep_first_administrator(on, on.first_password, state_->ground.clock.now());
}

Result<auth::Caller> Rooms::caller_of_token(std::string_view bearer) const { return state_->tokens.tokens.caller_of(bearer); }

Result<auth::Caller> Rooms::caller_of_certificate(const auth::ClientCertificate& certificate) const {
    return state_->tokens.certificates.caller_of(certificate.fingerprint);
}

void Rooms::listening_at(const std::string& origin) const { state_->tokens.issuer.set(origin); }

void Rooms::seed(bool demo) const {
    state_->tokens.keys.keep();
    const auto& on = state_->ground;
    const Instant now = on.clock.now();
    const parking::FirstStart first{.time_zone = state_->zone.name(), .region = state_->region};
    on.database.write([&](storage::Session& session) { parking::seed_first_start(session, first, now); });
    if (!demo) return;
    const auto document = json::read<parking::TariffDocument>(bytes_of(share_folder() / "data" / "tariffs" / "caba_garage.json"));
    if (!document) throw std::runtime_error("data/tariffs/caba_garage.json: " + document.error().detail.en);
    on.database.write([&](storage::Session& session) { parking::seed_demo(session, *document, now); });
}

}  // namespace patente
