// The threads that do the jobs of this process: one dispatcher that leases, renews, shows that this process lives and
// takes over from dead ones; and for each role some threads that run jobs.
#pragma once

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "platform/observe/metrics.h"
#include "platform/queue/store.h"
#include "platform/queue/turns.h"

namespace patente::queue {

// What is announced: a job may be there for this role; a job, or one that followed from this event, is gone.
constexpr std::string_view job_put = "queue.put";
constexpr std::string_view job_gone = "queue.gone";

constexpr std::chrono::milliseconds dead_after{1000};  // without a beat, elsewhere; with two ticks under 2 s

class Runner {
public:
    Runner(storage::Database& database, const Clock& clock, const std::map<std::string, Worker>& workers, Turns& turns);
    ~Runner();

    void witness(std::function<void(storage::Session&)> note) { note_ = std::move(note); }
    void start(const std::vector<std::string>& roles, int threads_per_role);
    void stop();

    // A new job may be leased as it is born when this process has room for it: that saves a transaction.
    // `is_next`: its sender has nothing else that waits in the table.
    bool has_room_for(const Worker& worker, bool is_next);
    const std::string& process_id() const { return self_.id; }
    void hand_over(Job job, Instant leased_until);  // after its lease is on disk

private:
    void count_outcomes();
    using Steady = std::chrono::steady_clock;
    struct Lane {  // one role
        std::vector<const Worker*> workers;
        std::deque<Job> ready;    // leased, waiting for a thread; by turn
        std::size_t threads = 0;  // the spare one not counted
        bool maybe_more = true;   // in the table
        std::condition_variable wake;
        // Where jobs are heavy: one thread more, for the jobs that are their sender's only ones. The others run at a low
        // priority, so that it has a processor at once.
        bool is_heavy = false;
        bool spare_is_idle = false;
        std::condition_variable wake_spare;
    };
    struct Held {
        std::int64_t token;
        Instant until;
        std::chrono::milliseconds lease_time;
        bool suspect;
    };
    struct Outcomes {
        observe::Counter done, failed, dead, stale;
        observe::Histogram seconds;
    };
    struct Sighting {  // of another process: its beat, and since when it stands still
        std::int64_t beat;
        Steady::time_point since;
    };

    void dispatch();
    void look_for(const std::string& role);
    void look_again();
    void lease_more();
    std::vector<std::pair<const Worker*, int>> places_to_fill();
    void tick();
    void look_at_turns();
    void show_life_and_renew();
    void take_over_from_dead();
    void lease_one_suspect();
    bool is_dead(const Holder& holder, Steady::time_point asked_at);
    void take_jobs_of(const std::string& process_id);

    void work(Lane& lane);
    void work_spare(Lane& lane);
    Job taken(Lane& lane, std::deque<Job>::iterator which);  // with the lock held, as the next
    void wake_for(Lane& lane, const Job& job);
    bool is_only(const Worker& worker, const Job& job) noexcept;
    void run(const Job& job);
    std::string run_worker(const Worker& worker, const Job& job);  // what went wrong, "" for nothing
    void record_failure(const Worker& worker, Job job, const std::string& fault);
    void let_go(const Job& job);
    void give_back(const std::vector<Job>& jobs) noexcept;

    storage::Database& database_;
    const Clock& clock_;
    const std::map<std::string, Worker>& workers_;
    Turns& turns_;
    std::function<void(storage::Session&)> note_;  // of what jobs keep; may be empty
    const Process self_{Uuid::made_at(SystemClock{}.now()).text(), process::own_identity()};
    std::map<std::string, Outcomes> outcomes_;  // of each kind

    std::mutex mutex_;
    std::condition_variable wake_;  // the dispatcher
    bool look_ = false;
    bool stopping_ = false;  // no further job is begun
    bool ending_ = false;    // the dispatcher ends
    bool held_since_tick_ = false;
    std::map<std::string, Lane> lanes_;  // by role; filled by start() and then fixed
    std::map<JobId, Held> held_;
    std::vector<std::thread> threads_;
    std::thread dispatcher_;
    std::shared_ptr<void> put_;  // listens

    // Used by the dispatcher alone.
    std::map<std::string, Sighting> others_;
    std::size_t turn_ = 0;
    Steady::time_point next_look_;
    Steady::time_point next_tick_;
    Steady::time_point next_tidying_;
};

}  // namespace patente::queue
