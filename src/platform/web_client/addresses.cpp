#include "platform/web_client/addresses.h"

#include <netinet/in.h>

#include <array>
#include <cstdint>
#include <cstring>

namespace patente::web {
namespace {

struct Range4 {
    std::uint32_t first;
    int bits;
};

constexpr std::uint32_t ip(unsigned a, unsigned b, unsigned c, unsigned d) { return a << 24 | b << 16 | c << 8 | d; }

// RFC 6890 and its registry: what is not for the public.
constexpr std::array<Range4, 15> kept_from_public{{
    {ip(0, 0, 0, 0), 8},
    {ip(10, 0, 0, 0), 8},
    {ip(100, 64, 0, 0), 10},
    {ip(127, 0, 0, 0), 8},
    {ip(169, 254, 0, 0), 16},
    {ip(172, 16, 0, 0), 12},
    {ip(192, 0, 0, 0), 24},
    {ip(192, 0, 2, 0), 24},
    {ip(192, 88, 99, 0), 24},
    {ip(192, 168, 0, 0), 16},
    {ip(198, 18, 0, 0), 15},
    {ip(198, 51, 100, 0), 24},
    {ip(203, 0, 113, 0), 24},
    {ip(224, 0, 0, 0), 4},
    {ip(240, 0, 0, 0), 4},
}};

bool is_public4(std::uint32_t address) {
    for (const auto& [first, bits] : kept_from_public)
        if ((address ^ first) >> (32 - bits) == 0) return false;
    return true;
}

using Bytes16 = std::array<std::uint8_t, 16>;

std::uint32_t inner4(const Bytes16& address, std::size_t at) {
    return ip(address[at], address[at + 1], address[at + 2], address[at + 3]);
}

template <std::size_t N>
bool begins(const Bytes16& address, const std::array<std::uint8_t, N>& prefix) {
    return std::memcmp(address.data(), prefix.data(), N) == 0;
}

bool is_public6(const Bytes16& address) {
    constexpr std::array<std::uint8_t, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    constexpr std::array<std::uint8_t, 12> nat64{0, 0x64, 0xff, 0x9b};
    if (begins(address, mapped) || begins(address, nat64)) return is_public4(inner4(address, 12));
    if (begins(address, std::array<std::uint8_t, 2>{0x20, 0x02})) return is_public4(inner4(address, 2));  // 6to4
    if ((address[0] & 0xe0) != 0x20) return false;  // only 2000::/3 is in use
    const bool protocol_use = begins(address, std::array<std::uint8_t, 2>{0x20, 0x01}) && (address[2] & 0xfe) == 0;  // 2001::/23
    const bool documentation = begins(address, std::array<std::uint8_t, 4>{0x20, 0x01, 0x0d, 0xb8}) ||
                               (begins(address, std::array<std::uint8_t, 2>{0x3f, 0xff}) && (address[2] & 0xf0) == 0);
    return !protocol_use && !documentation;
}

}  // namespace

bool is_public(const sockaddr& address) {
    if (address.sa_family == AF_INET) {
        sockaddr_in in{};
        std::memcpy(&in, &address, sizeof in);
        return is_public4(ntohl(in.sin_addr.s_addr));
    }
    if (address.sa_family == AF_INET6) {
        sockaddr_in6 in{};
        std::memcpy(&in, &address, sizeof in);
        Bytes16 bytes;
        std::memcpy(bytes.data(), &in.sin6_addr, bytes.size());
        return is_public6(bytes);
    }
    return false;
}

}  // namespace patente::web
