#include "platform/queue/queue.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <set>

#include "platform/feed/feed.h"
#include "platform/queue/overview.h"
#include "platform/queue/runner.h"
#include "platform/queue/store.h"
#include "platform/storage/test_database.h"

namespace patente::queue {
namespace {

using namespace std::chrono_literals;
using storage::Session;
using Steady = std::chrono::steady_clock;

constexpr auto long_enough = 60s;  // only a broken queue takes that long

class QueueTest : public storage::EachDatabase {
protected:
    void SetUp() override { database_ = fresh(Queue::migrations()); }

    std::unique_ptr<Queue> make(std::vector<Worker> workers, bool start = true, int threads = 2) {
        auto queue = Queue::make(*database_, clock_, std::move(workers));
        if (start) queue->start({"worker"}, threads);
        return queue;
    }
    Worker worker(std::string job, std::function<void(const std::string&, const Lease&)> run) {
        return {.job = std::move(job), .role = "worker", .run = std::move(run)};
    }
    void finish(const Lease& lease) {
        database_->write([&](Session& session) { lease.finish(session); });
    }
    JobId put(Queue& queue, std::string_view job, std::string_view payload = "", Instant not_before = {}) {
        return database_->write([&](Session& session) { return queue.put(session, job, payload, {.not_before = not_before}); });
    }
    std::string tell(Queue& queue, std::string_view event) {
        return database_->write([&](Session& session) { return queue.tell(session, event, "{}"); });
    }
    // A job that a process of another machine took and never finished.
    Job leased_elsewhere(Queue& queue, const std::string& kind, int times = 1) {
        put(queue, kind);
        Job job;
        for (int i = 0; i < times; ++i) {
            const auto ghost = "ghost " + std::to_string(i);
            database_->write([&](Session& session) {
                if (i > 0) take_from(session, "ghost " + std::to_string(i - 1), clock_.now());
                add_process(session, {.id = ghost, .identity = {"elsewhere", 1, 1}});
                auto leased = i < crashes_of_suspect ? lease_jobs(session, kind, ghost, clock_.now(), clock_.now() + 30s, 1)
                                                     : lease_suspect(session, kind, ghost, clock_.now(), clock_.now() + 30s);
                job = leased.at(0);
            });
        }
        return job;
    }

    static bool comes(const std::function<bool()>& holds) {
        const auto end = Steady::now() + long_enough;
        while (!holds() && Steady::now() < end) std::this_thread::sleep_for(5ms);
        return holds();
    }
    // Passes over each pause before another try, and over nothing else: no lease may end because the machine is slow.
    bool is_gone_after_its_pauses(Queue& queue, const JobId& id) {
        return comes([&] {
            const auto seen = database_->read([&](Session& session) { return job(session, id); });
            if (seen && seen->ready_at && *seen->ready_at > clock_.now()) clock_.set(*seen->ready_at);
            return queue.wait_for(id, 0ms);
        });
    }

