// The SQL of the queue. Every function works inside the caller's transaction.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "platform/process/process.h"
#include "platform/queue/queue.h"

namespace patente::queue {

// A process as the others know it.
struct Process {
    std::string id;  // new with each start
    process::Identity identity;
};

// A job as it lies in the table.
struct Job {
    JobId id;
    std::string kind;
    std::string payload;
    std::string event_id;   // "" for plain jobs
    std::string root_id;    // the first event or job that led to this one
    std::string sender;     // "" for jobs that nobody in particular sent
    std::int64_t turn = 0;  // lower ones run first
    std::int64_t token = 0;
    int failures = 0;  // runs that threw
    int crashes = 0;   // runs whose process died
    Instant made_at;
    bool is_only = false;  // no other of its sender waits or runs; known of heavy ones once they are leased

    int attempt() const { return failures + crashes + 1; }
};

// A job whose process died this often is a suspect: no process runs two of them at once, so that the one that
// kills is told from those that stood beside it.
constexpr int crashes_of_suspect = 2;

void add_job(storage::Session& session, const Job& job, Instant ready_at, const std::string& holder = {});  // holder: born leased
bool is_only_of_sender(storage::Session& session, const Job& job);
std::optional<std::int64_t> first_turn(storage::Session& session, const std::string& kind);  // of those that wait or run
bool withdraw_job(storage::Session& session, const JobId& id);                               // false: it is leased, or gone
std::optional<std::int64_t> count_ahead(storage::Session& session, const JobId& id);         // nullopt: it is leased, or gone

void note_event(storage::Session& session, const std::string& event_id, const std::string& root_id, Instant now);
void forget_events(storage::Session& session, Instant told_before);

// Leases up to `at_most` ready jobs of this kind, oldest first. Those that others are leasing are passed over.
std::vector<Job> lease_jobs(storage::Session& session, const std::string& kind, const std::string& holder, Instant now,
                            Instant until, int at_most);
std::vector<Job> lease_suspect(storage::Session& session, const std::string& kind, const std::string& holder, Instant now,
                               Instant until);
std::optional<Instant> next_ready(storage::Session& session, const std::string& kind);  // when the first is; of suspects none
bool has_ready_suspect(storage::Session& session, const std::string& kind, Instant now);

// These change nothing and give false when the lease passed to another.
bool remove_job(storage::Session& session, const JobId& id, std::int64_t token);
bool extend_lease(storage::Session& session, const JobId& id, std::int64_t token, Instant until);
bool put_back(storage::Session& session, const JobId& id, std::int64_t token, Instant ready_at);  // as if never leased
bool note_failure(storage::Session& session, const Job& job, Instant ready_at, const std::string& fault);
// A job of many events becomes one for each, as if put now; false also when it holds one alone.
bool split(storage::Session& session, const Job& job, Instant now);
bool bury(storage::Session& session, const Job& job, Instant now, const std::string& reason);  // to the dead letters
std::vector<JobId> oldest_dead(storage::Session& session, const std::string& kind, int at_most);
std::optional<Job> dead_job(storage::Session& session, const JobId& id);
void unbury(storage::Session& session, const Job& job, Instant now);  // from the dead letters, as if put now

bool job_exists(storage::Session& session, const JobId& id);
bool any_of_root(storage::Session& session, const std::string& root_id);
std::optional<std::string> root_of_event(storage::Session& session, const std::string& event_id);
Waiting count_waiting(storage::Session& session, std::string_view kind, Instant now);

void add_process(storage::Session& session, const Process& process);
void beat(storage::Session& session, const std::string& process_id);
void remove_process(storage::Session& session, const std::string& process_id);
std::vector<Process> processes(storage::Session& session);
std::map<std::string, std::int64_t> beats(storage::Session& session);  // by process

// A process, other than `own_id`, that holds leases. `process` is empty when its row is missing.
struct Holder {
    std::string id;
    std::optional<Process> process;
    std::int64_t beat = 0;
};
std::vector<Holder> holders(storage::Session& session, const std::string& own_id);
std::int64_t take_from(storage::Session& session, const std::string& dead_id, Instant now);  // how many jobs are free again

}  // namespace patente::queue
