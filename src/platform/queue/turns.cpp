#include "platform/queue/turns.h"

#include <algorithm>

namespace patente::queue {

Turn Turns::next(const std::string& kind, const std::string& sender) {
    const std::lock_guard hold(mutex_);
    auto& turns = kinds_[kind];
    const auto last = turns.last.find(sender);
    const auto number = last == turns.last.end() ? turns.now : std::max(turns.now, last->second + 1);
    const bool is_next = last == turns.last.end() || last->second <= turns.now;
    turns.last[sender] = number;
    return {number, is_next};
}

void Turns::passed(const std::string& kind, std::int64_t turn) {
    const std::lock_guard hold(mutex_);
    auto& turns = kinds_[kind];
    if (turn <= turns.now) return;
    turns.now = turn;
    std::erase_if(turns.last, [&](const auto& each) { return each.second < turn; });
}

void Turns::ran_early(const std::string& kind, const std::string& sender, std::int64_t turn) {
    const std::lock_guard hold(mutex_);
    auto& last = kinds_[kind].last;
    if (const auto found = last.find(sender); found != last.end() && found->second == turn) last.erase(found);
}

std::vector<std::string> Turns::kinds() const {
    const std::lock_guard hold(mutex_);
    std::vector<std::string> names;
    for (const auto& [name, kind] : kinds_) names.push_back(name);
    return names;
}

}  // namespace patente::queue
