// A self-signed certificate, for phones that give camera and position to https pages only.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/clock.h"

namespace patente::net {

struct CertificateFiles {
    std::filesystem::path certificate;  // PEM
    std::filesystem::path private_key;  // PEM, 0600
    std::string sha256;                 // of the certificate, as browsers show it: "AB:CD:…"
};

// The one in `folder` (DATA/tls) when it is good for another month and names all of `names`; else makes a new one
// (P-256, 825 days). `names`: host names and IP addresses; localhost and the loopback addresses are always in it.
// Throws std::runtime_error or std::system_error.
CertificateFiles self_signed_certificate(const std::filesystem::path& folder, std::vector<std::string> names, Instant now);

struct CertificateState {
    Instant from, until;
    bool key_matches = false;  // the private key is this certificate's
};
// Of a server's two files. Throws std::runtime_error that names the one that holds no such thing.
CertificateState state_of_certificate(const std::filesystem::path& certificate, const std::filesystem::path& private_key);

}  // namespace patente::net
