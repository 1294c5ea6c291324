// Lets a coroutine wait for work on a pool of threads.
#pragma once

#include <memory>

#include "platform/net/engine.h"
#include "platform/net/workers.h"

namespace patente::net {

// Runs `act` on the pool while the coroutine waits; false, and `act` was not run, when the pool is full.
template <typename Act>
boost::asio::awaitable<bool> run_on(Workers& workers, Act act) {
    namespace asio = boost::asio;
    const auto begin = [&](auto handler) {
        const auto executor = asio::get_associated_executor(handler);
        auto resume = std::make_shared<decltype(handler)>(std::move(handler));
        const bool taken = workers.submit([&act, executor, resume] {
            act();
            asio::post(executor, [resume] { std::move (*resume)(true); });
        });
        if (!taken) asio::post(executor, [resume] { std::move (*resume)(false); });
    };
    co_return co_await asio::async_initiate<const asio::use_awaitable_t<>, void(bool)>(begin, asio::use_awaitable);
}

}  // namespace patente::net
