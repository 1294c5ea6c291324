#include "platform/http/server.h"

#include <sys/resource.h>

#include <stdexcept>

#include "platform/http/connection.h"
#include "platform/http/loop.h"

namespace patente::http {
namespace {

using boost::system::error_code;
using tcp = asio::ip::tcp;

constexpr std::string_view too_many_connections =
    "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

// A connection is a descriptor; some more are needed for files and the database.
void allow_descriptors(std::size_t connections) {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    const rlim_t wanted = std::min<rlim_t>(connections + 512, limit.rlim_max);
    if (limit.rlim_cur >= wanted) return;
    limit.rlim_cur = wanted;
    ::setrlimit(RLIMIT_NOFILE, &limit);  // with fewer, accepting pauses while there are none left
}

tcp::acceptor listening(asio::io_context& context, const std::string& address, std::uint16_t port) {
    const tcp::endpoint endpoint(asio::ip::make_address(address), port);
    tcp::acceptor acceptor(context);
    acceptor.open(endpoint.protocol());
    acceptor.set_option(tcp::acceptor::reuse_address(true));
    error_code problem;
    acceptor.bind(endpoint, problem);
    if (problem)
        throw std::system_error(problem.value(), std::system_category(), fmt::format("listening on {}:{}", address, port));
    acceptor.listen(1024);
    return acceptor;
}

asio::ssl::context tls_context(const TlsSettings& settings) try {
    asio::ssl::context context(asio::ssl::context::tls_server);
    context.set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1);
    SSL_CTX_set_options(context.native_handle(), SSL_OP_NO_RENEGOTIATION);
    SSL_CTX_set_mode(context.native_handle(), SSL_MODE_RELEASE_BUFFERS);  // idle connections stay small
    context.use_certificate_chain_file(settings.certificate.string());
    context.use_private_key_file(settings.private_key.string(), asio::ssl::context::pem);
    return context;
} catch (const boost::system::system_error& problem) {
    throw std::runtime_error(fmt::format("the TLS certificate {} or its key {} cannot be used: {}", settings.certificate.string(),
                                         settings.private_key.string(), problem.what()));
}

ServerSettings checked(ServerSettings settings) {
    if (settings.incoming.empty()) throw std::logic_error("ServerSettings::incoming must be set");
    std::filesystem::create_directories(settings.incoming);
    return settings;
}

}  // namespace

class Server::Impl {
public:
    Impl(ServerSettings settings, std::vector<Route> routes, Authenticator authenticate, const Clock& clock, Observer observe,
         Idempotency* idempotency)
        : service_(checked(std::move(settings)), std::move(routes), std::move(authenticate), clock, std::move(observe),
                   idempotency),
          plain_(listening(accepting_.context(), service_.settings.address, service_.settings.port)) {
        service_.bodies.sweep(clock.now());
        allow_descriptors(service_.settings.limits.connections);
        if (const auto& tls = service_.settings.tls) {
            tls_context_ = std::make_unique<asio::ssl::context>(tls_context(*tls));
            tls_.emplace(listening(accepting_.context(), service_.settings.address, tls->port));
            tls_port_ = tls_->local_endpoint().port();
        }
        for (int i = 0; i < service_.settings.threads; ++i) loops_.push_back(std::make_unique<Loop>());
        asio::co_spawn(accepting_.context(), accept(plain_, false), asio::detached);
        if (tls_) asio::co_spawn(accepting_.context(), accept(*tls_, true), asio::detached);
    }

    ~Impl() {
        drain(std::chrono::milliseconds{0});
        accepting_.stop();
        service_.connections.wait_empty(SteadyTime::max());  // for handlers that still run
    }

    bool drain(std::chrono::milliseconds at_most) {
        if (service_.draining.exchange(true)) return service_.connections.inside() == 0;
        asio::post(accepting_.context(), [this] {
            error_code gone;
            plain_.close(gone);
            if (tls_) tls_->close(gone);
        });
        for (const auto& loop : loops_) loop->begin_drain();
        const bool drained = service_.connections.wait_empty(std::chrono::steady_clock::now() + at_most);
        if (!drained)
            for (const auto& loop : loops_) loop->cut_all();
        return drained;
    }

    Service& service() { return service_; }
    std::uint16_t port() const { return plain_port_; }
    std::uint16_t tls_port() const { return tls_port_; }

private:
    asio::awaitable<void> accept(tcp::acceptor& acceptor, bool over_tls) {
        asio::steady_timer pause(accepting_.context());
        std::size_t next = 0;
        while (acceptor.is_open()) {
            Loop& loop = *loops_[next++ % loops_.size()];
            error_code problem;
            tcp::socket socket =
                co_await acceptor.async_accept(loop.context(), asio::redirect_error(asio::use_awaitable, problem));
            if (!problem) {
                welcome(std::move(socket), loop, over_tls);
                continue;
            }
            // Out of descriptors, most likely: those who wait stay in the kernel's queue meanwhile.
            pause.expires_after(std::chrono::milliseconds{50});
            co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, problem));
        }
    }

    void welcome(tcp::socket socket, Loop& loop, bool over_tls) {
        error_code ignored;
        if (!service_.connections.enter(service_.settings.limits.connections)) {
            ++service_.refused_busy;
            socket.non_blocking(true, ignored);
            if (!over_tls) socket.write_some(asio::buffer(too_many_connections), ignored);
            return;
        }
        socket.set_option(tcp::no_delay(true), ignored);
        serve(service_, loop, over_tls ? Stream::tls(std::move(socket), *tls_context_) : Stream::plain(std::move(socket)),
              over_tls);
    }

    Service service_;
    std::unique_ptr<asio::ssl::context> tls_context_;
    std::vector<std::unique_ptr<Loop>> loops_;
    Loop accepting_;
    tcp::acceptor plain_;
    std::optional<tcp::acceptor> tls_;
    std::uint16_t plain_port_ = plain_.local_endpoint().port();
    std::uint16_t tls_port_ = 0;
};

Server::Server(ServerSettings settings, std::vector<Route> routes, Authenticator authenticate, const Clock& clock,
               Observer observe, Idempotency* idempotency)
    : impl_(std::make_unique<Impl>(std::move(settings), std::move(routes), std::move(authenticate), clock, std::move(observe),
                                   idempotency)) {}

Server::~Server() = default;

std::uint16_t Server::port() const { return impl_->port(); }
std::uint16_t Server::tls_port() const { return impl_->tls_port(); }
bool Server::drain(std::chrono::milliseconds at_most) { return impl_->drain(at_most); }
const std::vector<Route>& Server::routes() const { return impl_->service().router.routes(); }

ServerFigures Server::figures() const {
    const Service& service = impl_->service();
    const auto load = service.handlers.load();
    return {service.connections.inside(), service.event_streams.inside(), load.running, load.waiting, service.requests,
            service.refused_busy};
}

}  // namespace patente::http
