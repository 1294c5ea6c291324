#include "domain/audit/signing.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <span>
#include <stdexcept>
#include <system_error>

#include "base/id.h"
#include "domain/audit/merkle.h"

namespace patente::audit {
namespace {

constexpr std::string_view origin = "patente-audit";
constexpr char ed25519 = 1;  // as signed notes number it
constexpr std::size_t key_bytes = 32, signature_bytes = 64, id_bytes = 4;

using Key = std::shared_ptr<EVP_PKEY>;
using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

[[noreturn]] void fail_at(const std::filesystem::path& file) {
    throw std::system_error(errno, std::generic_category(), "the audit key " + file.string());
}

std::string base64(std::string_view bytes) {
    std::string text(4 * ((bytes.size() + 2) / 3), '\0');
    EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), reinterpret_cast<const unsigned char*>(bytes.data()),
                    static_cast<int>(bytes.size()));
    return text;
}

std::optional<std::string> from_base64(std::string_view text) {
    std::string bytes(text.size(), '\0');
    const int length = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                                       reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
    if (length < 0) return std::nullopt;
    bytes.resize(static_cast<std::size_t>(length) - static_cast<std::size_t>(std::ranges::count(text, '=')));
    return bytes;
}

Key read_key(const std::filesystem::path& file) {
    const File in(std::fopen(file.c_str(), "re"), std::fclose);
    if (!in && errno == ENOENT) return nullptr;
    if (!in) fail_at(file);
    Key key(PEM_read_PrivateKey(in.get(), nullptr, nullptr, nullptr), EVP_PKEY_free);
    if (!key || EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_ED25519)
        throw std::runtime_error(file.string() + " holds no Ed25519 key; move it away, and a new one is made");
    return key;
}

// On disk under another name first, so that who finds the file finds all of it.
void make_key(const std::filesystem::path& file) {
    const Key key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"), EVP_PKEY_free);
    const auto draft = file.string() + "." + Uuid::made_at(SystemClock{}.now()).text();
    const int fd = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) fail_at(draft);
    File out(::fdopen(fd, "w"), std::fclose);
    const bool written = key && PEM_write_PrivateKey(out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1 &&
                         std::fflush(out.get()) == 0 && ::fsync(fd) == 0;
    out.reset();
    const bool placed = written && (::link(draft.c_str(), file.c_str()) == 0 || errno == EEXIST);
    const int why = errno;
    std::filesystem::remove(draft);
    if (!placed) throw std::system_error(why, std::generic_category(), "the audit key " + file.string());
}

std::string raw_key(EVP_PKEY& key) {
    std::string bytes(key_bytes, '\0');
    std::size_t length = bytes.size();
    if (EVP_PKEY_get_raw_public_key(&key, reinterpret_cast<unsigned char*>(bytes.data()), &length) != 1)
        throw std::runtime_error("OpenSSL does not give the public key");
    return bytes;
}

std::string key_id(std::string_view raw) {
    const auto hash = sha256_of(fmt::format("{}\n{}{}", origin, ed25519, raw));
    return {reinterpret_cast<const char*>(hash.data()), id_bytes};
}

std::string root_in_base64(const Head& head) {
    const auto root = hash_from(head.root);
    if (!root) throw std::logic_error("a head's root is no hash");
    return base64({reinterpret_cast<const char*>(root->data()), root->size()});
}

std::string body_of(const Head& head) {
    return fmt::format("{}\n{}\n{}\n{}\n", origin, head.size, root_in_base64(head), to_rfc3339(head.at));
}

std::string signature_line_begin() { return fmt::format("\n\u2014 {} ", origin); }

}  // namespace

EVP_PKEY& Signer::key() const {
    std::call_once(opened_, [&] {
        key_ = read_key(file_);
        if (key_) return;
        make_key(file_);
        key_ = read_key(file_);
        if (!key_) fail_at(file_);
    });
    return *key_;
}

std::string Signer::signed_head(const Head& head) const {
    const auto body = body_of(head);
    std::string signature(signature_bytes, '\0');
    std::size_t length = signature.size();
    const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    if (EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, &key()) != 1 ||
        EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &length,
                       reinterpret_cast<const unsigned char*>(body.data()), body.size()) != 1)
        throw std::runtime_error("OpenSSL does not sign");
    return body + signature_line_begin() + base64(key_id(raw_key(key())) + signature) + "\n";
}

std::string Signer::public_key() const {
    const auto raw = raw_key(key());
    std::string id;
    for (const unsigned char byte : key_id(raw)) id += fmt::format("{:02x}", byte);
    return fmt::format("{}+{}+{}", origin, id, base64(ed25519 + raw));
}

bool is_signed(const Head& head, std::string_view public_key) {
    const auto key_begin = public_key.find('+', public_key.find('+') + 1);  // base64 has that character, too
    const auto raw = key_begin == std::string_view::npos ? std::nullopt : from_base64(public_key.substr(key_begin + 1));
    if (!raw || raw->size() != 1 + key_bytes) return false;
    const auto body = body_of(head);
    const auto begin = body + signature_line_begin();
    if (!head.note.starts_with(begin) || !head.note.ends_with('\n')) return false;
    const auto signature = from_base64(std::string_view(head.note).substr(begin.size(), head.note.size() - begin.size() - 1));
    if (!signature || signature->size() != id_bytes + signature_bytes) return false;
    const Key key(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, reinterpret_cast<const unsigned char*>(raw->data()) + 1,
                                              key_bytes),
                  EVP_PKEY_free);
    const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    return key && EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
           EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char*>(signature->data()) + id_bytes, signature_bytes,
                            reinterpret_cast<const unsigned char*>(body.data()), body.size()) == 1;
}

}  // namespace patente::audit
