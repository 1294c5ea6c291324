// What people see of the queue: its figures by kind, its jobs, and those that were given up, to be tried again. Every function
// works inside the caller's transaction.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "platform/queue/queue.h"

namespace patente::queue {

enum class JobState { waiting, running, dead };
constexpr auto names_of(JobState) {
    return std::array<std::pair<JobState, std::string_view>, 3>{
        {{JobState::waiting, "waiting"}, {JobState::running, "running"}, {JobState::dead, "dead"}}};
}

struct KindFigures {
    std::string kind;
    std::int64_t waiting = 0, running = 0, dead = 0;
    std::optional<Instant> oldest_made_at;  // of those that wait or run
};

struct SeenJob {
    JobId id;
    std::string kind;
    JobState state = JobState::waiting;
    std::string payload, event_id;
    Instant made_at;
    std::optional<Instant> ready_at;  // of one that waits: when it may be tried
    std::optional<Instant> dead_at;
    int attempts = 0;    // that failed
    std::string reason;  // of the last failure; "" for none
};

std::vector<KindFigures> figures(storage::Session& session);  // of the kinds that have any, by name

struct JobsAsked {
    JobState state = JobState::dead;
    std::string kind;             // "" = any
    std::optional<JobId> before;  // made before this one
    int at_most = 50;
};
std::vector<SeenJob> jobs(storage::Session& session, const JobsAsked& asked);  // newest first
std::optional<SeenJob> job(storage::Session& session, const JobId& id);

using Roles = std::map<std::string, std::string>;  // of the kinds that a program knows: who runs them
Roles roles_of(const std::vector<Worker>& workers);

// Dead letters wait again as if they were new: this one, or the oldest of a kind ("" = of any). Those of kinds that are not
// among `roles` stay. Gives how many.
int revive(storage::Session& session, const Roles& roles, const JobId& id, Instant now);
int revive(storage::Session& session, const Roles& roles, const std::string& kind, Instant now, int at_most);

}  // namespace patente::queue
