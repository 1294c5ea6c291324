#include "platform/tcp/server.h"

#include "platform/net/listener.h"
#include "platform/tcp/connection.h"

namespace patente::tcp {

class Server::Impl {
public:
    Impl(ServerSettings settings, MakeSession make_session, const Clock& clock, Failed failed)
        : service_{std::move(settings), std::move(make_session), clock, std::move(failed)},
          listener_({.address = service_.settings.address,
                     .port = service_.settings.port,
                     .tls = service_.settings.tls,
                     .threads = service_.settings.threads,
                     .connections_max = service_.settings.limits.connections},
                    service_.connections, [this](net::Loop& loop, std::unique_ptr<net::Stream> stream, bool) {
                        serve(service_, loop, std::move(stream));
                    }) {}

    bool drain(std::chrono::milliseconds at_most) {
        service_.draining = true;
        return listener_.drain(at_most);
    }
    const Service& service() const { return service_; }
    const net::Listener& listener() const { return listener_; }

private:
    Service service_;
    net::Listener listener_;
};

Server::Server(ServerSettings settings, MakeSession make_session, const Clock& clock, Failed failed) {
    std::filesystem::create_directories(settings.incoming);
    impl_ = std::make_unique<Impl>(std::move(settings), std::move(make_session), clock, std::move(failed));
}
Server::~Server() = default;

std::uint16_t Server::port() const { return impl_->listener().port(); }
std::uint16_t Server::tls_port() const { return impl_->listener().tls_port(); }
std::size_t Server::connections() const { return impl_->service().connections.inside(); }
bool Server::drain(std::chrono::milliseconds at_most) { return impl_->drain(at_most); }

}  // namespace patente::tcp
