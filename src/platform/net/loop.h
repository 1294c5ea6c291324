// A thread of connections: its event loop, who is connected there, and the deadlines of all of them.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <unordered_set>

#include "platform/net/engine.h"

namespace patente::net {

namespace asio = boost::asio;
using SteadyTime = std::chrono::steady_clock::time_point;

// What the loop may do to a connection. Called on the loop's thread only.
class LoopMember {
public:
    virtual ~LoopMember() = default;
    virtual void check_deadline(SteadyTime now) = 0;
    virtual void begin_drain() = 0;  // end what is idle or endless; let a request that runs finish
    virtual void cut() = 0;          // now
};

class Loop {
public:
    Loop();
    ~Loop() { stop(); }

    void stop();  // returns when nothing runs on it any more; every connection must be gone

    asio::io_context& context() { return context_; }
    // On the loop's thread.
    void add(LoopMember& member) { members_.insert(&member); }
    void remove(LoopMember& member) { members_.erase(&member); }
    // From any thread.
    void begin_drain();
    void cut_all();

private:
    asio::awaitable<void> watch_deadlines();

    asio::io_context context_{1};
    asio::executor_work_guard<asio::io_context::executor_type> stays_{context_.get_executor()};
    std::unordered_set<LoopMember*> members_;
    std::thread thread_;
};

// Counts connections, and waits for the last.
class Gate {
public:
    bool enter(std::size_t most);
    void leave();
    std::size_t inside() const;
    bool wait_empty(std::chrono::steady_clock::time_point until);

private:
    mutable std::mutex lock_;
    std::condition_variable left_;
    std::size_t inside_ = 0;
};

}  // namespace patente::net
