// Where to speak TLS, and with which certificate.
#pragma once

#include <cstdint>
#include <filesystem>

namespace patente::net {

struct TlsSettings {
    std::uint16_t port = 0;                       // 0 picks one
    std::filesystem::path certificate;            // PEM, with its chain; see certificate.h for a self-signed one
    std::filesystem::path private_key;            // PEM
    std::filesystem::path client_authority = {};  // PEM: clients are asked for a certificate that it signed; "" = are not asked
};

}  // namespace patente::net
