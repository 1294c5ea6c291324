#include "platform/web_client/addresses.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>

namespace patente::web {
namespace {

bool is_public(const char* text) {
    sockaddr_storage storage{};
    auto* const in = reinterpret_cast<sockaddr_in*>(&storage);
    auto* const in6 = reinterpret_cast<sockaddr_in6*>(&storage);
    if (inet_pton(AF_INET, text, &in->sin_addr) == 1)
        in->sin_family = AF_INET;
    else if (inet_pton(AF_INET6, text, &in6->sin6_addr) == 1)
        in6->sin6_family = AF_INET6;
    else
        ADD_FAILURE() << text << " is no address";
    return web::is_public(reinterpret_cast<const sockaddr&>(storage));
}

TEST(Addresses, OfThePublicInternet) {
    for (const auto* address :
         {"1.1.1.1", "11.0.0.1", "100.128.0.1", "126.255.255.255", "128.0.0.1", "172.15.0.1", "172.32.0.1", "192.167.255.255",
          "192.169.0.1", "198.17.0.1", "198.20.0.1", "223.255.255.255", "2606:4700::1111", "2a00:1450::1", "2001:200::1",
          "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:808:808::1"})
        EXPECT_TRUE(is_public(address)) << address;
}

TEST(Addresses, OfThisMachineItsNetworkOrNobody) {
    for (const auto* address : {"0.0.0.0",
                                "0.1.2.3",
                                "10.0.0.1",
                                "10.255.255.255",
                                "100.64.0.1",
                                "100.127.255.255",
                                "127.0.0.1",
                                "127.255.255.254",
                                "169.254.169.254",
                                "172.16.0.1",
                                "172.31.255.255",
                                "192.0.0.8",
                                "192.0.2.1",
                                "192.88.99.1",
                                "192.168.0.1",
                                "198.18.0.1",
                                "198.19.255.255",
                                "198.51.100.7",
                                "203.0.113.9",
                                "224.0.0.1",
                                "239.1.1.1",
                                "240.0.0.1",
                                "255.255.255.255",
                                "::",
                                "::1",
                                "::7f00:1",
                                "fe80::1",
                                "fc00::1",
                                "fd12:3456::1",
                                "ff02::1",
                                "2001:db8::1",
                                "2001::1",
                                "3fff::1",
                                "100::1",
                                "::ffff:127.0.0.1",
                                "::ffff:10.1.1.1",
                                "64:ff9b::127.0.0.1",
                                "64:ff9b:1::8.8.8.8",
                                "2002:7f00:1::1",
                                "2002:a00:1::1"})
        EXPECT_FALSE(is_public(address)) << address;
}

TEST(Addresses, OfOtherFamiliesAreRefused) {
    sockaddr_storage storage{};
    storage.ss_family = AF_UNIX;
    EXPECT_FALSE(web::is_public(reinterpret_cast<const sockaddr&>(storage)));
}

}  // namespace
}  // namespace patente::web
