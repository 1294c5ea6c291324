// A clock of the network, by SNTP (RFC 4330): one question, one answer.
#include <fmt/format.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

#include "app/doctor/checks.h"

namespace patente::doctor {
namespace {

constexpr int answer_within_ms = 3'000;
constexpr std::int64_t seconds_1900_to_1970 = 2'208'988'800;
using Packet = std::array<unsigned char, 48>;

class Socket {
public:
    explicit Socket(const std::string& server) {
        const auto colon = server.rfind(':');
        const bool has_port = colon != std::string::npos && server.find(':') == colon;  // an IPv6 address has more of them
        const auto host = has_port ? server.substr(0, colon) : server;
        const auto port = has_port ? server.substr(colon + 1) : "123";
        addrinfo wanted{};
        wanted.ai_socktype = SOCK_DGRAM;
        addrinfo* found = nullptr;
        if (const int problem = ::getaddrinfo(host.c_str(), port.c_str(), &wanted, &found); problem != 0)
            throw std::runtime_error(fmt::format("{}: {}", server, ::gai_strerror(problem)));
        number_ = ::socket(found->ai_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        const bool connected = number_ >= 0 && ::connect(number_, found->ai_addr, found->ai_addrlen) == 0;
        ::freeaddrinfo(found);
        if (connected) return;
        if (number_ >= 0) ::close(number_);
        throw std::runtime_error(server + " cannot be reached");
    }
    ~Socket() { ::close(number_); }
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;
    int number() const { return number_; }

private:
    int number_ = -1;
};

Instant time_at(const Packet& packet, std::size_t at) {
    std::uint64_t seconds = 0, fraction = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        seconds = seconds << 8 | packet[at + i];
        fraction = fraction << 8 | packet[at + 4 + i];
    }
    if (seconds < std::uint64_t{1} << 31) seconds += std::uint64_t{1} << 32;  // the era that begins in 2036
    const auto since_1970 = static_cast<std::int64_t>(seconds) - seconds_1900_to_1970;
    return Instant{std::chrono::milliseconds{since_1970 * 1'000 + static_cast<std::int64_t>(fraction * 1'000 >> 32)}};
}

}  // namespace

std::chrono::milliseconds offset_of_time_server(const std::string& server) {
    const Socket socket(server);
    Packet packet{};
    packet[0] = 4 << 3 | 3;  // version 4, a client
    const SystemClock clock;
    const Instant asked = clock.now();
    if (::send(socket.number(), packet.data(), packet.size(), 0) != static_cast<ssize_t>(packet.size()))
        throw std::runtime_error(server + " cannot be asked");
    pollfd waiting{socket.number(), POLLIN, 0};
    if (::poll(&waiting, 1, answer_within_ms) <= 0 ||
        ::recv(socket.number(), packet.data(), packet.size(), 0) != static_cast<ssize_t>(packet.size()))
        throw std::runtime_error(server + " gives no time");
    const Instant answered = clock.now();
    const int mode = packet[0] & 7, leap = packet[0] >> 6, stratum = packet[1];
    if (mode != 4 || leap == 3 || stratum == 0) throw std::runtime_error(server + " does not know the time itself");
    return ((time_at(packet, 32) - asked) + (time_at(packet, 40) - answered)) / 2;
}

}  // namespace patente::doctor
