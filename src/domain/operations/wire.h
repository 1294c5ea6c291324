// JSON of the queue, of health and of the settings.
#pragma once

#include "base/json.h"
#include "domain/operations/contract.h"
#include "platform/queue/overview.h"

namespace patente::operations::wire {

struct KindOut {
    std::string job;
    std::optional<std::string> role;
    std::int64_t waiting = 0, running = 0, dead = 0, oldest_ms = 0;

    static constexpr std::string_view schema_name = "QueueKind";
    static constexpr auto fields() {
        return std::tuple{
            json::field("job", &KindOut::job).help("A kind of job: its room and what it does."),
            json::field("role", &KindOut::role).help("Whose processes run it; null where this program does not know it."),
            json::field("waiting", &KindOut::waiting),
            json::field("running", &KindOut::running),
            json::field("dead", &KindOut::dead).help("Given up."),
            json::field("oldest_ms", &KindOut::oldest_ms).help("Age of the oldest that waits or runs; 0 for none.")};
    }
};

struct QueueOut {
    std::int64_t waiting = 0, running = 0, dead = 0, oldest_ms = 0;
    std::vector<KindOut> kinds;

    static constexpr std::string_view schema_name = "Queue";
    static constexpr auto fields() {
        return std::tuple{json::field("waiting", &QueueOut::waiting), json::field("running", &QueueOut::running),
                          json::field("dead", &QueueOut::dead), json::field("oldest_ms", &QueueOut::oldest_ms),
                          json::field("kinds", &QueueOut::kinds).help("By name; also those of which there is none now.")};
    }
};

struct JobOut {
    queue::JobId id;
    std::string job;
    queue::JobState state = queue::JobState::dead;
    bool retriable = false;
    Instant made_at;
    std::optional<Instant> next_at, dead_at;
    int attempts = 0;
    std::string reason;
    std::optional<std::string> event;
    json::Value payload;

    static constexpr std::string_view schema_name = "Job";
    static constexpr auto fields() {
        return std::tuple{json::field("id", &JobOut::id),
                          json::field("job", &JobOut::job).help("Its kind."),
                          json::field("state", &JobOut::state),
                          json::field("retriable", &JobOut::retriable).help("It is dead, and this program knows how to do it."),
                          json::field("made_at", &JobOut::made_at),
                          json::field("next_at", &JobOut::next_at).help("When one that waits may be tried."),
                          json::field("dead_at", &JobOut::dead_at),
                          json::field("attempts", &JobOut::attempts).help("That failed."),
                          json::field("reason", &JobOut::reason).help("Of the last failure; empty for none."),
                          json::field("event", &JobOut::event).help("The event it follows from; null for none."),
                          json::field("payload", &JobOut::payload).help("What it is told; text where it is no JSON.")};
    }
};

struct RetryIn {
    std::optional<std::string> job;

    static constexpr std::string_view schema_name = "JobRetry";
    static constexpr auto fields() {
        return std::tuple{json::field("job", &RetryIn::job).length(1, 255).help("A kind; all when absent.")};
    }
};

struct RetriedOut {
    int retried = 0;
    std::int64_t left = 0;

    static constexpr std::string_view schema_name = "JobsRetried";
    static constexpr auto fields() {
        return std::tuple{json::field("retried", &RetriedOut::retried).help("How many dead jobs wait again."),
                          json::field("left", &RetriedOut::left).help("Dead ones that remain of what was asked.")};
    }
};

struct FindingOut {
    std::string check;
    State state = State::ok;
    std::string what, todo;

    static constexpr std::string_view schema_name = "HealthFinding";
    static constexpr auto fields() {
        return std::tuple{json::field("check", &FindingOut::check), json::field("state", &FindingOut::state),
                          json::field("what", &FindingOut::what).help("In the caller's language."),
                          json::field("todo", &FindingOut::todo).help("What to do; empty where all is well.")};
    }
};

struct DiskOut : Disk {
    static constexpr std::string_view schema_name = "HealthDisk";
    static constexpr auto fields() {
        return std::tuple{json::field("folder", &DiskOut::folder), json::field("free_bytes", &DiskOut::free_bytes),
                          json::field("all_bytes", &DiskOut::all_bytes)};
    }
};

struct ModelOut : Model {
    static constexpr std::string_view schema_name = "HealthModel";
    static constexpr auto fields() {
        return std::tuple{json::field("file", &ModelOut::file), json::field("sha256", &ModelOut::sha256)};
    }
};

struct HealthOut {
    State state = State::ok;
    Instant at, running_since;
    std::string version, database;
    std::vector<FindingOut> findings;
    std::vector<DiskOut> disks;
    std::vector<ModelOut> models;

    static constexpr std::string_view schema_name = "Health";
    static constexpr auto fields() {
        return std::tuple{json::field("state", &HealthOut::state).help("The worst of the findings."),
                          json::field("at", &HealthOut::at).help("When it was looked at."),
                          json::field("running_since", &HealthOut::running_since),
                          json::field("version", &HealthOut::version),
                          json::field("database", &HealthOut::database).help("sqlite, postgresql or mysql."),
                          json::field("findings", &HealthOut::findings),
                          json::field("disks", &HealthOut::disks),
                          json::field("models", &HealthOut::models)};
    }
};

struct SettingOut {
    std::string name;
    std::optional<std::string> environment, value, otherwise;
    Source source = Source::program;
    bool secret = false;
    std::string help;

    static constexpr std::string_view schema_name = "Setting";
    static constexpr auto fields() {
        return std::tuple{json::field("name", &SettingOut::name).help("Its flag without the dashes, and its line in the file."),
                          json::field("environment", &SettingOut::environment).help("Its variable; null for none."),
                          json::field("value", &SettingOut::value).help("Null for a secret."),
                          json::field("default", &SettingOut::otherwise).help("Null for a secret."),
                          json::field("source", &SettingOut::source).help("Where the value came from."),
                          json::field("secret", &SettingOut::secret),
                          json::field("help", &SettingOut::help).help("In the caller's language.")};
    }
};

struct SettingsOut {
    std::vector<SettingOut> items;

    static constexpr std::string_view schema_name = "Settings";
    static constexpr auto fields() { return std::tuple{json::field("items", &SettingsOut::items)}; }
};

}  // namespace patente::operations::wire
