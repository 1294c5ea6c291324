#include "platform/queue/runner.h"

#include <algorithm>
#include <random>

#include "platform/observe/log.h"

namespace patente::queue {

using observe::log_error;
using observe::log_info;
using observe::log_warning;
using storage::Isolation;
using storage::Session;

namespace {

constexpr std::chrono::milliseconds poll_every{100};  // for jobs that unheard processes put
constexpr std::chrono::milliseconds net_every{2000};  // where every job is announced
constexpr std::chrono::milliseconds tick_every{250};  // a process that holds jobs beats this often
constexpr std::chrono::minutes tidy_every{10};
constexpr std::chrono::hours events_kept{1};
constexpr int crashes_max = 5;                   // then the job itself is held to be what kills
constexpr std::size_t ready_per_thread_max = 4;  // jobs leased as they were put, or ahead
constexpr std::size_t fault_length_max = 2000;

std::chrono::milliseconds pause_after(int failures) {
    thread_local std::minstd_rand random{std::random_device{}()};
    const auto whole = std::min<std::int64_t>(300'000, 500LL << std::min(failures, 20));
    return std::chrono::milliseconds{std::uniform_int_distribution<std::int64_t>(whole / 2, whole)(random)};
}

// True: one job for each event of it lies there now, for whoever has the role.
bool split_for_all(Session& session, const Worker& worker, const Job& job, Instant now) {
    if (!worker.takes_many || !split(session, job, now)) return false;
    session.announce({std::string(job_put), worker.role});
    return true;
}

}  // namespace

Runner::Runner(storage::Database& database, const Clock& clock, const std::map<std::string, Worker>& workers, Turns& turns)
    : database_(database), clock_(clock), workers_(workers), turns_(turns) {}

Runner::~Runner() { stop(); }

void Runner::count_outcomes() {
    const auto ended = [](const std::string& job, const std::string& outcome) {
        return observe::counter("patente_jobs_total", "Runs of jobs by how they ended", {{"job", job}, {"outcome", outcome}});
    };
    for (const auto& [kind, worker] : workers_)
        outcomes_.emplace(kind,
                          Outcomes{ended(kind, "done"), ended(kind, "failed"), ended(kind, "dead"), ended(kind, "stale"),
                                   observe::histogram("patente_job_seconds", "Time that a run of a job took", {{"job", kind}})});
}

void Runner::start(const std::vector<std::string>& roles, int threads_per_role) {
    count_outcomes();
    std::vector<Process> known;
    database_.write(
        [&](Session& session) {
            known = processes(session);
            add_process(session, self_);
        },
        Isolation::read_committed);
    for (const auto& each : known)
        if (process::life_of(each.identity, self_.identity) == process::Life::dead) take_jobs_of(each.id);
    put_ = database_.listen(std::string(job_put), [this](const std::string& role) { look_for(role); });
    const std::lock_guard lock(mutex_);
    for (const auto& [kind, worker] : workers_)
        if (std::ranges::count(roles, worker.role) > 0) lanes_[worker.role].workers.push_back(&worker);
    for (auto& [role, lane] : lanes_) {
        lane.threads = static_cast<std::size_t>(std::max(1, threads_per_role));
        lane.is_heavy = std::ranges::any_of(lane.workers, &Worker::is_heavy);
        for (std::size_t i = 0; i < lane.threads; ++i) threads_.emplace_back([this, &lane] { work(lane); });
        if (lane.is_heavy) threads_.emplace_back([this, &lane] { work_spare(lane); });
    }
    dispatcher_ = std::thread([this] { dispatch(); });
}

void Runner::stop() {
    if (!dispatcher_.joinable()) return;
    put_.reset();
    std::vector<Job> unstarted;
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        for (auto& [role, lane] : lanes_) {
            std::ranges::move(lane.ready, std::back_inserter(unstarted));
            lane.ready.clear();
            lane.wake.notify_all();
            lane.wake_spare.notify_all();
        }
    }
    for (auto& thread : threads_) thread.join();
    give_back(unstarted);
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    wake_.notify_one();
    dispatcher_.join();
    try {
        database_.write([&](Session& session) { remove_process(session, self_.id); }, Isolation::read_committed);
    } catch (const std::exception& error) {
        log_warning("queue", "this process stays on the list; the next start removes it", {{"error", error.what()}});
    }
}

// ---- handing jobs to the threads ------------------------------------------------------------------------------------

bool Runner::has_room_for(const Worker& worker, bool is_next) {
    const std::lock_guard lock(mutex_);
    const auto lane = lanes_.find(worker.role);
    if (lane == lanes_.end() || stopping_) return false;
    if (lane->second.maybe_more && !is_next) return false;  // those in the table came first
    return lane->second.ready.size() < lane->second.threads * ready_per_thread_max;
}

void Runner::hand_over(Job job, Instant leased_until) {
    const auto& worker = workers_.at(job.kind);
    job.is_only = is_only(worker, job);
    std::unique_lock lock(mutex_);
    if (stopping_) {
        lock.unlock();
        return give_back({std::move(job)});
    }
    auto& lane = lanes_.at(worker.role);
    held_[job.id] = {job.token, leased_until, worker.lease_time, job.crashes >= crashes_of_suspect};
    held_since_tick_ = true;
    const auto later = std::ranges::upper_bound(lane.ready, job.turn, {}, &Job::turn);
    wake_for(lane, *lane.ready.insert(later, std::move(job)));
}

void Runner::wake_for(Lane& lane, const Job& job) {
    const bool for_spare = job.is_only && std::exchange(lane.spare_is_idle, false);
    (for_spare ? lane.wake_spare : lane.wake).notify_one();
}

bool Runner::is_only(const Worker& worker, const Job& job) noexcept {
    if (!worker.is_heavy || job.sender.empty()) return false;
    try {
        return database_.read([&](Session& session) { return is_only_of_sender(session, job); });
    } catch (const std::exception& error) {
        log_warning("queue", "a job runs among its sender's others, of which nothing could be learnt", {{"error", error.what()}});
        return false;
    }
}

void Runner::look_for(const std::string& role) {
    {
        const std::lock_guard lock(mutex_);
        const auto lane = lanes_.find(role);
        if (lane == lanes_.end()) return;
        lane->second.maybe_more = true;
    }
    look_again();
}

void Runner::look_again() {
    const std::lock_guard lock(mutex_);
    look_ = true;
    wake_.notify_one();
}

void Runner::give_back(const std::vector<Job>& jobs) noexcept {
    if (jobs.empty()) return;
    try {
        database_.write(
            [&](Session& session) {
                for (const auto& job : jobs) {
                    put_back(session, job.id, job.token, clock_.now());
                    session.announce({std::string(job_put), workers_.at(job.kind).role});
                }
            },
            Isolation::read_committed);
        for (const auto& job : jobs) let_go(job);
    } catch (const std::exception& error) {
        log_warning("queue", "leased jobs could not be given back; they are free again when their lease ends",
                    {{"jobs", jobs.size()}, {"error", error.what()}});
    }
}

// ---- the dispatcher -------------------------------------------------------------------------------------------------

void Runner::dispatch() {
    std::unique_lock lock(mutex_);
    while (!ending_) {
        const bool look = std::exchange(look_, false);
        lock.unlock();
        try {
            if (look || Steady::now() >= next_look_) lease_more();
            if (Steady::now() >= next_tick_) tick();
        } catch (const std::exception& error) {
            log_error("queue", "the queue could not look for work and tries again", {{"error", error.what()}});
            next_look_ = Steady::now() + poll_every;
            next_tick_ = Steady::now() + tick_every;
        }
        lock.lock();
        wake_.wait_until(lock, std::min(next_look_, next_tick_), [&] { return look_ || ending_; });
    }
}

std::vector<std::pair<const Worker*, int>> Runner::places_to_fill() {
    std::vector<std::pair<const Worker*, int>> places;
    const std::lock_guard lock(mutex_);
    if (stopping_) return places;
    ++turn_;
    for (auto& [role, lane] : lanes_) {
        lane.maybe_more = false;
        for (std::size_t i = 0; i < lane.workers.size(); ++i) {  // another kind is first each time
            const Worker* worker = lane.workers[(i + turn_) % lane.workers.size()];
            const auto full = lane.threads * static_cast<std::size_t>(worker->ahead);
            if (lane.ready.size() < full && lane.ready.size() <= (full + 3) / 4)
                places.emplace_back(worker, static_cast<int>(full - lane.ready.size()));
            else
                lane.maybe_more = true;
        }
    }
    return places;
}

void Runner::lease_more() {
    auto places = places_to_fill();
    const Instant now = clock_.now();
    auto next = database_.hears_others() ? net_every : poll_every;
    database_.read([&](Session& session) {
        std::erase_if(places, [&](const auto& place) {
            const auto ready_at = next_ready(session, place.first->job);
            if (ready_at && *ready_at <= now) return false;
            if (ready_at) next = std::min(next, *ready_at - now);
            return true;
        });
    });
    next_look_ = Steady::now() + next;
    if (places.empty()) return;
    std::map<std::string, int> kinds_of_role;
    for (const auto& [worker, room] : places) ++kinds_of_role[worker->role];
    std::vector<std::pair<Job, Instant>> leased;
    database_.write(
        [&](Session& session) {
            leased.clear();
            for (const auto& [worker, room] : places) {
                const int kinds = kinds_of_role[worker->role];
                const Instant until = now + worker->lease_time;
                for (auto& job : lease_jobs(session, worker->job, self_.id, now, until, (room + kinds - 1) / kinds))
                    leased.emplace_back(std::move(job), until);
            }
        },
        Isolation::read_committed);
    {
        const std::lock_guard lock(mutex_);
        for (const auto& [worker, room] : places) lanes_.at(worker->role).maybe_more = true;
    }
    for (auto& [job, until] : leased) hand_over(std::move(job), until);
}

void Runner::tick() {
    next_tick_ = Steady::now() + tick_every;
    show_life_and_renew();
    take_over_from_dead();
    lease_one_suspect();
    look_at_turns();
    if (Steady::now() < next_tidying_) return;
    next_tidying_ = Steady::now() + tidy_every;
    database_.write([&](Session& session) { forget_events(session, clock_.now() - events_kept); }, Isolation::read_committed);
}

// Other processes may run what this one puts.
void Runner::look_at_turns() {
    for (const auto& kind : turns_.kinds())
        if (const auto turn = database_.read([&](Session& session) { return first_turn(session, kind); }))
            turns_.passed(kind, *turn);
}

void Runner::show_life_and_renew() {
    const Instant now = clock_.now();
    std::vector<std::pair<JobId, Held>> renewed;
    {
        const std::lock_guard lock(mutex_);
        if (!std::exchange(held_since_tick_, !held_.empty())) return;
        for (auto& [id, held] : held_)
            if (held.until - now < held.lease_time / 2) {
                held.until = now + held.lease_time;
                renewed.emplace_back(id, held);
            }
    }
    database_.write(
        [&](Session& session) {
            beat(session, self_.id);
            for (const auto& [id, held] : renewed) extend_lease(session, id, held.token, held.until);
        },
        Isolation::read_committed);
}

void Runner::take_over_from_dead() {
    const auto asked_at = Steady::now();
    const auto found = database_.read([&](Session& session) { return holders(session, self_.id); });
    std::erase_if(others_, [&](const auto& other) { return std::ranges::find(found, other.first, &Holder::id) == found.end(); });
    for (const auto& holder : found)
        if (is_dead(holder, asked_at)) take_jobs_of(holder.id);
}

// Of a process of this machine the kernel knows. Of another no clock is read: what counts is how long its beat stood
// still before our eyes: from when we had seen it until we asked again, so that no stall of ours makes it longer.
bool Runner::is_dead(const Holder& holder, Steady::time_point asked_at) {
    using process::Life;
    const auto life = holder.process ? process::life_of(holder.process->identity, self_.identity) : Life::unknown;
    if (life != Life::unknown) return life == Life::dead;
    const Sighting now{holder.beat, Steady::now()};
    const auto [seen, is_new] = others_.try_emplace(holder.id, now);
    if (!is_new && seen->second.beat != holder.beat) seen->second = now;
    return asked_at - seen->second.since >= dead_after;
}

void Runner::take_jobs_of(const std::string& process_id) {
    const auto jobs = database_.write([&](Session& session) { return take_from(session, process_id, clock_.now()); },
                                      Isolation::read_committed);
    others_.erase(process_id);
    if (jobs == 0) return;
    log_warning("queue", "took over the jobs of a dead process", {{"process", process_id}, {"jobs", jobs}});
    look_again();
}

void Runner::lease_one_suspect() {
    std::vector<const Worker*> kinds;
    {
        const std::lock_guard lock(mutex_);
        if (stopping_ || std::ranges::any_of(held_, [](const auto& each) { return each.second.suspect; })) return;
        for (const auto& [role, lane] : lanes_) kinds.insert(kinds.end(), lane.workers.begin(), lane.workers.end());
    }
    const Instant now = clock_.now();
    database_.read([&](Session& session) {
        std::erase_if(kinds, [&](const Worker* worker) { return !has_ready_suspect(session, worker->job, now); });
    });
    if (kinds.empty()) return;
    const Worker& worker = *kinds[turn_ % kinds.size()];
    const Instant until = now + worker.lease_time;
    const auto leased = database_.write(
        [&](Session& session) { return lease_suspect(session, worker.job, self_.id, now, until); }, Isolation::read_committed);
    for (const auto& job : leased) {
        if (job.crashes < std::min(crashes_max, worker.attempts_max)) {
            hand_over(job, until);
            continue;
        }
        const bool is_over = database_.write(
            [&](Session& session) {
                if (split_for_all(session, worker, job, now)) return false;
                return bury(session, job, now, "the process died each time it ran");
            },
            Isolation::read_committed);
        if (is_over) {
            outcomes_.at(job.kind).dead.add();
            log_error("queue", "a job killed its process each time and was given up", {{"job", job.kind}, {"id", job.id.text()}});
        }
        let_go(job);
        look_again();
    }
}

// ---- the threads that run jobs --------------------------------------------------------------------------------------

void Runner::work(Lane& lane) {
    if (lane.is_heavy) process::lower_own_priority();
    std::unique_lock lock(mutex_);
    for (;;) {
        lane.wake.wait(lock, [&] { return stopping_ || !lane.ready.empty(); });
        if (stopping_) return;
        const Job job = taken(lane, lane.ready.begin());
        turns_.passed(job.kind, job.turn);
        lock.unlock();
        run(job);
        lock.lock();
    }
}

void Runner::work_spare(Lane& lane) {
    std::unique_lock lock(mutex_);
    for (;;) {
        auto only = lane.ready.end();
        const auto find_only = [&] {
            only = std::ranges::find_if(lane.ready, &Job::is_only);
            lane.spare_is_idle = only == lane.ready.end();
            return !lane.spare_is_idle;
        };
        lane.wake_spare.wait(lock, [&] { return stopping_ || find_only(); });
        if (stopping_) return;
        const Job job = taken(lane, only);
        turns_.ran_early(job.kind, job.sender, job.turn);
        lock.unlock();
        run(job);
        lock.lock();
    }
}

Job Runner::taken(Lane& lane, std::deque<Job>::iterator which) {
    Job job = std::move(*which);
    lane.ready.erase(which);
    if (lane.maybe_more && lane.ready.size() <= lane.threads) {
        look_ = true;
        wake_.notify_one();
    }
    return job;
}

void Runner::run(const Job& job) {
    const auto& worker = workers_.at(job.kind);
    const auto began = Steady::now();
    const auto fault = run_worker(worker, job);
    outcomes_.at(job.kind).seconds.observe(std::chrono::duration<double>(Steady::now() - began).count());
    if (!fault.empty()) record_failure(worker, job, fault);
    let_go(job);
}

std::string Runner::run_worker(const Worker& worker, const Job& job) {
    const Lease lease{.job = job.id, .token = job.token, .attempt = job.attempt(), .now = clock_.now(), .event_id = job.event_id};
    const storage::Cause cause(job.root_id);
    const observe::Correlation correlation(job.root_id);
    std::optional<storage::Witness> witness;
    if (note_) witness.emplace(note_);
    try {
        worker.run(job.payload, lease);
        if (!*lease.finished) return "the worker returned without finishing its lease";
        outcomes_.at(job.kind).done.add();
    } catch (const StaleLease&) {
        outcomes_.at(job.kind).stale.add();
        log_info("queue", "another process had taken this job; nothing was changed here",
                 {{"job", job.kind}, {"id", job.id.text()}});
    } catch (const std::exception& error) {
        const std::string fault = error.what();
        return fault.empty() ? "an error without words" : fault;
    }
    return {};
}

void Runner::record_failure(const Worker& worker, Job job, const std::string& fault) {
    const auto kept = fault.substr(0, fault_length_max);
    const bool is_last = job.attempt() >= worker.attempts_max;
    const int attempt = job.attempt();
    ++job.failures;
    try {
        const bool is_many = database_.write(
            [&](Session& session) {
                const Instant now = clock_.now();
                if (split_for_all(session, worker, job, now)) return true;
                if (is_last)
                    bury(session, job, now, kept);
                else
                    note_failure(session, job, now + pause_after(job.failures), kept);
                return false;
            },
            Isolation::read_committed);
        const bool given_up = is_last && !is_many;
        log_warning("queue",
                    given_up ? "a job failed for the last time and was given up" : "a job failed and is tried again later",
                    {{"job", job.kind}, {"id", job.id.text()}, {"attempt", attempt}, {"error", kept}});
        (given_up ? outcomes_.at(job.kind).dead : outcomes_.at(job.kind).failed).add();
        look_again();  // to learn when it is due
    } catch (const std::exception& error) {
        log_error("queue", "a failed job could not be noted; it is free again when its lease ends",
                  {{"job", job.kind}, {"id", job.id.text()}, {"error", error.what()}});
    }
}

void Runner::let_go(const Job& job) {
    {
        const std::lock_guard lock(mutex_);
        const auto held = held_.find(job.id);
        if (held != held_.end() && held->second.token == job.token) held_.erase(held);
    }
    database_.announce({std::string(job_gone), job.id.text()});
    if (job.root_id != job.id.text()) database_.announce({std::string(job_gone), job.root_id});
}

}  // namespace patente::queue
