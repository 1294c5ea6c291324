// A bounded pool of threads with a bounded waiting list. Threads are started when they are first needed;
// their stacks have the usual size, since a handler may need it and only touched pages cost memory.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace patente::net {

class Workers {
public:
    using Task = std::move_only_function<void()>;  // must not throw

    // `waiting_max`: tasks that may wait while every thread is busy.
    Workers(std::size_t threads_max, std::size_t waiting_max);
    ~Workers();  // runs what still waits, then joins
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;

    // False: every thread is busy and the waiting list is full; `task` is then left as it was.
    // Safe from any thread. Throws std::system_error when not even one thread can be started.
    bool submit(Task&& task);

    struct Load {
        std::size_t running = 0;
        std::size_t waiting = 0;
        std::size_t threads = 0;
    };
    Load load() const;

private:
    void work();
    void start_thread();  // with the lock held

    const std::size_t threads_max_;
    const std::size_t waiting_max_;
    mutable std::mutex lock_;
    std::condition_variable ready_;
    std::deque<Task> tasks_;
    std::vector<std::thread> threads_;
    std::size_t running_ = 0;
    bool stopping_ = false;
};

}  // namespace patente::net
