// Those who block until a job or all that follows from an event is gone. Told by this process at once; what other
// processes finish is seen by looking again now and then.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <string>

namespace patente::queue {

class Waiters {
public:
    // True as soon as `is_gone()` is; false when the time is over.
    bool wait(const std::string& key, std::chrono::milliseconds at_most, const std::function<bool()>& is_gone);
    void tell(const std::string& key);  // something of this key is gone

private:
    struct Waiter {
        bool told = false;
        std::condition_variable wake;
    };

    std::mutex mutex_;
    std::multimap<std::string, Waiter*> waiting_;
};

}  // namespace patente::queue
