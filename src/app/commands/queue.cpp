#include "app/commands/queue.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "app/installation.h"
#include "app/output.h"
#include "platform/queue/overview.h"

namespace patente {
namespace {

using queue::JobId, queue::JobState;

struct QueueArguments {
    Settings settings;
    JobState state = JobState::dead;
    std::string kind;
    int at_most = 100;
    bool by_kind = false, all = false;
    std::vector<std::string> ids;
    Format format = Format::table;
};

struct KindRow {
    std::string job;
    std::int64_t waiting = 0, running = 0, dead = 0;
    std::optional<Instant> oldest;

    static constexpr auto fields() {
        return std::tuple{json::field("job", &KindRow::job), json::field("waiting", &KindRow::waiting),
                          json::field("running", &KindRow::running), json::field("dead", &KindRow::dead),
                          json::field("oldest", &KindRow::oldest)};
    }
};

struct JobRow {
    JobId id;
    std::string job;
    JobState state = JobState::dead;
    int attempts = 0;
    Instant made_at;
    std::optional<Instant> next_at, dead_at;
    std::string reason, payload;

    static constexpr auto fields() {
        return std::tuple{json::field("id", &JobRow::id),           json::field("job", &JobRow::job),
                          json::field("state", &JobRow::state),     json::field("attempts", &JobRow::attempts),
                          json::field("made_at", &JobRow::made_at), json::field("next_at", &JobRow::next_at),
                          json::field("dead_at", &JobRow::dead_at), json::field("reason", &JobRow::reason),
                          json::field("payload", &JobRow::payload)};
    }
};

void with_installation(const QueueArguments& asked, const std::function<void(Installation&)>& act) {
    refuse_missing_database(asked.settings);
    Installation installation(asked.settings, Eyes::shut);
    require_current(installation);
    act(installation);
}

void list_kinds(const QueueArguments& asked, Installation& installation) {
    std::vector<KindRow> rows;
    for (const auto& each : installation.database().read(queue::figures))
        rows.push_back({each.kind, each.waiting, each.running, each.dead, each.oldest_made_at});
    fmt::print("{}", written(rows_of({"job", "waiting", "running", "dead", "oldest"}, rows), asked.format));
}

void list_jobs(const QueueArguments& asked, Installation& installation) {
    const auto jobs = installation.database().read([&](storage::Session& session) {
        return queue::jobs(session, {.state = asked.state, .kind = asked.kind, .at_most = asked.at_most});
    });
    std::vector<JobRow> rows;
    for (const auto& each : jobs)
        rows.push_back({each.id, each.kind, each.state, each.attempts, each.made_at, each.ready_at, each.dead_at, each.reason,
                        each.payload});
    fmt::print("{}", written(rows_of({"id", "job", "attempts", "made_at", "reason"}, rows), asked.format));
}

JobId id_of(const std::string& text) {
    const auto id = JobId::parse(text);
    if (!id) throw std::runtime_error("no id of a job: " + text + "; see patente queue list");
    return *id;
}

int retried(const QueueArguments& asked, Installation& installation, storage::Session& session) {
    const auto roles = queue::roles_of(installation.rooms().workers());
    const auto now = installation.clock().now();
    if (asked.ids.empty()) return queue::revive(session, roles, asked.kind, now, asked.at_most);
    int all = 0;
    for (const auto& text : asked.ids) {
        const int one = queue::revive(session, roles, id_of(text), now);
        if (one == 0) throw std::runtime_error(text + " was not given up, or is of a kind that this program does not know");
        all += one;
    }
    return all;
}

void retry(const QueueArguments& asked, Installation& installation) {
    if (asked.ids.empty() && asked.kind.empty() && !asked.all) throw std::runtime_error("say which: ids, --job KIND or --all");
    fmt::print("{} jobs wait again\n",
               installation.database().write([&](storage::Session& session) { return retried(asked, installation, session); }));
}

}  // namespace

void add_queue_command(CLI::App& app) {
    auto* command = app.add_subcommand("queue", "Jobs that wait, run or were given up; the server may run")
                        ->require_subcommand(1)
                        ->fallthrough();
    const auto asked = std::make_shared<QueueArguments>();
    add_data_flags(*command, asked->settings);

    auto* list = command->add_subcommand("list", "Shows them, newest first; those that were given up unless --state says more");
    const std::map<std::string, JobState> states{
        {"waiting", JobState::waiting}, {"running", JobState::running}, {"dead", JobState::dead}};
    list->add_option("--state", asked->state, "waiting, running or dead (dead)")
        ->transform(CLI::CheckedTransformer(states).description(""));
    list->add_option("--job", asked->kind, "Of this kind alone");
    list->add_option("--limit", asked->at_most, "At most so many (100)")->check(CLI::Range(1, 10'000));
    list->add_flag("--by-kind", asked->by_kind, "How many of each kind instead");
    add_format_option(*list, asked->format, {Format::table, Format::json, Format::jsonl, Format::csv});
    list->callback([asked] {
        with_installation(*asked, [&](Installation& installation) {
            return asked->by_kind ? list_kinds(*asked, installation) : list_jobs(*asked, installation);
        });
    });

    auto* again = command->add_subcommand("retry", "Lets those wait again that were given up");
    again->add_option("ids", asked->ids, "As list shows them; all of them or none");
    again->add_option("--job", asked->kind, "All of this kind");
    again->add_flag("--all", asked->all, "All");
    again->add_option("--limit", asked->at_most, "At most so many, the oldest first (100)")->check(CLI::Range(1, 10'000));
    again->callback([asked] { with_installation(*asked, [&](Installation& installation) { retry(*asked, installation); }); });
}

}  // namespace patente
