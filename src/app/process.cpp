#include "app/process.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "domain/oauth/feature.h"
#include "platform/net/certificate.h"
#include "platform/observe/log.h"
#include "platform/observe/metrics.h"

namespace patente {

namespace {

using namespace std::chrono_literals;

void observe_request(const http::Finished& finished) {
    observe::counter("patente_http_requests_total", "Answered requests",
                     {{"route", finished.route}, {"status", std::to_string(finished.status)}})
        .add();
    observe::histogram("patente_http_seconds", "Time from a request's head to its answer", {{"route", finished.route}})
        .observe(static_cast<double>(finished.time.count()) / 1e6);
    if (!finished.failure.empty())
        observe::log_error("http", "a request failed",
                           {{"method", finished.method},
                            {"route", finished.route},
                            {"status", finished.status},
                            {"correlation_id", finished.correlation_id},
                            {"error", finished.failure}});
}

}  // namespace

Process::Process(const Settings& settings)
    : settings_(settings),
      installation_(settings, Eyes::open),
      idempotency_(installation_.database()),
      admin_key_file_(settings.data / "admin.key") {
    installation_.database().migrate(installation_.migrations());
    new_admin_key_ = installation_.keys().keep_admin_key(admin_key_file_);
    first_password_ = installation_.rooms().keep_first_administrator();
    installation_.rooms().seed(settings.demo);
}

Process::~Process() { finish(); }

void Process::start_jobs(const std::vector<std::string>& roles) {
    const auto is_ours = [&](const std::string& role) { return std::ranges::find(roles, role) != roles.end(); };
    installation_.queue().start(roles, settings_.readers());
    for (const auto& feature : installation_.rooms().features()) {
        for (const auto& listening : feature.listenings)
            if (is_ours(listening.role))
                listeners_
                    .emplace_back(std::make_unique<feed::Listener>(installation_.feed(), installation_.database(), listening))
                    ->start();
        for (const auto& engine : feature.engines)
            if (is_ours(engine.role)) engines_.emplace_back(engine).start();
    }
}

Result<auth::Caller> Process::caller_of(const auth::Credentials& shown) {
    if (!shown.session.empty()) return installation_.rooms().caller_of_session(shown.session);
    if (oauth::AccessTokens::has_shape(shown.bearer)) return installation_.rooms().caller_of_token(shown.bearer);
    if (shown.bearer.empty() && shown.certificate) return installation_.rooms().caller_of_certificate(*shown.certificate);
    return installation_.keys().caller_of(shown.bearer);
}

net::TlsSettings Process::tls_at(std::uint16_t port) const {
    if (!settings_.tls_certificate.empty()) return {port, settings_.tls_certificate, settings_.tls_key};
    const auto files = net::self_signed_certificate(settings_.data / "tls",
                                                    {settings_.phone ? settings_.public_name : settings_.host}, clock().now());
    return {port, files.certificate, files.private_key};
}

http::Server& Process::open_doors() {
    installation_.feed().start();
    http::ServerSettings settings;
    settings.address = settings_.host;
    settings.port = settings_.port;
    if (settings_.https_port) settings.tls = tls_at(*settings_.https_port);
    if (!settings.tls && !settings_.client_ca.empty()) throw std::runtime_error("--client-ca needs --https-port");
    if (settings.tls) settings.tls->client_authority = settings_.client_ca;
    settings.incoming = blobs().incoming();
    settings.public_origin = settings_.public_origin;
    settings.trusted_proxies = settings_.trusted_proxies;
    settings.recorder = &installation_.rooms().recorder();
    server_ = std::make_unique<http::Server>(
        std::move(settings), routes(), [this](const auth::Credentials& shown) { return caller_of(shown); }, clock(),
        observe_request, &idempotency_);
    installation_.rooms().listening_at(settings_.public_origin.empty() ? own_origin() : settings_.public_origin);
    return *server_;
}

// How this machine, or with --phone its network, reaches us.
std::string Process::own_origin() const {
    if (settings_.phone) return fmt::format("https://{}:{}", settings_.public_name, server_->tls_port());
    const bool everywhere = settings_.host == "0.0.0.0" || settings_.host == "::";
    const auto host = settings_.host.contains(':') ? "[" + settings_.host + "]" : settings_.host;
    return fmt::format("http://{}:{}", everywhere ? "127.0.0.1" : host, server_->port());
}

tcp::Server& Process::open_image_service() {
    image_service_ = installation_.rooms().image_service([this](const auth::Credentials& shown) { return caller_of(shown); });
    tcp::ServerSettings settings{.address = settings_.host, .incoming = blobs().incoming()};
    const std::uint16_t port = settings_.tcp_port.value_or(settings_.port == 0 ? 0 : 7070);
    if (settings_.tcp_tls)
        settings.tls = tls_at(port);
    else
        settings.port = port;
    image_server_ = std::make_unique<tcp::Server>(
        std::move(settings), [this](std::shared_ptr<tcp::Peer> peer) { return image_service_->session_for(std::move(peer)); },
        clock(), [](const std::string& what) { observe::log_error("tcp", "a connection failed", {{"error", what}}); });
    return *image_server_;
}

void Process::finish() {
    if (server_ && !server_->drain(20s)) observe::log_warning("app", "some requests were cut off at the end");
    if (image_server_ && !image_server_->drain(10s))
        observe::log_warning("app", "some connections of the image service were cut off at the end");
    server_.reset();
    image_server_.reset();
    for (const auto& engine : std::exchange(engines_, {})) engine.stop();
    listeners_.clear();
    installation_.feed().stop();
    installation_.queue().stop();
}

}  // namespace patente