    std::unique_ptr<storage::Database> database_;
    ManualClock clock_{*parse_rfc3339("2026-03-01T12:00:00Z")};
};

INSTANTIATE_EACH_DATABASE(QueueTest);

TEST_P(QueueTest, AnnouncesWhatItCannotRunAndWhatIsGone) {
    const auto elsewhere = fresh();
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<std::string> heard;
    const auto hear = [&](const std::string& text) {
        const std::lock_guard lock(mutex);
        heard.push_back(text);
        changed.notify_all();
    };
    const bool across = GetParam() == storage::Dialect::postgresql;
    auto& ear = across ? *elsewhere : *database_;
    const auto put_heard = ear.listen("queue.put", hear), gone_heard = ear.listen("queue.gone", hear);
    while (across && !(elsewhere->hears_others() && database_->hears_others())) std::this_thread::yield();
    const auto run = [&](const std::string&, const Lease& lease) { finish(lease); };
    const auto maker = make({worker("t.a", run)}, false);  // runs nothing itself
    const auto id = put(*maker, "t.a");
    const auto runner = make({worker("t.a", run)});
    EXPECT_TRUE(runner->wait_for(id, long_enough));
    std::unique_lock lock(mutex);
    EXPECT_TRUE(changed.wait_for(lock, long_enough, [&] { return heard.size() >= 2; }));
    EXPECT_EQ(heard, (std::vector<std::string>{"worker", id.text()}));
}

TEST_P(QueueTest, RunsAJobWithItsPayload) {
    std::promise<std::string> seen;
    const auto queue = make({worker("t.a", [&](const std::string& payload, const Lease& lease) {
        EXPECT_EQ(lease.attempt, 1);
        EXPECT_EQ(lease.now, clock_.now());
        finish(lease);
        seen.set_value(payload);
    })});
    const auto id = put(*queue, "t.a", "hello");
    EXPECT_TRUE(queue->wait_for(id, long_enough));
    EXPECT_EQ(seen.get_future().get(), "hello");
    EXPECT_EQ(queue->waiting().jobs, 0);
}

TEST_P(QueueTest, AWitnessSeesWhatAJobToldInItsOwnTransaction) {
    std::promise<std::string> seen;
    const auto queue = make({worker("t.a",
                                    [&](const auto&, const Lease& lease) {
                                        database_->write([&](Session& session) {
                                            feed::append(session, {.type = "t.happened", .at = clock_.now(), .data = "{}"});
                                            lease.finish(session);
                                        });
                                    })},
                            false);
    queue->witness_jobs([&](Session& session) {
        if (!session.told().empty()) seen.set_value(session.told().front().event + " " + session.cause());
    });
    queue->start({"worker"}, 1);
    const auto id = put(*queue, "t.a");
    EXPECT_EQ(seen.get_future().get(), "t.happened " + id.text());
}

TEST_P(QueueTest, AJobPutInAnUndoneTransactionDoesNotExist) {
    const auto queue = make({worker("t.a", [&](const auto&, const Lease& lease) { finish(lease); })}, false);
    const auto outcome = database_->write([&](Session& session) -> Result<int> {
        queue->put(session, "t.a", "");
        return fail(ErrorKind::conflict, "no", {"No.", "No."});
    });
    EXPECT_FALSE(outcome);
    EXPECT_EQ(queue->waiting().jobs, 0);
}

TEST_P(QueueTest, RefusesAJobThatNobodyCanDo) {
    const auto queue = make({}, false);
    EXPECT_THROW(put(*queue, "t.unknown"), std::logic_error);
}

TEST_P(QueueTest, TwoProcessesDoEachJobOnce) {
    constexpr int jobs = 200;
    std::atomic<int> runs = 0;
    const auto run = [&](const std::string&, const Lease& lease) {
        ++runs;
        database_->write([&](Session& session) {
            lease.finish(session);
            add_job(session, {.id = JobId::made_at(clock_.now()), .kind = "t.effect", .root_id = lease.job.text()}, clock_.now());
        });
    };
    const auto maker = make({worker("t.a", run)}, false);
    std::vector<JobId> ids;
    for (int i = 0; i < jobs; ++i) ids.push_back(put(*maker, "t.a"));
    const auto first = make({worker("t.a", run)}, true, 3);
    const auto second = make({worker("t.a", run)}, true, 3);
    for (const auto& id : ids) ASSERT_TRUE(first->wait_for(id, long_enough));
    EXPECT_EQ(maker->waiting("t.effect").jobs, jobs);
    EXPECT_EQ(runs, jobs);
}

TEST_P(QueueTest, ALateWorkerIsRefusedAndItsChangesUndone) {
    const auto queue = make({worker("t.a", [](const auto&, const Lease&) {})}, false);
    const auto job = leased_elsewhere(*queue, "t.a");
    database_->write([&](Session& session) { take_from(session, "ghost 0", clock_.now()); });
    const Lease late{.job = job.id, .token = job.token};
    const auto act = [&](Session& session) {
        queue->put(session, "t.a", "must not stay");
        late.finish(session);
    };
    EXPECT_THROW(database_->write(act), StaleLease);
    EXPECT_FALSE(*late.finished);
    EXPECT_EQ(queue->waiting().jobs, 1);
}

// Long before its lease of 30 s ends; the 2 s of the promise are measured by the kill rounds.
TEST_P(QueueTest, TheJobsOfADeadProcessElsewhereAreTakenOver) {
    std::promise<int> attempt;
    const auto run = [&](const std::string&, const Lease& lease) {
        finish(lease);
        attempt.set_value(lease.attempt);
    };
    const auto maker = make({worker("t.a", run)}, false);
    const auto job = leased_elsewhere(*maker, "t.a");
    const auto queue = make({worker("t.a", run)});
    EXPECT_TRUE(queue->wait_for(job.id, long_enough));
    EXPECT_EQ(attempt.get_future().get(), 2);
}

// As long as its beats are seen in time: where the machine stalls between two of them nothing is shown, and it begins anew.
TEST_P(QueueTest, AProcessElsewhereThatBeatsKeepsItsJob) {
    const auto run = [&](const std::string&, const Lease& lease) { finish(lease); };
    const auto maker = make({worker("t.a", run)}, false);
    for (bool beat_in_time = false; !beat_in_time;) {
        const auto job = leased_elsewhere(*maker, "t.a");
        auto before = Steady::now();
        const auto queue = make({worker("t.a", run)});
        beat_in_time = true;
        for (int i = 0; i < 30 && beat_in_time; ++i) {
            const auto now = Steady::now();
            database_->write([](Session& session) { beat(session, "ghost 0"); });
            const bool is_gone = queue->wait_for(job.id, 100ms);
            beat_in_time = Steady::now() - before < dead_after;
            ASSERT_FALSE(beat_in_time && is_gone);
            before = now;
        }
        EXPECT_TRUE(queue->wait_for(job.id, long_enough)) << "it beats no more";
    }
}

TEST_P(QueueTest, ALivingProcessKeepsItsLongJob) {
    std::atomic<int> runs = 0;
    std::promise<void> go_on;
    const auto gate = go_on.get_future().share();
    const auto run = [&, gate](const std::string&, const Lease& lease) {
        ++runs;
        gate.wait();
        finish(lease);
    };
    const auto first = make({worker("t.a", run)});
    const auto id = put(*first, "t.a");
    const auto second = make({worker("t.a", run)});
    EXPECT_FALSE(second->wait_for(id, 2500ms));  // longer than a dead one would be waited for
    for (int i = 0; i < 4; ++i) {                // and longer than the lease, which is renewed
        clock_.advance(10s);
        EXPECT_TRUE(comes([&] {
            const auto until = database_->read([](Session& session) { return next_ready(session, "t.a"); });
            return until && *until >= clock_.now() + 15s;
        }));
        EXPECT_FALSE(second->wait_for(id, 600ms));
    }
    go_on.set_value();
    EXPECT_TRUE(second->wait_for(id, long_enough));
    EXPECT_EQ(runs, 1);
}

TEST_P(QueueTest, AFailedJobIsTriedAgainLater) {
    std::atomic<int> runs = 0;
    const auto queue = make({worker("t.a", [&](const std::string&, const Lease& lease) {
        ++runs;
        if (lease.attempt < 3) throw std::runtime_error("not yet");
        finish(lease);
    })});
    const auto id = put(*queue, "t.a");
    while (runs == 0) std::this_thread::yield();
    EXPECT_FALSE(queue->wait_for(id, 400ms));
    EXPECT_EQ(runs, 1);  // time stands still, so the pause has not passed
    EXPECT_TRUE(is_gone_after_its_pauses(*queue, id));
    EXPECT_EQ(runs, 3);
    EXPECT_EQ(queue->waiting().dead, 0);
}

TEST_P(QueueTest, AHopelessJobGoesToTheDeadLetters) {
    std::atomic<int> runs = 0;
    auto hopeless = worker("t.a", [&](const auto&, const Lease&) {
        ++runs;
        throw std::runtime_error("never");
    });
    hopeless.attempts_max = 3;
    const auto queue = make({hopeless});
    const auto id = put(*queue, "t.a");
    EXPECT_TRUE(is_gone_after_its_pauses(*queue, id));
    EXPECT_EQ(runs, 3);
    EXPECT_EQ(queue->waiting("t.a").dead, 1);
    EXPECT_EQ(queue->waiting("t.b").dead, 0);
}

TEST_P(QueueTest, AWorkerThatForgetsToFinishIsAFailure) {
    std::atomic<int> runs = 0;
    auto forgetful = worker("t.a", [&](const auto&, const Lease&) { ++runs; });
    forgetful.attempts_max = 1;
    const auto queue = make({forgetful});
    EXPECT_TRUE(queue->wait_for(put(*queue, "t.a"), long_enough));
    EXPECT_EQ(queue->waiting().dead, 1);
}

TEST_P(QueueTest, AJobThatKillsItsProcessIsGivenUpAndDoesNotBlameItsNeighbours) {
    std::atomic<int> runs = 0;
    const auto run = [&](const std::string&, const Lease& lease) {
        ++runs;
        finish(lease);
    };
    const auto maker = make({worker("t.killer", run), worker("t.a", run)}, false);
    const auto killer = leased_elsewhere(*maker, "t.killer", 5);
    const auto neighbour = leased_elsewhere(*maker, "t.a", 2);
    const auto queue = make({worker("t.killer", run), worker("t.a", run)});
    EXPECT_TRUE(queue->wait_for(killer.id, long_enough));
    EXPECT_TRUE(queue->wait_for(neighbour.id, long_enough));
    EXPECT_EQ(queue->waiting("t.killer").dead, 1);
    EXPECT_EQ(queue->waiting("t.a").dead, 0);
    EXPECT_EQ(runs, 1);
}

TEST_P(QueueTest, AJobForLaterWaitsForItsTime) {
    const auto queue = make({worker("t.a", [&](const auto&, const Lease& lease) { finish(lease); })});
    const auto id = put(*queue, "t.a", "", clock_.now() + 1h);
    EXPECT_FALSE(queue->wait_for(id, 300ms));
    clock_.advance(1h);
    EXPECT_TRUE(queue->wait_for(id, long_enough));
}

TEST_P(QueueTest, EveryListenerHearsAnEventAlone) {
    std::mutex mutex;
    std::vector<std::string> heard;
    std::vector<std::string> events;
    const auto listener = [&](std::string name) {
        auto hears = worker(name, [&, name](const std::string&, const Lease& lease) {
            {
                const std::lock_guard lock(mutex);
                heard.push_back(name);
                events.push_back(lease.event_id);
            }
            finish(lease);  // last: who waits for the event goes on at once
        });
        hears.event = "t.seen";
        return hears;
    };
    const auto queue = make({listener("t.a"), listener("t.b")});
    const auto event = tell(*queue, "t.seen");
    EXPECT_TRUE(queue->wait_for_event(event, long_enough));
    std::ranges::sort(heard);
    EXPECT_EQ(heard, (std::vector<std::string>{"t.a", "t.b"}));
    EXPECT_EQ(events, (std::vector{event, event}));
    EXPECT_TRUE(queue->wait_for_event(tell(*queue, "t.nobody_listens"), 0ms));
}

TEST_P(QueueTest, WaitingForAnEventFollowsWhatItLedTo) {
    Queue* told_with = nullptr;
    std::promise<std::string> inner_event;
    std::promise<void> go_on;
    const auto gate = go_on.get_future().share();
    auto first = worker("t.first", [&](const std::string&, const Lease& lease) {
        inner_event.set_value(database_->write([&](Session& session) {
            lease.finish(session);
            return told_with->tell(session, "t.inner", "{}");
        }));
    });
    first.event = "t.outer";
    auto second = worker("t.second", [&, gate](const std::string&, const Lease& lease) {
        gate.wait();
        finish(lease);
    });
    second.event = "t.inner";
    const auto queue = make({first, second}, false);
    told_with = queue.get();
    queue->start({"worker"}, 2);
    const auto outer = tell(*queue, "t.outer");
    const auto inner = inner_event.get_future().get();
    EXPECT_FALSE(queue->wait_for_event(outer, 100ms));
    EXPECT_FALSE(queue->wait_for_event(inner, 100ms));
    go_on.set_value();
    EXPECT_TRUE(queue->wait_for_event(outer, long_enough));
    EXPECT_TRUE(queue->wait_for_event(inner, long_enough));
}

TEST_P(QueueTest, ABusyKindDoesNotStarveAnother) {
    std::atomic<int> busy_before = 0;
    std::promise<int> ran_after;
    const auto busy = worker("t.busy", [&](const std::string&, const Lease& lease) {
        ++busy_before;
        finish(lease);
    });
    const auto quick = worker("t.quick", [&](const std::string&, const Lease& lease) {
        ran_after.set_value(busy_before);
        finish(lease);
    });
    const auto queue = make({busy, quick}, false);
    for (int i = 0; i < 100; ++i) put(*queue, "t.busy");
    const auto id = put(*queue, "t.quick");
    queue->start({"worker"}, 1);
    EXPECT_TRUE(queue->wait_for(id, long_enough));
    EXPECT_LT(ran_after.get_future().get(), 50);
}

TEST_P(QueueTest, SendersTakeTurnsWhoeverPutsMore) {
    std::mutex mutex;
    std::vector<std::string> order;
    auto one_at_a_time = worker("t.a", [&](const std::string& payload, const Lease& lease) {
        {
            const std::lock_guard hold(mutex);
            order.push_back(payload);
        }
        finish(lease);
    });
    one_at_a_time.ahead = 1;
    const auto queue = make({one_at_a_time}, false);
    for (int i = 0; i < 40; ++i)
        database_->write([&](Session& session) { queue->put(session, "t.a", "many", {.sender = "many"}); });
    JobId few;
    database_->write([&](Session& session) { few = queue->put(session, "t.a", "few", {.sender = "few"}); });
    EXPECT_EQ(queue->ahead_of(few), 1);
    queue->start({"worker"}, 1);
    ASSERT_TRUE(queue->wait_for(few, long_enough));
    const std::lock_guard hold(mutex);
    EXPECT_LE(std::ranges::find(order, "few") - order.begin(), 3);
}

TEST_P(QueueTest, ASendersOnlyHeavyJobRunsBesideThoseOfOthersAndBeforeThem) {
    std::promise<void> go_on, busy;
    const auto gate = go_on.get_future().share();
    std::atomic<int> priority_of_many = 0, priority_of_few = 0;
    auto heavy = worker("t.heavy", [&, gate](const std::string& payload, const Lease& lease) {
        const int priority = ::getpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()));
        if (payload == "few") {
            priority_of_few = priority;
        } else if (payload == "many 1") {
            priority_of_many = priority;
            busy.set_value();
            gate.wait();
        }
        finish(lease);
    });
    heavy.is_heavy = true;
    const auto queue = make({heavy}, false);
    const auto put_for = [&](const std::string& sender, const std::string& payload) {
        return database_->write([&](Session& session) { return queue->put(session, "t.heavy", payload, {.sender = sender}); });
    };
    put_for("many", "many 1");
    const auto second = put_for("many", "many 2");
    queue->start({"worker"}, 1);
    busy.get_future().wait();
    const auto few = put_for("few", "few");
    EXPECT_TRUE(queue->wait_for(few, long_enough));
    EXPECT_FALSE(queue->wait_for(second, 0ms));
    EXPECT_LT(priority_of_few, priority_of_many);
    go_on.set_value();
    EXPECT_TRUE(queue->wait_for(second, long_enough));
}

