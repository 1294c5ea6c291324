#include "platform/queue/queue.h"

#include <algorithm>
#include <stdexcept>

#include "platform/feed/feed.h"
#include "platform/observe/log.h"
#include "platform/queue/runner.h"
#include "platform/queue/turns.h"
#include "platform/queue/waiters.h"

namespace patente::queue {

using storage::Session;

std::vector<storage::Migration> migrations();  // made from migrations/*.sql

namespace {

constexpr std::chrono::milliseconds look_again{50};          // for what unheard processes finish
constexpr std::chrono::milliseconds look_though_told{1000};  // a net under the announcements

std::string array_of(std::span<const Event> events) {
    std::string array = "[";
    for (const auto& each : events) (array += array.size() > 1 ? "," : "") += each.payload;
    return array += "]";
}

class DurableQueue final : public Queue {
public:
    DurableQueue(storage::Database& database, const Clock& clock)
        : database_(database), clock_(clock), runner_(database, clock, workers_, turns_) {
        gone_ = database.listen(std::string(job_gone), [this](const std::string& id) { waiters_.tell(id); });
        gauges_ = observe::before_reading([this] { set_gauges(); });
    }

    void add(std::vector<Worker> workers) override {
        for (auto& worker : workers) {
            const auto [place, is_new] = workers_.try_emplace(worker.job, worker);
            if (!is_new) throw std::logic_error("two workers are called " + worker.job);
            if (!worker.event.empty()) listeners_[worker.event].push_back(&place->second);
        }
    }

    void witness_jobs(std::function<void(Session&)> note) override { runner_.witness(std::move(note)); }

    JobId put(Session& session, std::string_view kind, std::string_view payload, const PutOptions& options) override {
        const auto worker = workers_.find(std::string(kind));
        if (worker == workers_.end()) throw std::logic_error("no worker is called " + std::string(kind));
        const Instant now = clock_.now();
        const auto id = JobId::made_at(now);
        put_one(session, worker->second,
                {.id = id,
                 .payload = std::string(payload),
                 .root_id = session.cause().empty() ? id.text() : session.cause(),
                 .sender = options.sender,
                 .made_at = now},
                options.not_before);
        return id;
    }

    std::string tell(Session& session, std::string_view event, std::span<const Event> events) override {
        if (events.empty()) return {};
        const Instant now = clock_.now();
        const auto event_id = Uuid::made_at(now).text();
        std::vector<feed::NewEvent> told;
        for (const auto& [payload, about] : events) told.push_back({std::string(event), about.plate, about.zone, now, payload});
        feed::append(session, told);
        const auto listeners = listeners_.find(std::string(event));
        if (listeners == listeners_.end()) return event_id;
        const auto& root_id = session.cause().empty() ? event_id : session.cause();
        if (root_id != event_id) note_event(session, event_id, root_id, now);
        const auto put_for = [&](const Worker& worker, std::string payload) {
            put_one(session, worker,
                    {.id = JobId::made_at(now),
                     .payload = std::move(payload),
                     .event_id = event_id,
                     .root_id = root_id,
                     .made_at = now},
                    {});
        };
        for (const auto* worker : listeners->second) {
            if (worker->takes_many && events.size() > 1)
                put_for(*worker, array_of(events));
            else
                for (const auto& each : events) put_for(*worker, each.payload);
        }
        return event_id;
    }

    bool withdraw(Session& session, const JobId& job) override {
        if (!withdraw_job(session, job)) return false;
        session.announce({std::string(job_gone), job.text()});
        return true;
    }
    std::optional<std::int64_t> ahead_of(const JobId& job) override {
        return database_.read([&](Session& session) { return count_ahead(session, job); });
    }

    void start(const std::vector<std::string>& roles, int threads_per_role) override { runner_.start(roles, threads_per_role); }
    void stop() override { runner_.stop(); }

    Waiting waiting(std::string_view kind) override {
        return database_.read([&](Session& session) { return count_waiting(session, kind, clock_.now()); });
    }

    bool wait_for(const JobId& job, std::chrono::milliseconds at_most) override {
        return waiters_.wait(job.text(), patience(at_most),
                             [&] { return !database_.read([&](Session& session) { return job_exists(session, job); }); });
    }

    bool wait_for_event(std::string_view event_id, std::chrono::milliseconds at_most) override {
        const std::string id(event_id);
        const auto root = database_.read([&](Session& session) { return root_of_event(session, id); }).value_or(id);
        return waiters_.wait(root, patience(at_most),
                             [&] { return !database_.read([&](Session& session) { return any_of_root(session, root); }); });
    }

    std::shared_ptr<void> listen_gone(std::function<void(const std::string& id)> heard) override {
        return database_.listen(std::string(job_gone), std::move(heard));
    }

private:
    Waiters::Patience patience(std::chrono::milliseconds at_most) const {
        return {at_most, database_.hears_others() ? look_though_told : look_again};
    }

    void put_one(Session& session, const Worker& worker, Job job, Instant not_before) {
        job.kind = worker.job;
        const Turn turn = job.sender.empty() ? Turn{} : turns_.next(job.kind, job.sender);
        job.turn = turn.number;
        if (not_before > job.made_at || !runner_.has_room_for(worker, turn.is_next)) {
            add_job(session, job, std::max(job.made_at, not_before));
            session.announce({std::string(job_put), worker.role});
            return;
        }
        const Instant until = job.made_at + worker.lease_time;
        job.token = 1;
        add_job(session, job, until, runner_.process_id());
        session.after_commit([this, job = std::move(job), until] { runner_.hand_over(job, until); });
    }

    void set_gauges() {
        try {
            const auto now = waiting({});
            observe::gauge("patente_jobs_waiting", "Jobs that wait or run").set(static_cast<double>(now.jobs));
            observe::gauge("patente_jobs_given_up", "Jobs among the dead letters").set(static_cast<double>(now.dead));
            observe::gauge("patente_jobs_oldest_seconds", "Age of the oldest waiting job")
                .set(static_cast<double>(now.oldest_ms) / 1000);
        } catch (const std::exception& error) {
            observe::log_warning("queue", "the waiting jobs could not be counted", {{"error", error.what()}});
        }
    }

    storage::Database& database_;
    const Clock& clock_;
    std::map<std::string, Worker> workers_;
    std::map<std::string, std::vector<const Worker*>> listeners_;  // by event
    Waiters waiters_;
    Turns turns_;
    Runner runner_;
    std::shared_ptr<void> gone_;
    std::shared_ptr<void> gauges_;
};

}  // namespace

void Lease::finish(Session& session) const {
    if (!remove_job(session, job, token)) throw StaleLease();
    session.after_commit([flag = finished] { *flag = true; });
}

std::unique_ptr<Queue> Queue::make(storage::Database& database, const Clock& clock, std::vector<Worker> workers) {
    auto queue = std::make_unique<DurableQueue>(database, clock);
    queue->add(std::move(workers));
    return queue;
}

std::vector<storage::Migration> Queue::migrations() {
    auto all = feed::migrations();
    for (auto& each : queue::migrations()) all.push_back(std::move(each));
    return all;
}

}  // namespace patente::queue
