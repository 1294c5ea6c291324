#include "platform/queue/store.h"

#include <fmt/format.h>

#include <algorithm>

#include "platform/storage/soci_types.h"

namespace patente::queue {

using soci::into;
using soci::use;
using storage::Session;

void add_job(Session& session, const Job& job, Instant ready_at, const std::string& holder) {
    const auto leased_by = holder.empty() ? std::nullopt : std::optional(holder);
    const auto sender = job.sender.empty() ? std::nullopt : std::optional(job.sender);
    session.run(
        "INSERT INTO queue_jobs (id, job, payload, event_id, root_id, ready_at, made_at, token, leased_by, failures, crashes, turn, "
        "sender) VALUES (:id, :job, :payload, :event, :root, :ready, :made, :token, :holder, 0, 0, :turn, :sender)",
        use(job.id), use(job.kind), use(job.payload), use(job.event_id), use(job.root_id), use(ready_at), use(job.made_at),
        use(job.token), use(leased_by), use(job.turn), use(sender));
}

bool is_only_of_sender(Session& session, const Job& job) {
    int found = 0;
    return !session
                .run("SELECT 1 FROM queue_jobs WHERE job = :kind AND sender = :sender AND id <> :id LIMIT 1", use(job.kind),
                     use(job.sender), use(job.id), into(found))
                .got_data;
}

std::optional<std::int64_t> first_turn(Session& session, const std::string& kind) {
    std::optional<std::int64_t> turn;
    session.run("SELECT MIN(turn) FROM queue_jobs WHERE job = :kind", use(kind), into(turn));
    return turn;
}

bool withdraw_job(Session& session, const JobId& id) {
    return session.run("DELETE FROM queue_jobs WHERE id = :id AND leased_by IS NULL", use(id)).rows_changed > 0;
}

std::optional<std::int64_t> count_ahead(Session& session, const JobId& id) {
    std::string kind;
    std::int64_t turn = 0, ahead = 0;
    if (!session.run("SELECT job, turn FROM queue_jobs WHERE id = :id AND leased_by IS NULL", use(id), into(kind), into(turn))
             .got_data)
        return std::nullopt;
    session.run("SELECT COUNT(*) FROM queue_jobs WHERE job = :kind AND (turn < :turn OR (turn = :turn AND id < :id))",
                use(kind, "kind"), use(turn, "turn"), use(id, "id"), into(ahead));
    return ahead;
}

void note_event(Session& session, const std::string& event_id, const std::string& root_id, Instant now) {
    session.run("INSERT INTO queue_events (id, root_id, told_at) VALUES (:id, :root, :now)", use(event_id), use(root_id),
                use(now));
}

void forget_events(Session& session, Instant told_before) {
    session.run("DELETE FROM queue_events WHERE told_at < :before", use(told_before));
}

namespace {

constexpr std::string_view columns = "id, job, payload, event_id, root_id, token, failures, crashes, made_at, turn, sender";

std::vector<Job> lease(Session& session, const std::string& query, const std::string& kind, const std::string& holder,
                       Instant now, Instant until, int at_most) {
    std::vector<Job> jobs;
    Job job;
    std::optional<std::string> sender;
    const auto take = [&] {
        job.sender = sender.value_or("");
        jobs.push_back(job);
    };
    session.for_each(take, query, use(holder, "holder"), use(until, "until"), use(kind, "kind"), use(now, "now"),
                     use(at_most, "n"), into(job.id), into(job.kind), into(job.payload), into(job.event_id), into(job.root_id),
                     into(job.token), into(job.failures), into(job.crashes), into(job.made_at), into(job.turn), into(sender));
    std::ranges::sort(jobs, {}, [](const Job& each) { return std::pair{each.turn, each.id}; });
    return jobs;
}

// The plus keeps SQLite from the index by time, which would sort all that wait.
// PostgreSQL runs a plain IN (SELECT … LIMIT) as often as it likes; ARRAY(…) is run once.
std::string lease_query(const Session& session, std::string_view which) {
    const bool sqlite = session.dialect() == storage::Dialect::sqlite;
    return fmt::format(
        "UPDATE queue_jobs SET token = token + 1, leased_by = :holder, ready_at = :until WHERE id {}"
        "SELECT id FROM queue_jobs WHERE job = :kind AND +ready_at <= :now AND {} ORDER BY turn, ready_at, id LIMIT :n{} RETURNING {}",
        sqlite ? "IN (" : "= ANY (ARRAY (", which, sqlite ? ")" : " FOR UPDATE SKIP LOCKED))", columns);
}

// MariaDB's UPDATE returns no rows: they are locked as they are read, and written one by one.
std::vector<Job> lease_locked(Session& session, std::string_view which, const std::string& kind, const std::string& holder,
                              Instant now, Instant until, int at_most) {
    std::vector<Job> jobs;
    Job job;
    std::optional<std::string> sender;
    session.for_each(
        [&] {
            job.sender = sender.value_or("");
            jobs.push_back(job);
        },
        fmt::format("SELECT {} FROM queue_jobs FORCE INDEX (queue_jobs_by_turn) WHERE job = :kind AND ready_at <= :now AND {} "
                    "ORDER BY turn, ready_at, id LIMIT :n FOR UPDATE SKIP LOCKED",
                    columns, which),
        use(kind), use(now), use(at_most), into(job.id), into(job.kind), into(job.payload), into(job.event_id), into(job.root_id),
        into(job.token), into(job.failures), into(job.crashes), into(job.made_at), into(job.turn), into(sender));
    for (auto& each : jobs) {
        ++each.token;
        session.run("UPDATE queue_jobs SET token = :token, leased_by = :holder, ready_at = :until WHERE id = :id",
                    use(each.token), use(holder), use(until), use(each.id));
    }
    return jobs;
}

std::vector<Job> lease_of(Session& session, std::string_view which, const std::string& kind, const std::string& holder,
                          Instant now, Instant until, int at_most) {
    if (session.dialect() == storage::Dialect::mysql) return lease_locked(session, which, kind, holder, now, until, at_most);
    return lease(session, lease_query(session, which), kind, holder, now, until, at_most);
}

}  // namespace

std::vector<Job> lease_jobs(Session& session, const std::string& kind, const std::string& holder, Instant now, Instant until,
                            int at_most) {
    return lease_of(session, "crashes < 2", kind, holder, now, until, at_most);
}

std::vector<Job> lease_suspect(Session& session, const std::string& kind, const std::string& holder, Instant now, Instant until) {
    return lease_of(session, "crashes >= 2", kind, holder, now, until, 1);
}

std::optional<Instant> next_ready(Session& session, const std::string& kind) {
    Instant ready_at;
    const auto found = session.run("SELECT ready_at FROM queue_jobs WHERE job = :kind AND crashes < 2 ORDER BY ready_at LIMIT 1",
                                   use(kind), into(ready_at));
    return found.got_data ? std::optional{ready_at} : std::nullopt;
}

bool has_ready_suspect(Session& session, const std::string& kind, Instant now) {
    int found = 0;
    return session
        .run("SELECT 1 FROM queue_jobs WHERE job = :kind AND ready_at <= :now AND crashes >= 2 LIMIT 1", use(kind), use(now),
             into(found))
        .got_data;
}

bool remove_job(Session& session, const JobId& id, std::int64_t token) {
    return session.run("DELETE FROM queue_jobs WHERE id = :id AND token = :token", use(id), use(token)).rows_changed > 0;
}

bool extend_lease(Session& session, const JobId& id, std::int64_t token, Instant until) {
    return session
               .run("UPDATE queue_jobs SET ready_at = :until WHERE id = :id AND token = :token AND leased_by IS NOT NULL",
                    use(until), use(id), use(token))
               .rows_changed > 0;
}

bool put_back(Session& session, const JobId& id, std::int64_t token, Instant ready_at) {
    return session
               .run("UPDATE queue_jobs SET ready_at = :ready, leased_by = NULL WHERE id = :id AND token = :token", use(ready_at),
                    use(id), use(token))
               .rows_changed > 0;
}

bool note_failure(Session& session, const Job& job, Instant ready_at, const std::string& fault) {
    return session
               .run(
                   "UPDATE queue_jobs SET ready_at = :ready, leased_by = NULL, failures = failures + 1, last_fault = :fault "
                   "WHERE id = :id AND token = :token",
                   use(ready_at), use(fault), use(job.id), use(job.token))
               .rows_changed > 0;
}

bool split(Session& session, const Job& job, Instant now) {
    const auto payloads = job.payload.starts_with('[') ? json::parsed(job.payload) : json::parsed("[]");
    if (!payloads || !payloads->is_array() || payloads->as_array().empty()) return false;
    if (!remove_job(session, job.id, job.token)) return false;
    for (const auto& payload : payloads->as_array())
        add_job(session,
                {.id = JobId::made_at(now),
                 .kind = job.kind,
                 .payload = json::text_of(payload),
                 .event_id = job.event_id,
                 .root_id = job.root_id,
                 .made_at = job.made_at},
                now);
    return true;
}

bool bury(Session& session, const Job& job, Instant now, const std::string& reason) {
    if (!remove_job(session, job.id, job.token)) return false;
    const int attempts = job.failures + job.crashes;
    session.run(
        "INSERT INTO queue_dead_jobs (id, job, payload, event_id, made_at, dead_at, attempts, reason) "
        "VALUES (:id, :job, :payload, :event, :made, :now, :attempts, :reason)",
        use(job.id), use(job.kind), use(job.payload), use(job.event_id), use(job.made_at), use(now), use(attempts), use(reason));
    return true;
}

std::vector<JobId> oldest_dead(Session& session, const std::string& kind, int at_most) {
    std::vector<JobId> found;
    JobId id;
    session.for_each([&] { found.push_back(id); }, "SELECT id FROM queue_dead_jobs WHERE job = :kind ORDER BY id LIMIT :n",
                     use(kind), use(at_most), into(id));
    return found;
}

std::optional<Job> dead_job(Session& session, const JobId& id) {
    Job job;
    if (!session
             .run("SELECT id, job, payload, event_id, made_at FROM queue_dead_jobs WHERE id = :id", use(id), into(job.id),
                  into(job.kind), into(job.payload), into(job.event_id), into(job.made_at))
             .got_data)
        return std::nullopt;
    job.root_id = job.event_id.empty() ? job.id.text() : job.event_id;
    return job;
}

void unbury(Session& session, const Job& job, Instant now) {
    session.run("DELETE FROM queue_dead_jobs WHERE id = :id", use(job.id));
    add_job(session, job, now);
}

bool job_exists(Session& session, const JobId& id) {
    int found = 0;
    return session.run("SELECT 1 FROM queue_jobs WHERE id = :id", use(id), into(found)).got_data;
}

bool any_of_root(Session& session, const std::string& root_id) {
    int found = 0;
    return session.run("SELECT 1 FROM queue_jobs WHERE root_id = :root LIMIT 1", use(root_id), into(found)).got_data;
}

std::optional<std::string> root_of_event(Session& session, const std::string& event_id) {
    std::string root;
    if (!session.run("SELECT root_id FROM queue_events WHERE id = :id", use(event_id), into(root)).got_data) return std::nullopt;
    return root;
}

Waiting count_waiting(Session& session, std::string_view kind, Instant now) {
    const std::string filter(kind);
    Waiting waiting;
    std::optional<Instant> oldest;
    session.run("SELECT COUNT(*), MIN(made_at) FROM queue_jobs WHERE :kind = '' OR job = :kind", use(filter, "kind"),
                into(waiting.jobs), into(oldest));
    session.run("SELECT COUNT(*) FROM queue_dead_jobs WHERE :kind = '' OR job = :kind", use(filter, "kind"), into(waiting.dead));
    if (oldest) waiting.oldest_ms = std::max<std::int64_t>(0, (now - *oldest).count());
    return waiting;
}

void add_process(Session& session, const Process& process) {
    session.run("INSERT INTO queue_processes (id, host, pid, started, beat) VALUES (:id, :host, :pid, :started, 0)",
                use(process.id), use(process.identity.host), use(process.identity.pid), use(process.identity.started));
}

void beat(Session& session, const std::string& process_id) {
    session.run("UPDATE queue_processes SET beat = beat + 1 WHERE id = :id", use(process_id));
}

void remove_process(Session& session, const std::string& process_id) {
    session.run("DELETE FROM queue_processes WHERE id = :id", use(process_id));
}

std::vector<Process> processes(Session& session) {
    std::vector<Process> found;
    Process each;
    session.for_each([&] { found.push_back(each); }, "SELECT id, host, pid, started FROM queue_processes", into(each.id),
                     into(each.identity.host), into(each.identity.pid), into(each.identity.started));
    return found;
}

std::map<std::string, std::int64_t> beats(Session& session) {
    std::map<std::string, std::int64_t> found;
    std::string id;
    std::int64_t beat = 0;
    session.for_each([&] { found[id] = beat; }, "SELECT id, beat FROM queue_processes", into(id), into(beat));
    return found;
}

std::vector<Holder> holders(Session& session, const std::string& own_id) {
    std::vector<Holder> found;
    std::string id;
    std::optional<std::string> host;
    std::optional<int> pid;
    std::optional<std::int64_t> started, last_beat;
    session.for_each(
        [&] {
            const auto process = host ? std::optional(Process{id, {*host, *pid, *started}}) : std::nullopt;
            found.push_back({id, process, last_beat.value_or(0)});
        },
        "SELECT h.leased_by, p.host, p.pid, p.started, p.beat "
        "FROM (SELECT DISTINCT leased_by FROM queue_jobs WHERE leased_by IS NOT NULL) h "
        "LEFT JOIN queue_processes p ON p.id = h.leased_by WHERE h.leased_by <> :own",
        use(own_id), into(id), into(host), into(pid), into(started), into(last_beat));
    return found;
}

std::int64_t take_from(Session& session, const std::string& dead_id, Instant now) {
    const auto freed = session.run(
        "UPDATE queue_jobs SET ready_at = :now, leased_by = NULL, token = token + 1, crashes = crashes + 1 WHERE leased_by = :dead",
        use(now), use(dead_id));
    remove_process(session, dead_id);
    return freed.rows_changed;
}

}  // namespace patente::queue
