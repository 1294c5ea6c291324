// The durable queue: jobs are rows beside the data they speak of, so a job and the change that caused it
// are stored together or not at all. A job runs at least once; its effect happens once, because it is
// written in the same transaction as `Lease::finish`, which a worker that lost its lease cannot do.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "platform/storage/database.h"

namespace patente::queue {

struct JobTag;
using JobId = Id<JobTag>;

// The right to do one job until `expires`. The token rises with every new lease of the job, so that one who
// wakes late is refused.
struct Lease {
    JobId job;
    std::int64_t token = 0;
    int attempt = 1;       // 1 = the first try
    Instant now;           // «now» for everything this run decides
    std::string event_id;  // the same for every listener of one event; "" for plain jobs
    std::shared_ptr<std::atomic<bool>> finished = std::make_shared<std::atomic<bool>>(false);  // set once that is on disk

    // Takes the job off the queue, in the caller's transaction. Throws StaleLease when another worker has it,
    // which undoes the transaction.
    void finish(storage::Session& session) const;
};

struct StaleLease : std::exception {
    const char* what() const noexcept override { return "the lease of this job passed to another worker"; }
};

// What a room can do later. `run` must call lease.finish in the transaction of its effect.
struct Worker {
    std::string job;   // "captures.read_photo"
    std::string role;  // who runs it: "worker", "reader", …
    std::function<void(const std::string& payload, const Lease& lease)> run;
    std::string event = {};  // when set, this job is made for every event of that name: "sightings.plate_seen"
    // `run` may be given an array of payloads, of events that were told together: one job for all of them. When such a job
    // fails, each of them is tried again alone.
    bool takes_many = false;
    int attempts_max = 8;                          // then it goes to the dead letters
    std::chrono::milliseconds lease_time{30'000};  // renewed while it runs; lost at once when its process dies
    int ahead = 4;  // jobs leased ahead for each thread; fewer where one takes long, so that another's turn comes sooner
    // One takes the processor for long: it runs at a low priority, but a sender's first at once and at the usual one.
    bool is_heavy = false;
};

struct PutOptions {
    Instant not_before = {};
    std::string sender = {};  // who waits for it: senders take turns, whoever puts more
};

// What an event is about, for the filters of the feed; "" where it is about none.
struct About {
    std::string plate;  // normalised
    std::string zone;   // its id
};

struct Event {
    std::string payload;  // a JSON object
    About about;
};

struct Waiting {
    std::int64_t jobs = 0;  // ready or running
    std::int64_t dead = 0;  // given up
    std::int64_t oldest_ms = 0;
};

class Queue {
public:
    // `workers`: of all rooms, also those whose roles other processes run: put and tell need to know them.
    static std::unique_ptr<Queue> make(storage::Database& database, const Clock& clock, std::vector<Worker> workers = {});
    static std::vector<storage::Migration> migrations();  // with those of the feed, which tell writes
    virtual ~Queue() = default;

    // More workers, of rooms that themselves need the queue. Before start, put and tell.
    virtual void add(std::vector<Worker> workers) = 0;

    // Adds a job in the caller's transaction; it may start as soon as that is committed.
    virtual JobId put(storage::Session& session, std::string_view job, std::string_view payload,
                      const PutOptions& options = {}) = 0;
    // Adds one job for each listener of this event, and the event to the feed for those who follow from outside, in the
    // caller's transaction. `payload`: a JSON object. Gives the event's id.
    std::string tell(storage::Session& session, std::string_view event, std::string_view payload, const About& about = {}) {
        const Event one{std::string(payload), about};
        return tell(session, event, std::span(&one, 1));
    }
    // The same for many events of that name, which all have the id that it gives; "" for none.
    virtual std::string tell(storage::Session& session, std::string_view event, std::span<const Event> events) = 0;

    // `note` is a storage::Witness of every job. Before start.
    virtual void witness_jobs(std::function<void(storage::Session&)> note) = 0;

    // Takes a job back that no worker holds, in the caller's transaction; false: one holds it, or it is gone.
    virtual bool withdraw(storage::Session& session, const JobId& job) = 0;
    virtual std::optional<std::int64_t> ahead_of(const JobId& job) = 0;  // that wait; nullopt: a worker holds it, or it is gone

    // Runs the jobs of these roles in this process, with so many threads for each. Jobs that a dead process of this
    // machine held are taken over at once, those of a dead process elsewhere within 2 s.
    virtual void start(const std::vector<std::string>& roles, int threads_per_role) = 0;
    virtual void stop() = 0;  // lets running jobs end, gives back those that only waited here, then returns

    virtual Waiting waiting(std::string_view job = {}) = 0;  // of all jobs, or of one kind
    // Blocks until the job is gone (done or dead) or the time is over; true when it is gone.
    virtual bool wait_for(const JobId& job, std::chrono::milliseconds at_most) = 0;
    // Blocks until every job made by this event (and their own events, in turn) is gone or the time is over. The
    // text of a job's id stands for the job and all that follows from it. An event told inside of a job waits for
    // everything that followed from that job's own beginning. A job must not wait for its own event.
    virtual bool wait_for_event(std::string_view event_id, std::chrono::milliseconds at_most) = 0;
    // Calls `heard` with the id of a job, or of the first event or job it followed from, when it is gone; until the token is
    // gone. A hint, which may be lost between processes: wait_for_event with no time tells whether all is over.
    [[nodiscard]] virtual std::shared_ptr<void> listen_gone(std::function<void(const std::string& id)> heard) = 0;
};

}  // namespace patente::queue
