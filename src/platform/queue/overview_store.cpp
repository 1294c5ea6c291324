#include <fmt/format.h>

#include <map>

#include "platform/queue/overview.h"
#include "platform/queue/runner.h"
#include "platform/storage/soci_types.h"

namespace patente::queue {

using soci::into;
using soci::use;
using storage::Session;

std::vector<KindFigures> figures(Session& session) {
    std::map<std::string, KindFigures> found;
    std::string kind;
    std::int64_t all = 0, running = 0;
    Instant oldest;
    session.for_each(
        [&] { found[kind] = {.kind = kind, .waiting = all - running, .running = running, .oldest_made_at = oldest}; },
        "SELECT job, COUNT(*), COUNT(leased_by), MIN(made_at) FROM queue_jobs GROUP BY job", into(kind), into(all), into(running),
        into(oldest));
    std::int64_t dead = 0;
    session.for_each(
        [&] {
            found[kind].kind = kind;
            found[kind].dead = dead;
        },
        "SELECT job, COUNT(*) FROM queue_dead_jobs GROUP BY job", into(kind), into(dead));
    std::vector<KindFigures> figures;
    for (auto& [name, each] : found) figures.push_back(std::move(each));
    return figures;
}

namespace {

std::vector<SeenJob> living(Session& session, std::string_view where, const auto&... uses) {
    std::vector<SeenJob> found;
    SeenJob each;
    Instant ready_at;
    int failures = 0, crashes = 0;
    std::optional<std::string> holder, fault;
    session.for_each(
        [&] {
            each.state = holder ? JobState::running : JobState::waiting;
            each.ready_at = holder ? std::nullopt : std::optional{ready_at};
            each.attempts = failures + crashes;
            each.reason = fault.value_or("");
            found.push_back(each);
        },
        fmt::format("SELECT id, job, payload, event_id, made_at, ready_at, failures, crashes, leased_by, last_fault "
                    "FROM queue_jobs WHERE {}",
                    where),
        uses..., into(each.id), into(each.kind), into(each.payload), into(each.event_id), into(each.made_at), into(ready_at),
        into(failures), into(crashes), into(holder), into(fault));
    return found;
}

std::vector<SeenJob> dead(Session& session, std::string_view where, const auto&... uses) {
    std::vector<SeenJob> found;
    SeenJob each{.state = JobState::dead};
    Instant dead_at;
    session.for_each(
        [&] {
            each.dead_at = dead_at;
            found.push_back(each);
        },
        fmt::format("SELECT id, job, payload, event_id, made_at, dead_at, attempts, reason FROM queue_dead_jobs WHERE {}", where),
        uses..., into(each.id), into(each.kind), into(each.payload), into(each.event_id), into(each.made_at), into(dead_at),
        into(each.attempts), into(each.reason));
    return found;
}

}  // namespace

std::vector<SeenJob> jobs(Session& session, const JobsAsked& asked) {
    const JobId before = asked.before.value_or(*JobId::parse("ffffffff-ffff-ffff-ffff-ffffffffffff"));
    std::string where = asked.kind.empty() ? "CAST(:kind AS {text}) = ''" : "job = :kind";
    if (asked.state == JobState::waiting) where += " AND leased_by IS NULL";
    if (asked.state == JobState::running) where += " AND leased_by IS NOT NULL";
    where += " AND id < :before ORDER BY id DESC LIMIT :n";
    const auto page = [&](auto&& of) {
        return of(session, where, use(asked.kind, "kind"), use(before, "before"), use(asked.at_most, "n"));
    };
    if (asked.state == JobState::dead) return page([](auto&&... all) { return dead(all...); });
    return page([](auto&&... all) { return living(all...); });
}

std::optional<SeenJob> job(Session& session, const JobId& id) {
    for (auto& each : living(session, "id = :id", use(id))) return std::move(each);
    for (auto& each : dead(session, "id = :id", use(id))) return std::move(each);
    return std::nullopt;
}

Roles roles_of(const std::vector<Worker>& workers) {
    Roles roles;
    for (const auto& worker : workers) roles.emplace(worker.job, worker.role);
    return roles;
}

int revive(Session& session, const Roles& roles, const JobId& id, Instant now) {
    const auto job = dead_job(session, id);
    const auto role = job ? roles.find(job->kind) : roles.end();
    if (role == roles.end()) return 0;
    unbury(session, *job, now);
    session.announce({std::string(job_put), role->second});
    return 1;
}

int revive(Session& session, const Roles& roles, const std::string& kind, Instant now, int at_most) {
    int revived = 0;
    for (const auto& [name, role] : roles)
        if (kind.empty() || kind == name)
            for (const auto& id : oldest_dead(session, name, at_most - revived)) revived += revive(session, roles, id, now);
    return revived;
}

}  // namespace patente::queue
