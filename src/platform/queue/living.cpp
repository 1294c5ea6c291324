#include "platform/queue/living.h"

#include <thread>

namespace patente::queue {
namespace {

constexpr std::chrono::milliseconds beats_seen_within{1'000};  // four beats

}  // namespace

std::vector<Process> living_processes(storage::Database& database) {
    const auto self = process::own_identity();
    std::vector<Process> living, elsewhere;
    for (auto& each : database.read(processes)) {
        const auto life = process::life_of(each.identity, self);
        if (life == process::Life::alive) living.push_back(std::move(each));
        if (life == process::Life::unknown) elsewhere.push_back(std::move(each));
    }
    if (elsewhere.empty()) return living;
    const auto before = database.read(beats);
    std::this_thread::sleep_for(beats_seen_within);
    const auto after = database.read(beats);
    for (auto& each : elsewhere) {
        const auto then = before.find(each.id), now = after.find(each.id);
        if (then != before.end() && now != after.end() && then->second != now->second) living.push_back(std::move(each));
    }
    return living;
}

}  // namespace patente::queue
