#include "platform/queue/waiters.h"

namespace patente::queue {

bool Waiters::wait(const std::string& key, Patience patience, const std::function<bool()>& is_gone) {
    const auto deadline = std::chrono::steady_clock::now() + patience.at_most;
    Waiter self;
    std::unique_lock lock(mutex_);
    const auto place = waiting_.emplace(key, &self);
    bool gone = false;
    for (;;) {
        self.told = false;
        lock.unlock();
        try {
            gone = is_gone();
        } catch (...) {
            lock.lock();
            waiting_.erase(place);
            throw;
        }
        lock.lock();
        const auto now = std::chrono::steady_clock::now();
        if (gone || now >= deadline) break;
        self.wake.wait_until(lock, std::min(deadline, now + patience.look_every), [&] { return self.told; });
    }
    waiting_.erase(place);
    return gone;
}

void Waiters::tell(const std::string& key) {
    const std::lock_guard lock(mutex_);
    for (auto [each, end] = waiting_.equal_range(key); each != end; ++each) {
        each->second->told = true;
        each->second->wake.notify_one();
    }
}

}  // namespace patente::queue
