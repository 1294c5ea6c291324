// Certificates: self-signed ones, for phones that give camera and position to https pages only, and those of devices, signed by
// an authority of one's own.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"

struct ssl_st;

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

// An authority that signs the certificates of devices (P-256, ten years), in `folder`: made when there is none.
CertificateFiles client_authority(const std::filesystem::path& folder, Instant now);

struct ClientCertificateFiles {
    CertificateFiles files;
    std::string fingerprint;  // SHA-256, 64 lower-case hex digits
    Instant until;
};
// A certificate for a client of this name (P-256), signed by the authority; into `folder`, which must hold none.
ClientCertificateFiles client_certificate(const CertificateFiles& authority, const std::filesystem::path& folder,
                                          const std::string& name, Instant now, std::chrono::days good_for);

// What the client of a finished handshake has shown and OpenSSL has verified; nullopt: nothing.
struct PeerCertificate {
    std::string fingerprint;  // SHA-256 of its DER, 64 lower-case hex digits
    std::string subject;      // RFC 4514
};
std::optional<PeerCertificate> peer_certificate(ssl_st* session);

struct CertificateState {
    Instant from, until;
    bool key_matches = false;  // the private key is this certificate's
};
// Of a server's two files. Throws std::runtime_error that names the one that holds no such thing.
CertificateState state_of_certificate(const std::filesystem::path& certificate, const std::filesystem::path& private_key);

}  // namespace patente::net
