// Those who block until a job or all that follows from an event is gone. They are told so, and look again now and then
// where what other processes finish cannot be heard.
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
    struct Patience {
        std::chrono::milliseconds at_most;
        std::chrono::milliseconds look_every;  // without being told
    };
    // True as soon as `is_gone()` is; false when the time is over.
    bool wait(const std::string& key, Patience patience, const std::function<bool()>& is_gone);
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