TEST_P(QueueTest, AJobOfManyEventsThatFailsBecomesOneForEach) {
    std::mutex mutex;
    std::multiset<std::string> done;
    int arrays = 0;
    auto listener = worker("t.many", [&](const std::string& payload, const Lease& lease) {
        {
            const std::lock_guard hold(mutex);
            arrays += payload.starts_with('[');
            if (payload.find("bad") != std::string::npos) throw std::runtime_error("bad");
            done.insert(payload);
        }
        finish(lease);  // last: who waits for the event goes on at once
    });
    listener.event = "t.happened";
    listener.takes_many = true;
    listener.attempts_max = 1;
    const auto queue = make({listener});
    const std::vector<Event> good{{R"({"n":1})", {}}, {R"({"n":2})", {}}};
    const std::vector<Event> mixed{{R"({"n":3})", {}}, {R"({"n":"bad"})", {}}, {R"({"n":4})", {}}};
    for (const auto& events : {good, mixed}) {
        const auto id = database_->write([&](Session& session) { return queue->tell(session, "t.happened", events); });
        EXPECT_TRUE(queue->wait_for_event(id, long_enough));
    }
    const std::lock_guard hold(mutex);
    EXPECT_EQ(done, (std::multiset<std::string>{R"([{"n":1},{"n":2}])", R"({"n":3})", R"({"n":4})"}));
    EXPECT_EQ(arrays, 2);
    EXPECT_EQ(queue->waiting("t.many").dead, 1);
}

