#include "platform/tcp/connection.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "platform/net/run_on.h"

namespace patente::tcp {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using net::SteadyTime;

constexpr std::size_t buffer_bytes = 256 * 1024;
constexpr std::size_t small_buffer_bytes = 16 * 1024;  // when all buffers together are too much
constexpr std::chrono::seconds goodbye_time{2};

Error no_room() {
    return {ErrorKind::busy,
            "service-busy",
            {"This image cannot be kept now; try again.", "Esta imagen no se puede guardar ahora; pruebe de nuevo."}};
}

class Connection final : public net::LoopMember, public std::enable_shared_from_this<Connection> {
public:
    Connection(Service& service, net::Loop& loop, std::unique_ptr<net::Stream> stream)
        : service_(service), limits_(service.settings.limits), loop_(loop), stream_(std::move(stream)), wake_(loop.context()) {
        wake_.expires_at(asio::steady_timer::time_point::max());
    }
    ~Connection() override { service_.connections.leave(); }

    asio::awaitable<void> run();

    // From any thread.
    void queue_up(std::string bytes, bool last);
    void hold() { held_ = true; }
    void resume();

    void check_deadline(SteadyTime now) override;
    void begin_drain() override;
    void cut() override;

private:
    enum class Heard { all, nothing, cut };
    enum class Body { whole, cut, refused };

    asio::awaitable<void> serve_all();
    asio::awaitable<bool> serve_frame(const Prefix& prefix);
    asio::awaitable<Body> take_body(std::uint32_t bytes, Upload& body);
    asio::awaitable<Heard> read_exactly(std::span<char> into);
    asio::awaitable<bool> wait_until_free();
    asio::awaitable<void> write_queued();
    asio::awaitable<void> say_goodbye();
    asio::awaitable<bool> have_session(std::function<void()> act);

    Service& service_;
    const Limits& limits_;
    net::Loop& loop_;
    std::unique_ptr<net::Stream> stream_;
    std::unique_ptr<Session> session_;
    std::atomic<bool> held_{false};
    std::atomic<std::size_t> unsent_{0};

    // Of the loop's thread.
    asio::steady_timer wake_;  // never expires; cancelled when `held_`, `is_writing_` or `is_over_` changed
    std::string queued_;
    SteadyTime read_deadline_ = SteadyTime::max(), write_deadline_ = SteadyTime::max();
    bool is_idle_ = false;  // between two frames
    bool is_writing_ = false;
    bool is_last_ = false;  // nothing is written after what is queued
    bool is_over_ = false;
    bool timed_out_ = false;
};

class Way final : public Peer {
public:
    Way(const std::shared_ptr<Connection>& connection, std::string address)
        : connection_(connection), address_(std::move(address)) {}

