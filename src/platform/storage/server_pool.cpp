#include "platform/storage/server_pool.h"

#include <algorithm>
#include <random>

namespace patente::storage {

void pause_before_attempt(int attempt) {
    thread_local std::minstd_rand random{std::random_device{}()};
    const int most_ms = 1 << std::min(attempt, 6);
    std::this_thread::sleep_for(std::chrono::microseconds(std::uniform_int_distribution(0, most_ms * 1000)(random)));
}

}  // namespace patente::storage
