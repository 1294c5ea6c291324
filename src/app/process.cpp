#include "app/process.h"

#include "app/machine_routes.h"
#include "platform/http/openapi.h"
#include "platform/net/certificate.h"
#include "platform/observe/log.h"
#include "platform/observe/metrics.h"

namespace patente {

const char* const version = PATENTE_VERSION;

namespace {

using namespace std::chrono_literals;

std::filesystem::path made(const std::filesystem::path& folder) {
    std::filesystem::create_directories(folder);
    return folder;
}

void add(std::vector<storage::Migration>& all, std::vector<storage::Migration> more) {
    all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

std::vector<storage::Migration> migrations_of(const Rooms& rooms) {
    std::vector<storage::Migration> all;
    add(all, auth::migrations());
    add(all, queue::Queue::migrations());
    add(all, http::migrations());
    add(all, rooms.migrations());
    return all;
}

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
      database_(storage::Database::open({.connection = (made(settings.data), settings.connection())})),
      blobs_(settings.data / "evidence"),
      queue_(queue::Queue::make(*database_, clock_)),
      feed_(*database_, clock_),
      rooms_(std::make_unique<Rooms>(Ground{*database_, *queue_, feed_, blobs_, clock_}, settings)),
      keys_(*database_, clock_),
      idempotency_(*database_),
      admin_key_file_(settings.data / "admin.key") {
    database_->migrate(migrations_of(*rooms_));
    new_admin_key_ = keys_.keep_admin_key(admin_key_file_);
    rooms_->seed(settings.demo);
    queue_->add(rooms_->workers());
}

Process::~Process() { finish(); }

std::vector<http::Route> Process::routes() const {
    auto all = rooms_->routes();
    for (auto& route : machine_routes(*queue_, version)) all.push_back(std::move(route));
    for (auto& route : http::documentation_routes(all, version)) all.push_back(std::move(route));
    return all;
}

void Process::start_jobs(const std::vector<std::string>& roles) { queue_->start(roles, settings_.readers()); }

net::TlsSettings Process::tls_at(std::uint16_t port) const {
    if (!settings_.tls_certificate.empty()) return {port, settings_.tls_certificate, settings_.tls_key};
    const auto files = net::self_signed_certificate(settings_.data / "tls",
                                                    {settings_.phone ? settings_.public_name : settings_.host}, clock_.now());
    return {port, files.certificate, files.private_key};
}

http::Server& Process::open_doors() {
    feed_.start();
    http::ServerSettings settings;
    settings.address = settings_.host;
    settings.port = settings_.port;
    if (settings_.https_port) settings.tls = tls_at(*settings_.https_port);
    settings.incoming = blobs_.incoming();
    settings.public_origin = settings_.public_origin;
    server_ = std::make_unique<http::Server>(
        std::move(settings), routes(), [this](std::string_view key) { return keys_.caller_of(key); }, clock_, observe_request,
        &idempotency_);
    return *server_;
}

tcp::Server& Process::open_image_service() {
    image_service_ = rooms_->image_service([this](std::string_view key) { return keys_.caller_of(key); });
    tcp::ServerSettings settings{.address = settings_.host, .incoming = blobs_.incoming()};
    const std::uint16_t port = settings_.tcp_port.value_or(settings_.port == 0 ? 0 : 7070);
    if (settings_.tcp_tls)
        settings.tls = tls_at(port);
    else
        settings.port = port;
    image_server_ = std::make_unique<tcp::Server>(
        std::move(settings), [this](std::shared_ptr<tcp::Peer> peer) { return image_service_->session_for(std::move(peer)); },
        clock_, [](const std::string& what) { observe::log_error("tcp", "a connection failed", {{"error", what}}); });
    return *image_server_;
}

void Process::finish() {
    if (server_ && !server_->drain(20s)) observe::log_warning("app", "some requests were cut off at the end");
    if (image_server_ && !image_server_->drain(10s))
        observe::log_warning("app", "some connections of the image service were cut off at the end");
    server_.reset();
    image_server_.reset();
    feed_.stop();
    queue_->stop();
}

}  // namespace patente
