#include "platform/net/certificate.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <memory>
#include <sstream>
#include <stdexcept>

#include "platform/net/descriptor.h"

namespace patente::net {
namespace {

constexpr std::chrono::days good_for{825};  // what browsers still take
constexpr std::chrono::days renewed_before{30};
constexpr std::chrono::days authority_good_for{3650};

template <auto release>
struct Release {
    template <typename T>
    void operator()(T* thing) const {
        release(thing);
    }
};
using Certificate = std::unique_ptr<X509, Release<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Release<EVP_PKEY_free>>;
using Bio = std::unique_ptr<BIO, Release<BIO_free_all>>;

void check(bool good, const char* what) {
    if (good) return;
    throw std::runtime_error(fmt::format("OpenSSL: {}: {}", what, ERR_error_string(ERR_get_error(), nullptr)));
}

bool is_ip_address(const std::string& name) {
    const std::unique_ptr<ASN1_OCTET_STRING, Release<ASN1_OCTET_STRING_free>> address(a2i_IPADDRESS(name.c_str()));
    ERR_clear_error();
    return address != nullptr;
}

void add_extension(X509* certificate, X509* issuer, int kind, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    const std::unique_ptr<X509_EXTENSION, Release<X509_EXTENSION_free>> extension(
        X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()));
    check(extension && X509_add_ext(certificate, extension.get(), -1) == 1, "adding a certificate extension");
}

std::string alternative_names(const std::vector<std::string>& names) {
    std::string text;
    for (const auto& name : names)
        text += fmt::format("{}{}:{}", text.empty() ? "" : ",", is_ip_address(name) ? "IP" : "DNS", name);
    return text;
}

struct Asked {
    std::string name;
    Instant from, until;
    std::vector<std::pair<int, std::string>> extensions;
};

// Signed with `signer`, which is the key of `issuer`; of itself where that is nullptr.
Certificate make_certificate(EVP_PKEY* key, const Asked& asked, X509* issuer, EVP_PKEY* signer) {
    Certificate certificate(X509_new());
    check(certificate != nullptr, "making a certificate");
    std::uint64_t serial = 0;
    check(RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) == 1, "drawing a serial number");
    X509_set_version(certificate.get(), X509_VERSION_3);
    ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate.get()), serial >> 1);
    ASN1_TIME_set(X509_getm_notBefore(certificate.get()), unix_seconds(asked.from));
    ASN1_TIME_set(X509_getm_notAfter(certificate.get()), unix_seconds(asked.until));
    X509_set_pubkey(certificate.get(), key);
    X509_NAME* subject = X509_get_subject_name(certificate.get());
    check(X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(asked.name.c_str()), -1,
                                     -1, 0) == 1,
          "naming a certificate");
    X509* const from = issuer ? issuer : certificate.get();
    X509_set_issuer_name(certificate.get(), X509_get_subject_name(from));
    for (const auto& [kind, value] : asked.extensions) add_extension(certificate.get(), from, kind, value);
    check(X509_sign(certificate.get(), signer, EVP_sha256()) > 0, "signing a certificate");
    return certificate;
}

Asked asked_of_server(const std::vector<std::string>& names, Instant now) {
    return {"patente (self-signed)",
            now - std::chrono::days{1},
            now + good_for,
            {{NID_basic_constraints, "critical,CA:FALSE"},
             {NID_key_usage, "critical,digitalSignature"},
             {NID_ext_key_usage, "serverAuth"},
             {NID_subject_alt_name, alternative_names(names)}}};
}

std::string pem_of(const std::function<int(BIO*)>& write) {
    const Bio memory(BIO_new(BIO_s_mem()));
    check(memory && write(memory.get()) == 1, "writing PEM");
    char* bytes = nullptr;
    const long length = BIO_get_mem_data(memory.get(), &bytes);
    return {bytes, static_cast<std::size_t>(length)};
}

