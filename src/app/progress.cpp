#include "app/progress.h"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>

namespace patente {
namespace {

constexpr int width = 30;
constexpr std::chrono::milliseconds pause{100};

}  // namespace

ProgressLine::ProgressLine() : on_terminal_(::isatty(STDERR_FILENO) == 1) {}

void ProgressLine::show(const std::string& step, std::uint64_t done, std::uint64_t all) {
    const auto now = std::chrono::steady_clock::now();
    if (!on_terminal_ || (now < next_ && done != all)) return;
    next_ = now + pause;
    shown_ = true;
    const auto filled = all == 0 ? width : static_cast<int>(std::min(done, all) * width / all);
    fmt::print(stderr, "\r\x1b[K{:<22} [{:<{}}] {} / {}", step, std::string(static_cast<std::size_t>(filled), '#'), width, done,
               all);
    std::fflush(stderr);
}

void ProgressLine::clear() {
    if (!shown_) return;
    fmt::print(stderr, "\r\x1b[K");
    std::fflush(stderr);
    shown_ = false;
}

}  // namespace patente
