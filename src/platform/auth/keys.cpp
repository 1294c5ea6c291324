#include "platform/auth/keys.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <stdexcept>
#include <system_error>

#include "platform/auth/keys_store.h"

namespace patente::auth {
namespace {

using namespace std::chrono_literals;

constexpr auto memory_time = 900ms;  // a revoked key is refused within a second
constexpr std::size_t seen_max = 10'000;

std::string new_secret() {
    std::array<unsigned char, 32> random{};
    if (RAND_bytes(random.data(), random.size()) != 1) throw std::runtime_error("no random bytes for a key");
    std::array<unsigned char, 45> base64{};
    EVP_EncodeBlock(base64.data(), random.data(), random.size());
    std::string secret = "pat_" + std::string(reinterpret_cast<const char*>(base64.data()), 43);
    for (char& c : secret) c = c == '+' ? '-' : c == '/' ? '_' : c;  // RFC 4648, section 5
    return secret;
}

std::string hash_of(std::string_view secret) {
    std::array<unsigned char, 32> digest{};
    if (EVP_Digest(secret.data(), secret.size(), digest.data(), nullptr, EVP_sha256(), nullptr) != 1)
        throw std::runtime_error("SHA-256 is not to be had from OpenSSL");
    std::string hex;
    for (const auto byte : digest) hex += fmt::format("{:02x}", byte);
    return hex;
}

Failure key_unknown() {
    return fail(
        ErrorKind::unauthenticated, "key-unknown",
        {"This key is not known here, or it was revoked or has expired.", "Esta clave no existe aquí, fue revocada o venció."});
}

// On disk, readable by its owner alone, whole or not at all.
void write_secret(const std::filesystem::path& file, const std::string& secret) {
    const auto fresh = std::filesystem::path(file) += ".new";
    const int fd = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    const std::string line = secret + "\n";
    const bool written =
        fd >= 0 && ::write(fd, line.data(), line.size()) == static_cast<ssize_t>(line.size()) && ::fsync(fd) == 0;
    const int why = errno;
    if (fd >= 0) ::close(fd);
    if (!written) throw std::system_error(why, std::generic_category(), "write " + fresh.string());
    std::filesystem::rename(fresh, file);
}

}  // namespace

void Keys::keep(const KeyId& id, const std::string& name, const std::string& secret, const std::vector<std::string>& permissions,
                std::optional<Instant> expires_at) {
    const Key key{.id = id, .name = name, .permissions = permissions, .made_at = clock_.now(), .expires_at = expires_at};
    database_.write([&](storage::Session& session) { add_key(session, key, hash_of(secret)); });
}

NewKey Keys::make(const std::string& name, const std::vector<std::string>& permissions, std::optional<Instant> expires_at) {
    NewKey made{.id = KeyId::made_at(clock_.now()), .secret = new_secret()};
    keep(made.id, name, made.secret, permissions, expires_at);
    return made;
}

std::vector<Key> Keys::list() {
    return database_.read([](storage::Session& session) { return all_keys(session); });
}

Result<> Keys::revoke(const KeyId& id) {
    const bool revoked = database_.write([&](storage::Session& session) { return revoke_key(session, id, clock_.now()); });
    if (!revoked)
        return fail(ErrorKind::not_found, "key-not-found",
                    {"No key that is in force has this id.", "Ninguna clave vigente tiene este id."});
    const std::lock_guard lock(mutex_);
    seen_.clear();
    return {};
}

Result<Caller> Keys::caller_of(std::string_view secret) {
    if (secret.empty()) return Caller{};
    const Instant now = clock_.now();
    const std::string hash = hash_of(secret);
    {
        const std::lock_guard lock(mutex_);
        const auto found = seen_.find(hash);
        if (found != seen_.end() && now - found->second.checked_at < memory_time && now >= found->second.checked_at)
            return found->second.caller;
    }
    auto caller = looked_up(hash, now);
    const std::lock_guard lock(mutex_);
    if (seen_.size() >= seen_max) seen_.clear();
    seen_.insert_or_assign(hash, Seen{caller, now});
    return caller;
}

Result<Caller> Keys::looked_up(const std::string& hash, Instant now) {
    const auto key = database_.read([&](storage::Session& session) { return key_by_hash(session, hash); });
    if (!key || key->revoked_at || (key->expires_at && *key->expires_at <= now)) return key_unknown();
    return Caller{.key_id = key->id.text(), .name = key->name, .permissions = key->permissions};
}

std::optional<std::string> Keys::keep_admin_key(const std::filesystem::path& file) {
    std::string secret;
    std::ifstream(file) >> secret;
    const bool is_new = secret.empty();
    if (is_new) write_secret(file, secret = new_secret());
    const auto known = database_.read([&](storage::Session& session) { return key_by_hash(session, hash_of(secret)); });
    if (!known) keep(KeyId::made_at(clock_.now()), "admin", secret, {"*"}, std::nullopt);
    return is_new ? std::optional{secret} : std::nullopt;
}

}  // namespace patente::auth
