#include "platform/http/stream_writer.h"

#include "platform/net/run_on.h"

namespace patente::http {

using boost::system::error_code;

// What the kernel holds for a reader that takes nothing counts too.
constexpr int kernel_bytes_max = 128 * 1024;

void StreamWriter::open(const std::shared_ptr<StreamWriter>& self, EventFormat format) {
    const auto wake = [executor = sleep_.get_executor(), weak = std::weak_ptr(self)] {
        asio::post(executor, [weak] {
            if (const auto writer = weak.lock()) writer->sleep_.cancel();
        });
    };
    channel_ = std::make_shared<EventChannel>(limits_.event_buffer_bytes, format, wake);
    error_code gone;
    line_.stream().socket().set_option(asio::socket_base::send_buffer_size(kernel_bytes_max), gone);
}

asio::awaitable<bool> StreamWriter::begin(Exchange& exchange, const Outgoing& outgoing) {
    const bool ran =
        co_await net::run_on(service_.handlers, [&] { service_.dispatch.begin_events(exchange, outgoing, channel_); });
    co_return ran && !service_.draining;
}

asio::awaitable<bool> StreamWriter::wait(net::SteadyTime until) {
    if (channel_->is_over() || channel_->has_events()) co_return true;
    line_.allow_forever();
    sleep_.expires_at(until);
    error_code woken;
    co_await sleep_.async_wait(asio::redirect_error(asio::use_awaitable, woken));
    co_return woken.failed();
}

}  // namespace patente::http