    void send(const Frame& frame) override {
        if (const auto connection = connection_.lock()) connection->queue_up(bytes_of(frame), false);
    }
    void send_last(const Frame& frame) override {
        if (const auto connection = connection_.lock()) connection->queue_up(bytes_of(frame), true);
    }
    void hold() override {
        if (const auto connection = connection_.lock()) connection->hold();
    }
    void resume() override {
        if (const auto connection = connection_.lock()) connection->resume();
    }
    std::string address() const override { return address_; }

private:
    const std::weak_ptr<Connection> connection_;
    const std::string address_;
};

std::string address_of(const net::tcp::socket& socket) {
    error_code unknown;
    const auto from = socket.remote_endpoint(unknown);
    return unknown ? "" : fmt::format("{}:{}", from.address().to_string(), from.port());
}

// ---- what others call ------------------------------------------------------------------------------------------------

void Connection::resume() {
    held_ = false;
    asio::post(loop_.context(), [self = shared_from_this()] { self->wake_.cancel(); });
}

void Connection::queue_up(std::string bytes, bool last) {
    const auto count = bytes.size();
    const bool too_much = unsent_.fetch_add(count) + count > limits_.unsent_bytes;
    asio::post(loop_.context(), [self = shared_from_this(), bytes = std::move(bytes), last, too_much] {
        if (self->is_over_ || self->is_last_) return;
        if (too_much) return self->cut();
        self->queued_ += bytes;
        self->is_last_ = last;
        if (self->is_writing_) return;
        self->is_writing_ = true;
        asio::co_spawn(self->loop_.context(), [self]() -> asio::awaitable<void> { return self->write_queued(); }, asio::detached);
    });
}

void Connection::check_deadline(SteadyTime now) {
    if (now >= write_deadline_) return cut();
    if (now < read_deadline_) return;
    timed_out_ = true;
    read_deadline_ = SteadyTime::max();
    error_code gone;
    stream_->socket().cancel(gone);
}

void Connection::begin_drain() {
    error_code gone;
    if (is_idle_) stream_->socket().cancel(gone);
    wake_.cancel();
}

void Connection::cut() {
    is_over_ = true;
    wake_.cancel();
    error_code gone;
    stream_->socket().close(gone);
}

// ---- writing ---------------------------------------------------------------------------------------------------------

asio::awaitable<void> Connection::write_queued() {
    const auto self = shared_from_this();
    while (!queued_.empty() && !is_over_) {
        const std::string bytes = std::exchange(queued_, {});
        write_deadline_ = std::chrono::steady_clock::now() + limits_.write_time;
        const std::array<asio::const_buffer, 1> buffers{asio::buffer(bytes)};
        const bool written = co_await stream_->write(buffers);
        write_deadline_ = SteadyTime::max();
        unsent_ -= bytes.size();
        if (!written) cut();
    }
    is_writing_ = false;
    wake_.cancel();
    if (is_last_ && !is_over_) {
        error_code gone;
        stream_->socket().shutdown(net::tcp::socket::shutdown_receive, gone);  // what still comes is not read
    }
}

// What was queued still goes out.
asio::awaitable<void> Connection::say_goodbye() {
    if (is_over_) co_return;
    read_deadline_ = std::chrono::steady_clock::now() + goodbye_time;
    error_code woken;
    while (is_writing_ && !is_over_) co_await wake_.async_wait(asio::redirect_error(asio::use_awaitable, woken));
    if (!is_over_) co_await stream_->end_writing();
}

// ---- reading ---------------------------------------------------------------------------------------------------------

asio::awaitable<void> Connection::run() {
    const auto self = shared_from_this();
    loop_.add(*this);
    std::string failure;
    try {
        co_await serve_all();
        co_await say_goodbye();
    } catch (const std::exception& problem) {  // no memory, or a bug of ours: this connection ends, the others go on
        failure = problem.what();
    }
    is_over_ = true;
    loop_.remove(*this);
    error_code gone;
    stream_->socket().close(gone);
    if (!failure.empty()) service_.failed(failure);
    if (session_) co_await have_session([this] { session_->ended(); });
    session_.reset();
}

asio::awaitable<void> Connection::serve_all() {
    read_deadline_ = std::chrono::steady_clock::now() + limits_.first_frame;
    const bool good = co_await stream_->handshake();
    if (!good) co_return;
    session_ = service_.make_session(std::make_shared<Way>(shared_from_this(), address_of(stream_->socket())));
    while (true) {
        const bool free = co_await wait_until_free();
        if (!free) co_return;
        std::array<char, prefix_bytes> bytes;
        is_idle_ = true;
        const Heard heard = service_.draining ? Heard::nothing : co_await read_exactly(bytes);
        is_idle_ = false;
        if (heard != Heard::all) {
            if (timed_out_)
                co_await have_session([this] {
                    session_->broke({ErrorKind::malformed,
                                     "hello-too-late",
                                     {"The first frame did not come within 10 s.", "La primera trama no llegó en 10 s."}});
                });
            co_return;
        }
        const auto prefix = prefix_of(bytes);
        if (!prefix) {
            co_await have_session([&] { session_->broke(prefix.error()); });
            co_return;
        }
        const bool more = co_await serve_frame(*prefix);
        if (!more) co_return;
        read_deadline_ = SteadyTime::max();
    }
}

// False: the connection is over.
asio::awaitable<bool> Connection::wait_until_free() {
    error_code woken;
    while (held_ && !is_over_ && !is_last_ && !service_.draining)
        co_await wake_.async_wait(asio::redirect_error(asio::use_awaitable, woken));
    co_return !is_over_ && !is_last_ && !service_.draining;
}

asio::awaitable<bool> Connection::serve_frame(const Prefix& prefix) {
    read_deadline_ = std::chrono::steady_clock::now() + limits_.body_grace +
                     std::chrono::seconds{(prefix.head_bytes + prefix.body_bytes) / limits_.body_bytes_per_s_min};
    Arrived frame{.type = prefix.type, .id = prefix.id, .head = std::string(prefix.head_bytes, '\0')};
    const Heard head = co_await read_exactly(frame.head);
    if (head == Heard::cut || (head == Heard::nothing && prefix.head_bytes > 0)) co_return false;
    Upload body = session_->continued(frame);
    const Body taken = co_await take_body(prefix.body_bytes, body);
    read_deadline_ = SteadyTime::max();
    const bool good = co_await have_session([&] {
        switch (taken) {
            case Body::whole: return session_->received(frame, std::move(body));
            case Body::cut: return session_->cut(frame, std::move(body));
            case Body::refused: return session_->broke(no_room());
        }
    });
    co_return taken == Body::whole&& good;
}

asio::awaitable<Connection::Body> Connection::take_body(std::uint32_t bytes, Upload& body) {
    if (bytes == 0) co_return Body::whole;
    net::Share share(service_.read_buffers);
    const std::size_t room = std::min<std::size_t>(bytes, share.take(buffer_bytes) ? buffer_bytes : small_buffer_bytes);
    const auto buffer = std::make_unique_for_overwrite<char[]>(room);
    while (bytes > 0) {
        const std::span<char> wanted(buffer.get(), std::min<std::size_t>(bytes, room));
        std::size_t filled = 0;
        while (filled < wanted.size()) {
            const auto count = co_await stream_->read_some(asio::buffer(wanted.data() + filled, wanted.size() - filled));
            if (count == 0) break;
            filled += count;
        }
        bool kept = true;
        const bool good = filled == 0 || co_await have_session([&] {
                              if (body.file().empty())
                                  body = Upload::into(service_.settings.incoming, service_.disk, service_.clock.now());
                              kept = body.add({wanted.data(), filled});
                          });
        if (!good || !kept) co_return Body::refused;
        if (filled < wanted.size()) co_return Body::cut;
        bytes -= static_cast<std::uint32_t>(filled);
    }
    co_return Body::whole;
}

asio::awaitable<Connection::Heard> Connection::read_exactly(std::span<char> into) {
    std::size_t filled = 0;
    while (filled < into.size()) {
        const auto count = co_await stream_->read_some(asio::buffer(into.data() + filled, into.size() - filled));
        if (count == 0) co_return filled == 0 ? Heard::nothing : Heard::cut;
        filled += count;
        is_idle_ = false;
    }
    co_return Heard::all;
}

// False: it threw, which is reported, or the pool is full.
asio::awaitable<bool> Connection::have_session(std::function<void()> act) {
    bool good = true;
    const bool ran = co_await net::run_on(service_.workers, [&] {
        try {
            act();
        } catch (const std::exception& problem) {
            good = false;
            service_.failed(problem.what());
        }
    });
    co_return ran&& good;
}

}  // namespace

void serve(Service& service, net::Loop& loop, std::unique_ptr<net::Stream> stream) {
    auto connection = std::make_shared<Connection>(service, loop, std::move(stream));
    asio::co_spawn(loop.context(), [connection]() -> asio::awaitable<void> { return connection->run(); }, asio::detached);
}

}  // namespace patente::tcp
