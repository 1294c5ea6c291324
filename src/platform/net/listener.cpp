#include "platform/net/listener.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <stdexcept>
#include <system_error>

namespace patente::net {
namespace {

using boost::system::error_code;

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

// One who has none is let in all the same; one whose certificate is not good is not.
void ask_for_certificates(asio::ssl::context& context, const std::string& authority) {
    SSL_CTX* const native = context.native_handle();
    auto* const names = SSL_load_client_CA_file(authority.c_str());
    if (!names || SSL_CTX_load_verify_file(native, authority.c_str()) != 1) {
        ERR_clear_error();
        throw std::runtime_error(authority + " holds no certificate in PEM");
    }
    SSL_CTX_set_client_CA_list(native, names);
    SSL_CTX_set_verify(native, SSL_VERIFY_PEER, nullptr);
    constexpr std::string_view resumed_here =
        "patente";  // without it a client with a certificate cannot come back to its session
    SSL_CTX_set_session_id_context(native, reinterpret_cast<const unsigned char*>(resumed_here.data()),
                                   static_cast<unsigned>(resumed_here.size()));
}

asio::ssl::context tls_context(const TlsSettings& settings) try {
    asio::ssl::context context(asio::ssl::context::tls_server);
    context.set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1);
    SSL_CTX_set_options(context.native_handle(), SSL_OP_NO_RENEGOTIATION);
    SSL_CTX_set_mode(context.native_handle(), SSL_MODE_RELEASE_BUFFERS);  // idle connections stay small
    context.use_certificate_chain_file(settings.certificate.string());
    context.use_private_key_file(settings.private_key.string(), asio::ssl::context::pem);
    if (!settings.client_authority.empty()) ask_for_certificates(context, settings.client_authority.string());
    return context;
} catch (const boost::system::system_error& problem) {
    throw std::runtime_error(fmt::format("the TLS certificate {} or its key {} cannot be used: {}", settings.certificate.string(),
                                         settings.private_key.string(), problem.what()));
}

}  // namespace

Listener::Listener(ListenerSettings settings, Gate& gate, Serve serve)
    : settings_(std::move(settings)), gate_(gate), serve_(std::move(serve)) {
    allow_descriptors(settings_.connections_max);
    if (settings_.tls) tls_context_ = std::make_unique<asio::ssl::context>(tls_context(*settings_.tls));
    if (settings_.port) plain_.emplace(listening(accepting_.context(), settings_.address, *settings_.port));
    if (settings_.tls) tls_.emplace(listening(accepting_.context(), settings_.address, settings_.tls->port));
    if (plain_) port_ = plain_->local_endpoint().port();
    if (tls_) tls_port_ = tls_->local_endpoint().port();
    for (int i = 0; i < settings_.threads; ++i) loops_.push_back(std::make_unique<Loop>());
    if (plain_) asio::co_spawn(accepting_.context(), accept(*plain_, false), asio::detached);
    if (tls_) asio::co_spawn(accepting_.context(), accept(*tls_, true), asio::detached);
}

Listener::~Listener() {
    drain(std::chrono::milliseconds{0});
    accepting_.stop();
    gate_.wait_empty(SteadyTime::max());
}

bool Listener::drain(std::chrono::milliseconds at_most) {
    if (draining_.exchange(true)) return gate_.inside() == 0;
    asio::post(accepting_.context(), [this] {
        error_code gone;
        if (plain_) plain_->close(gone);
        if (tls_) tls_->close(gone);
    });
    for (const auto& loop : loops_) loop->begin_drain();
    const bool drained = gate_.wait_empty(std::chrono::steady_clock::now() + at_most);
    if (!drained)
        for (const auto& loop : loops_) loop->cut_all();
    return drained;
}

asio::awaitable<void> Listener::accept(tcp::acceptor& acceptor, bool over_tls) {
    asio::steady_timer pause(accepting_.context());
    std::size_t next = 0;
    while (acceptor.is_open()) {
        Loop& loop = *loops_[next++ % loops_.size()];
        error_code problem;
        tcp::socket socket = co_await acceptor.async_accept(loop.context(), asio::redirect_error(asio::use_awaitable, problem));
        if (!problem) {
            welcome(std::move(socket), loop, over_tls);
            continue;
        }
        // Out of descriptors, most likely: those who wait stay in the kernel's queue meanwhile.
        pause.expires_after(std::chrono::milliseconds{50});
        co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, problem));
    }
}

void Listener::welcome(tcp::socket socket, Loop& loop, bool over_tls) {
    error_code ignored;
    if (!gate_.enter(settings_.connections_max)) {
        ++refused_;
        socket.non_blocking(true, ignored);
        if (!over_tls) socket.write_some(asio::buffer(settings_.farewell), ignored);
        return;
    }
    socket.set_option(tcp::no_delay(true), ignored);
    serve_(loop, over_tls ? Stream::tls(std::move(socket), *tls_context_) : Stream::plain(std::move(socket)), over_tls);
}

}  // namespace patente::net