TEST_P(QueueTest, AJobThatNobodyHoldsCanBeTakenBack) {
    const auto queue = make({worker("t.a", [](const std::string&, const Lease&) {})}, false);
    const auto waiting = put(*queue, "t.a");
    std::vector<std::string> gone;
    const auto listens = queue->listen_gone([&](const std::string& id) { gone.push_back(id); });
    EXPECT_TRUE(database_->write([&](Session& session) { return queue->withdraw(session, waiting); }));
    EXPECT_EQ(gone, std::vector{waiting.text()});
    EXPECT_TRUE(queue->wait_for(waiting, 0ms));
    const auto held = leased_elsewhere(*queue, "t.a");
    EXPECT_FALSE(database_->write([&](Session& session) { return queue->withdraw(session, held.id); }));
    EXPECT_EQ(queue->ahead_of(held.id), std::nullopt);
}

TEST_P(QueueTest, StoppingLetsRunningJobsEndAndGivesTheOthersBack) {
    std::promise<void> running;
    std::atomic<int> done = 0;
    std::atomic<bool> stopping = false;
    const auto queue = make({worker("t.a",
                                    [&](const std::string&, const Lease& lease) {
                                        if (done == 0) running.set_value();
                                        while (!stopping) std::this_thread::yield();
                                        finish(lease);
                                        ++done;
                                    })},
                            true, 1);
    for (int i = 0; i < 4; ++i) put(*queue, "t.a");
    running.get_future().wait();
    const auto stopped = std::async(std::launch::async, [&] { queue->stop(); });
    stopping = true;
    stopped.wait();
    const int left = database_->read([&](Session& session) { return static_cast<int>(holders(session, "nobody").size()); });
    EXPECT_EQ(left, 0);
    EXPECT_EQ(queue->waiting().jobs, 4 - done);
}

