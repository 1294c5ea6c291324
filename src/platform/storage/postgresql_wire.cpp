#include "platform/storage/postgresql_wire.h"

#include <libpq-fe.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include "platform/observe/log.h"

namespace patente::storage {
namespace {

constexpr std::size_t waiting_max = 10'000;  // more are dropped: those who wait look now and then
constexpr int retry_ms = 1'000;

// PostgreSQL's own channel for all of ours; its text is "CHANNEL TEXT".
constexpr const char* listen_statement = "LISTEN patente";
constexpr const char* notify_statement = "SELECT pg_notify('patente', said) FROM unnest($1::text[]) AS said";

bool ran(pg_conn& connection, const char* statement, const char* parameter = nullptr) {
    const std::unique_ptr<PGresult, void (*)(PGresult*)> result(
        PQexecParams(&connection, statement, parameter ? 1 : 0, nullptr, &parameter, nullptr, nullptr, 0), PQclear);
    const auto status = PQresultStatus(result.get());
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

// A literal of text[]: {"one","two"}.
std::string array_of(const std::set<Announcement>& announcements) {
    std::string literal = "{";
    for (const auto& each : announcements) {
        literal += literal.size() > 1 ? ",\"" : "\"";
        for (const char c : each.channel + " " + each.text) {
            if (c == '"' || c == '\\') literal += '\\';
            literal += c;
        }
        literal += '"';
    }
    return literal += '}';
}

int new_waker() {
    const int waker = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (waker < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
    return waker;
}

}  // namespace

PostgresqlWire::PostgresqlWire(std::string address, std::function<void(const Announcement&)> heard)
    : address_(std::move(address)), heard_(std::move(heard)), waker_(new_waker()), thread_([this] { run(); }) {}

PostgresqlWire::~PostgresqlWire() {
    ending_ = true;
    wake();
    thread_.join();
    ::close(waker_);
}

void PostgresqlWire::send(const Announcement& announcement) {
    {
        const std::lock_guard lock(mutex_);
        if (waiting_.size() >= waiting_max) waiting_.clear();
        waiting_.insert(announcement);
    }
    wake();
}

void PostgresqlWire::run() {
    while (!ending_) {
        const auto connection = connect();
        connected_ = connection != nullptr;
        if (connection && exchange(*connection)) return;
        connected_ = false;
        sleep(retry_ms);
    }
}

PostgresqlWire::Connection PostgresqlWire::connect() {
    const std::array<const char*, 3> names{"dbname", "connect_timeout", nullptr};
    const std::array<const char*, 3> values{address_.c_str(), "5", nullptr};
    Connection connection(PQconnectdbParams(names.data(), values.data(), 1), PQfinish);
    if (PQstatus(connection.get()) == CONNECTION_OK && ran(*connection, listen_statement)) return connection;
    observe::log_warning("storage", "no announcements of other processes are heard for now",
                         {{"error", std::string(PQerrorMessage(connection.get()))}});
    return {nullptr, PQfinish};
}

bool PostgresqlWire::exchange(pg_conn& connection) {
    while (!ending_) {
        if (!send_waiting(connection)) return false;
        hear(connection);
        std::array<pollfd, 2> sources{{{PQsocket(&connection), POLLIN, 0}, {waker_, POLLIN, 0}}};
        ::poll(sources.data(), sources.size(), -1);
        std::uint64_t times = 0;
        if (sources[1].revents != 0 && ::read(waker_, &times, sizeof times) < 0 && errno != EAGAIN) return false;
        if (sources[0].revents != 0 && PQconsumeInput(&connection) == 0) return false;
    }
    return true;
}

bool PostgresqlWire::send_waiting(pg_conn& connection) {
    std::set<Announcement> sending;
    {
        const std::lock_guard lock(mutex_);
        sending.swap(waiting_);
    }
    return sending.empty() || ran(connection, notify_statement, array_of(sending).c_str());
}

void PostgresqlWire::hear(pg_conn& connection) {
    while (true) {
        const std::unique_ptr<PGnotify, void (*)(void*)> notice(PQnotifies(&connection), PQfreemem);
        if (!notice) return;
        if (notice->be_pid == PQbackendPID(&connection)) continue;  // those of this process were told at once
        const std::string said = notice->extra;
        const auto space = said.find(' ');
        if (space != std::string::npos) heard_({said.substr(0, space), said.substr(space + 1)});
    }
}

void PostgresqlWire::wake() {
    const std::uint64_t once = 1;
    if (::write(waker_, &once, sizeof once) < 0 && errno != EAGAIN)
        observe::log_error("storage", "the thread of announcements cannot be woken", {{"errno", errno}});
}

// Until the time is over or the wire ends; what is to be sent meanwhile waits.
void PostgresqlWire::sleep(int most_ms) const {
    pollfd source{waker_, POLLIN, 0};
    std::uint64_t times = 0;
    while (!ending_ && ::poll(&source, 1, most_ms) > 0)
        if (::read(waker_, &times, sizeof times) < 0) return;
}

}  // namespace patente::storage