// Whole or not at all, also when the program dies meanwhile.
void write_file(const std::filesystem::path& path, std::string_view bytes, unsigned mode) {
    const std::filesystem::path fresh = path.string() + ".new";
    std::filesystem::remove(fresh);
    Descriptor::open(fresh, O_WRONLY | O_CREAT | O_EXCL, mode).write_all(bytes);
    std::filesystem::rename(fresh, path);
}

Certificate read_certificate(const std::filesystem::path& path) {
    const Bio file(BIO_new_file(path.c_str(), "r"));
    Certificate certificate(file ? PEM_read_bio_X509(file.get(), nullptr, nullptr, nullptr) : nullptr);
    ERR_clear_error();
    return certificate;
}

bool covers(X509* certificate, const std::vector<std::string>& names) {
    return std::ranges::all_of(names, [&](const std::string& name) {
        return is_ip_address(name) ? X509_check_ip_asc(certificate, name.c_str(), 0) == 1
                                   : X509_check_host(certificate, name.data(), name.size(), 0, nullptr) == 1;
    });
}

bool is_good(X509* certificate, const std::vector<std::string>& names, Instant now) {
    std::time_t until = unix_seconds(now + renewed_before);
    return X509_cmp_time(X509_get0_notAfter(certificate), &until) > 0 && covers(certificate, names);
}

std::string fingerprint_of(X509* certificate) {
    unsigned char bytes[EVP_MAX_MD_SIZE];
    unsigned int length = 0;
    check(X509_digest(certificate, EVP_sha256(), bytes, &length) == 1, "digesting a certificate");
    std::string text;
    for (unsigned int i = 0; i < length; ++i) text += fmt::format("{}{:02X}", i == 0 ? "" : ":", bytes[i]);
    return text;
}

std::string hex_fingerprint_of(const X509* certificate) {
    unsigned char bytes[EVP_MAX_MD_SIZE];
    unsigned int length = 0;
    check(X509_digest(certificate, EVP_sha256(), bytes, &length) == 1, "digesting a certificate");
    std::string text;
    for (unsigned int i = 0; i < length; ++i) text += fmt::format("{:02x}", bytes[i]);
    return text;
}

Key read_key(const std::filesystem::path& path) {
    const Bio file(BIO_new_file(path.c_str(), "r"));
    Key key(file ? PEM_read_bio_PrivateKey(file.get(), nullptr, nullptr, nullptr) : nullptr);
    ERR_clear_error();
    return key;
}

void write_both(const CertificateFiles& files, X509* certificate, EVP_PKEY* key) {
    write_file(files.private_key,
               pem_of([&](BIO* out) { return PEM_write_bio_PrivateKey(out, key, nullptr, nullptr, 0, nullptr, nullptr); }), 0600);
    write_file(files.certificate, pem_of([&](BIO* out) { return PEM_write_bio_X509(out, certificate); }), 0644);
}

Key new_key() {
    Key key(EVP_EC_gen("P-256"));
    check(key != nullptr, "making a key");
    return key;
}

Instant instant_of(const ASN1_TIME* time) {
    std::tm parts{};
    check(ASN1_TIME_to_tm(time, &parts) == 1, "reading a certificate's time");
    return Instant{std::chrono::seconds{::timegm(&parts)}};
}

}  // namespace

CertificateFiles self_signed_certificate(const std::filesystem::path& folder, std::vector<std::string> names, Instant now) {
    for (const char* always : {"localhost", "127.0.0.1", "::1"})
        if (std::ranges::find(names, always) == names.end()) names.emplace_back(always);
    CertificateFiles files{folder / "certificate.pem", folder / "key.pem", {}};
    if (const auto kept = read_certificate(files.certificate);
        kept && std::filesystem::exists(files.private_key) && is_good(kept.get(), names, now)) {
        files.sha256 = fingerprint_of(kept.get());
        return files;
    }
    std::filesystem::create_directories(folder);
    const auto key = new_key();
    const auto certificate = make_certificate(key.get(), asked_of_server(names, now), nullptr, key.get());
    write_both(files, certificate.get(), key.get());
    files.sha256 = fingerprint_of(certificate.get());
    return files;
}

