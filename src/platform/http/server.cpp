#include "platform/http/server.h"

#include "platform/http/connection.h"
#include "platform/http/service.h"
#include "platform/net/listener.h"

namespace patente::http {
namespace {

constexpr std::string_view too_many_connections =
    "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

ServerSettings checked(ServerSettings settings) {
    if (settings.incoming.empty()) throw std::logic_error("ServerSettings::incoming must be set");
    std::filesystem::create_directories(settings.incoming);
    return settings;
}

net::ListenerSettings listener_settings(const ServerSettings& settings) {
    return {.address = settings.address,
            .port = settings.port,
            .tls = settings.tls,
            .threads = settings.threads,
            .connections_max = settings.limits.connections,
            .farewell = std::string(too_many_connections)};
}

}  // namespace

class Server::Impl {
public:
    Impl(ServerSettings settings, std::vector<Route> routes, Authenticator authenticate, const Clock& clock, Observer observe,
         Idempotency* idempotency)
        : service_(checked(std::move(settings)), std::move(routes), std::move(authenticate), clock, std::move(observe),
                   idempotency),
          listener_((service_.bodies.sweep(clock.now()), listener_settings(service_.settings)), service_.connections,
                    [this](net::Loop& loop, std::unique_ptr<net::Stream> stream, bool over_tls) {
                        serve(service_, loop, std::move(stream), over_tls);
                    }) {}

    bool drain(std::chrono::milliseconds at_most) {
        service_.draining = true;
        return listener_.drain(at_most);
    }

    Service& service() { return service_; }
    const net::Listener& listener() const { return listener_; }

private:
    Service service_;
    net::Listener listener_;
};

Server::Server(ServerSettings settings, std::vector<Route> routes, Authenticator authenticate, const Clock& clock,
               Observer observe, Idempotency* idempotency)
    : impl_(std::make_unique<Impl>(std::move(settings), std::move(routes), std::move(authenticate), clock, std::move(observe),
                                   idempotency)) {}

Server::~Server() = default;

std::uint16_t Server::port() const { return impl_->listener().port(); }
std::uint16_t Server::tls_port() const { return impl_->listener().tls_port(); }
bool Server::drain(std::chrono::milliseconds at_most) { return impl_->drain(at_most); }
const std::vector<Route>& Server::routes() const { return impl_->service().router.routes(); }

ServerFigures Server::figures() const {
    const Service& service = impl_->service();
    const auto load = service.handlers.load();
    return {service.connections.inside(),
            service.event_streams.inside(),
            load.running,
            load.waiting,
            service.requests,
            service.refused_busy + impl_->listener().refused()};
}

}  // namespace patente::http
