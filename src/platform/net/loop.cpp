#include "platform/net/loop.h"

namespace patente::net {
namespace {

constexpr std::chrono::milliseconds deadline_check_every{250};

}  // namespace

Loop::Loop() {
    asio::co_spawn(context_, watch_deadlines(), asio::detached);
    thread_ = std::thread([this] { context_.run(); });
}

void Loop::stop() {
    context_.stop();
    if (thread_.joinable()) thread_.join();
}

// One timer for all connections: an operation needs none of its own.
asio::awaitable<void> Loop::watch_deadlines() {
    asio::steady_timer timer(context_);
    while (true) {
        timer.expires_after(deadline_check_every);
        co_await timer.async_wait(asio::use_awaitable);
        const auto now = std::chrono::steady_clock::now();
        for (LoopMember* member : members_) member->check_deadline(now);
    }
}

void Loop::begin_drain() {
    asio::post(context_, [this] {
        for (LoopMember* member : members_) member->begin_drain();
    });
}

void Loop::cut_all() {
    asio::post(context_, [this] {
        for (LoopMember* member : members_) member->cut();
    });
}

bool Gate::enter(std::size_t most) {
    const std::lock_guard hold(lock_);
    if (inside_ >= most) return false;
    ++inside_;
    return true;
}

void Gate::leave() {
    const std::lock_guard hold(lock_);
    --inside_;
    left_.notify_all();
}

std::size_t Gate::inside() const {
    const std::lock_guard hold(lock_);
    return inside_;
}

bool Gate::wait_empty(std::chrono::steady_clock::time_point until) {
    std::unique_lock hold(lock_);
    return left_.wait_until(hold, until, [&] { return inside_ == 0; });
}

}  // namespace patente::net