TEST_P(QueueTest, CountsWhatWaits) {
    const auto queue =
        make({worker("t.a", [](const auto&, const Lease&) {}), worker("t.b", [](const auto&, const Lease&) {})}, false);
    put(*queue, "t.a");
    clock_.advance(1500ms);
    put(*queue, "t.b");
    EXPECT_EQ(queue->waiting().jobs, 2);
    EXPECT_EQ(queue->waiting("t.b").jobs, 1);
    EXPECT_EQ(queue->waiting().oldest_ms, 1500);
}

TEST_P(QueueTest, WhatWasGivenUpIsSeenAndWaitsAgainWhereAWorkerKnowsIt) {
    std::atomic<bool> is_mended = false;
    auto fragile = worker("t.fragile", [&](const std::string&, const Lease& lease) {
        if (!is_mended) throw std::runtime_error("the printer is out of paper");
        finish(lease);
    });
    fragile.attempts_max = 1;
    const auto queue = make({fragile, worker("t.later", [&](const std::string&, const Lease& lease) { finish(lease); })});
    const auto first = put(*queue, "t.fragile", R"({"page":1})"), second = put(*queue, "t.fragile");
    EXPECT_TRUE(queue->wait_for(first, long_enough));
    EXPECT_TRUE(queue->wait_for(second, long_enough));
    const auto later = put(*queue, "t.later", "", clock_.now() + 1h);
    const auto unknown = JobId::made_at(clock_.now());
    database_->write([&](Session& session) {
        const Job strange{.id = unknown, .kind = "t.of_yesterday", .payload = "{}", .made_at = clock_.now()};
        add_job(session, strange, clock_.now());
        bury(session, strange, clock_.now(), "it was another program's");
    });

    const auto seen = [&](const JobsAsked& asked) {
        return database_->read([&](Session& session) { return jobs(session, asked); });
    };
    const auto given_up = seen({.state = JobState::dead, .kind = "t.fragile"});
    ASSERT_EQ(given_up.size(), 2u);
    EXPECT_EQ(given_up[0].id, second) << "newest first";
    EXPECT_EQ(given_up[1].payload, R"({"page":1})");
    EXPECT_EQ(given_up[1].reason, "the printer is out of paper");
    EXPECT_EQ(given_up[1].attempts, 1);
    EXPECT_EQ(given_up[1].dead_at, clock_.now());
    EXPECT_EQ(seen({.kind = "t.fragile", .before = second, .at_most = 1}).at(0).id, first);
    EXPECT_EQ(seen({.state = JobState::waiting}).at(0).ready_at, clock_.now() + 1h);
    EXPECT_TRUE(seen({.state = JobState::running}).empty());

    const auto counted = database_->read([&](Session& session) { return figures(session); });
    ASSERT_EQ(counted.size(), 3u);
    EXPECT_EQ(counted[0].dead, 2);
    EXPECT_EQ(counted[0].oldest_made_at, std::nullopt);
    EXPECT_EQ(counted[1].waiting, 1);
    EXPECT_EQ(counted[1].oldest_made_at, clock_.now());
    EXPECT_EQ(counted[2].kind, "t.of_yesterday");

    const Roles roles{{"t.fragile", "worker"}, {"t.later", "worker"}};
    const auto revived = [&](const JobId& id) {
        return database_->write([&](Session& session) { return revive(session, roles, id, clock_.now()); });
    };
    is_mended = true;
    EXPECT_EQ(revived(unknown), 0);
    EXPECT_EQ(revived(later), 0) << "it is not dead";
    EXPECT_EQ(revived(first), 1);
    EXPECT_EQ(revived(first), 0);
    EXPECT_EQ(database_->write([&](Session& session) { return revive(session, roles, "", clock_.now(), 10); }), 1);
    EXPECT_TRUE(queue->wait_for(first, long_enough));
    EXPECT_TRUE(queue->wait_for(second, long_enough));
    EXPECT_EQ(queue->waiting().dead, 1) << "that of a kind nobody knows";
    EXPECT_EQ(database_->read([&](Session& session) { return job(session, unknown); })->reason, "it was another program's");
    EXPECT_FALSE(database_->read([&](Session& session) { return job(session, first); }));
}

}  // namespace
}  // namespace patente::queue
