// Fair turns between those who put jobs of one kind: start-time fair queueing (Goyal, Vin, Cheng 1996) with every job of
// the same length. Kept by each process for itself; what it cannot see it is told by `passed`. Safe from any thread.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace patente::queue {

struct Turn {
    std::int64_t number = 0;
    bool is_next = false;  // the turns of all its sender's earlier ones have come
};

class Turns {
public:
    // Of this sender's next job: after its own earlier ones, and never before those whose turn it is now.
    Turn next(const std::string& kind, const std::string& sender);
    // A job of this turn begins: none that comes later gets an earlier one.
    void passed(const std::string& kind, std::int64_t turn);
    // A job of this turn, the only one of its sender, begins before its turn comes: the turns of others stay where they are.
    void ran_early(const std::string& kind, const std::string& sender, std::int64_t turn);
    std::vector<std::string> kinds() const;  // that somebody took a turn of

private:
    struct Kind {
        std::int64_t now = 0;
        std::map<std::string, std::int64_t> last;  // by sender; only those beyond `now`
    };

    mutable std::mutex mutex_;
    std::map<std::string, Kind> kinds_;
};

}  // namespace patente::queue
