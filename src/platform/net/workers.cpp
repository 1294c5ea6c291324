#include "platform/net/workers.h"

#include <system_error>

namespace patente::net {

Workers::Workers(std::size_t threads_max, std::size_t waiting_max) : threads_max_(threads_max), waiting_max_(waiting_max) {}

Workers::~Workers() {
    {
        const std::lock_guard hold(lock_);
        stopping_ = true;
    }
    ready_.notify_all();
    for (auto& thread : threads_) thread.join();
}

bool Workers::submit(Task&& task) {
    const std::lock_guard hold(lock_);
    const std::size_t idle = threads_.size() - running_;
    if (tasks_.size() >= idle && threads_.size() < threads_max_)
        start_thread();
    else if (tasks_.size() >= idle + waiting_max_)
        return false;
    tasks_.push_back(std::move(task));
    ready_.notify_one();
    return true;
}

Workers::Load Workers::load() const {
    const std::lock_guard hold(lock_);
    return {running_, tasks_.size(), threads_.size()};
}

void Workers::start_thread() try {
    threads_.emplace_back([this] { work(); });
} catch (const std::system_error&) {
    if (threads_.empty()) throw;  // else those that run will do it
}

void Workers::work() {
    std::unique_lock hold(lock_);
    while (true) {
        ready_.wait(hold, [&] { return stopping_ || !tasks_.empty(); });
        if (tasks_.empty()) return;
        Task task = std::move(tasks_.front());
        tasks_.pop_front();
        ++running_;
        hold.unlock();
        task();
        task = nullptr;
        hold.lock();
        --running_;
    }
}

}  // namespace patente::net
