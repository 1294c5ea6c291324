// A line as the layer that Beast's WebSocket stands on: plain or TLS, with what was read before the upgrade.
#pragma once

#include "platform/http/line.h"  // before Beast

#include <boost/beast/core/role.hpp>

#include <algorithm>
#include <utility>
#include <vector>

namespace patente::http {

class LineLayer {
public:
    using executor_type = asio::any_io_executor;
    using error_code = boost::system::error_code;

    explicit LineLayer(Line& line) : line_(line) {}
    executor_type get_executor() { return line_.stream().socket().get_executor(); }

    template <typename Buffers, typename Handler>
    void async_read_some(const Buffers& buffers, Handler&& handler) {
        const asio::mutable_buffer into(*asio::buffer_sequence_begin(buffers));
        asio::co_spawn(get_executor(), read(line_, into), after(std::forward<Handler>(handler)));
    }

    template <typename Buffers, typename Handler>
    void async_write_some(const Buffers& buffers, Handler&& handler) {
        std::vector<asio::const_buffer> pieces(asio::buffer_sequence_begin(buffers), asio::buffer_sequence_end(buffers));
        asio::co_spawn(get_executor(), write(line_, std::move(pieces)), after(std::forward<Handler>(handler)));
    }

    template <typename Handler>
    friend void async_teardown(boost::beast::role_type, LineLayer& layer, Handler&& handler) {
        asio::co_spawn(layer.get_executor(), layer.line_.stream().end_writing(),
                       [handler = std::decay_t<Handler>(std::forward<Handler>(handler))](const std::exception_ptr&) mutable {
                           std::move(handler)(error_code{});
                       });
    }
    friend void beast_close_socket(LineLayer& layer) { layer.line_.close(); }  // Beast's own time is over

private:
    static asio::awaitable<std::size_t> read(Line& line, asio::mutable_buffer into) {
        auto& unread = line.unread();
        if (unread.size() == 0) co_return co_await line.stream().read_some(into);
        const std::size_t count = asio::buffer_copy(into, unread.cdata());
        unread.consume(count);
        co_return count;
    }
    static asio::awaitable<std::size_t> write(Line& line, std::vector<asio::const_buffer> pieces) {
        const bool written = co_await line.stream().write(pieces);
        co_return written ? asio::buffer_size(pieces) : 0;
    }

    // Nothing read or written means that the other side is gone.
    template <typename Handler>
    static auto after(Handler&& handler) {
        return [handler = std::decay_t<Handler>(std::forward<Handler>(handler))](const std::exception_ptr& thrown,
                                                                                 std::size_t count) mutable {
            const bool good = !thrown && count > 0;
            std::move(handler)(good ? error_code{} : error_code(asio::error::eof), count);
        };
    }

    Line& line_;
};

}  // namespace patente::http