CertificateFiles client_authority(const std::filesystem::path& folder, Instant now) {
    CertificateFiles files{folder / "certificate.pem", folder / "key.pem", {}};
    if (const auto kept = read_certificate(files.certificate); kept && std::filesystem::exists(files.private_key)) {
        files.sha256 = fingerprint_of(kept.get());
        return files;
    }
    if (std::filesystem::create_directories(folder)) std::filesystem::permissions(folder, std::filesystem::perms::owner_all);
    const auto key = new_key();
    const auto certificate = make_certificate(key.get(),
                                              {"Patente devices",
                                               now - std::chrono::days{1},
                                               now + authority_good_for,
                                               {{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
                                                {NID_key_usage, "critical,keyCertSign,cRLSign"},
                                                {NID_subject_key_identifier, "hash"}}},
                                              nullptr, key.get());
    write_both(files, certificate.get(), key.get());
    files.sha256 = fingerprint_of(certificate.get());
    return files;
}

ClientCertificateFiles client_certificate(const CertificateFiles& authority, const std::filesystem::path& folder,
                                          const std::string& name, Instant now, std::chrono::days good_for) {
    const auto issuer = read_certificate(authority.certificate);
    const auto signer = read_key(authority.private_key);
    if (!issuer || !signer) throw std::runtime_error(authority.certificate.string() + " and its key are no authority in PEM");
    const CertificateFiles files{folder / "certificate.pem", folder / "key.pem", {}};
    if (std::filesystem::exists(files.certificate) || std::filesystem::exists(files.private_key))
        throw std::runtime_error(folder.string() + " holds a certificate already");
    if (std::filesystem::create_directories(folder)) std::filesystem::permissions(folder, std::filesystem::perms::owner_all);
    const auto until = std::min<Instant>(now + good_for, instant_of(X509_get0_notAfter(issuer.get())));
    const auto key = new_key();
    const auto certificate = make_certificate(key.get(),
                                              {name,
                                               now - std::chrono::days{1},
                                               until,
                                               {{NID_basic_constraints, "critical,CA:FALSE"},
                                                {NID_key_usage, "critical,digitalSignature"},
                                                {NID_ext_key_usage, "clientAuth"},
                                                {NID_authority_key_identifier, "keyid"}}},
                                              issuer.get(), signer.get());
    write_both(files, certificate.get(), key.get());
    return {
        {files.certificate, files.private_key, fingerprint_of(certificate.get())}, hex_fingerprint_of(certificate.get()), until};
}

std::optional<PeerCertificate> peer_certificate(ssl_st* session) {
    const Certificate certificate(SSL_get1_peer_certificate(session));
    if (!certificate || SSL_get_verify_result(session) != X509_V_OK) return std::nullopt;
    const Bio memory(BIO_new(BIO_s_mem()));
    check(memory && X509_NAME_print_ex(memory.get(), X509_get_subject_name(certificate.get()), 0, XN_FLAG_RFC2253) >= 0,
          "writing a certificate's subject");
    char* bytes = nullptr;
    const long length = BIO_get_mem_data(memory.get(), &bytes);
    return PeerCertificate{hex_fingerprint_of(certificate.get()), {bytes, static_cast<std::size_t>(length)}};
}

CertificateState state_of_certificate(const std::filesystem::path& certificate, const std::filesystem::path& private_key) {
    const auto read = read_certificate(certificate);
    if (!read) throw std::runtime_error(certificate.string() + " holds no certificate in PEM");
    const auto key = read_key(private_key);
    if (!key) throw std::runtime_error(private_key.string() + " holds no private key in PEM");
    const bool matches = X509_check_private_key(read.get(), key.get()) == 1;
    ERR_clear_error();
    return {instant_of(X509_get0_notBefore(read.get())), instant_of(X509_get0_notAfter(read.get())), matches};
}

}  // namespace patente::net
