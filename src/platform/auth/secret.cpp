#include "platform/auth/secret.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <system_error>

#include "base/id.h"

namespace patente::auth {
namespace {

constexpr std::string_view prefix = "pat_";
constexpr std::size_t characters = 43;  // 32 bytes in base64url
constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

[[noreturn]] void fail_at(const std::filesystem::path& path, const char* act) {
    throw std::system_error(errno, std::generic_category(), std::string(act) + " " + path.string());
}

std::string base64url(const std::array<unsigned char, 32>& bytes) {
    std::string text;
    unsigned int bits = 0;
    int have = 0;
    for (const unsigned char byte : bytes) {
        bits = bits << 8 | byte;
        for (have += 8; have >= 6; have -= 6) text += alphabet[bits >> (have - 6) & 63];
    }
    return text += alphabet[bits << (6 - have) & 63];
}

std::optional<std::string> first_line(const std::filesystem::path& file, const std::function<bool(std::string_view)>& right) {
    std::ifstream input(file);
    std::string line;
    std::getline(input, line);
    return right(line) ? std::optional(line) : std::nullopt;
}

void write_durably(const std::filesystem::path& file, std::string_view text) {
    const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) fail_at(file, "create");
    const bool written = ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(fd) == 0;
    const int why = errno;
    ::close(fd);
    if (written) return;
    std::filesystem::remove(file);
    throw std::system_error(why, std::generic_category(), "write " + file.string());
}

void sync_folder(const std::filesystem::path& folder) {
    const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) fail_at(folder, "open");
    ::fsync(fd);
    ::close(fd);
}

}  // namespace

std::string random_token() {
    std::array<unsigned char, 32> bytes{};
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) throw std::runtime_error("OpenSSL gives no random bytes");
    return base64url(bytes);
}

std::string new_secret() { return std::string(prefix) + random_token(); }

bool is_secret(std::string_view text) {
    return text.starts_with(prefix) && text.size() == prefix.size() + characters &&
           text.substr(prefix.size()).find_first_not_of(alphabet) == std::string_view::npos;
}

std::string hash_of_secret(std::string_view text) {
    std::array<unsigned char, 32> digest{};
    if (EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_sha256(), nullptr) != 1)
        throw std::runtime_error("OpenSSL gives no SHA-256");
    std::string hex;
    for (const auto byte : digest) hex += fmt::format("{:02x}", byte);
    return hex;
}

KeptSecret kept_in(const std::filesystem::path& file, const std::function<std::string()>& make,
                   const std::function<bool(std::string_view)>& right) {
    if (auto there = first_line(file, right)) return {*there, false};
    const auto draft = file.string() + "." + Uuid::made_at(SystemClock{}.now()).text();
    write_durably(draft, make() + "\n");
    const bool is_ours = ::link(draft.c_str(), file.c_str()) == 0;  // fails when another process was first
    const int why = errno;
    std::filesystem::remove(draft);
    if (!is_ours && why != EEXIST) throw std::system_error(why, std::generic_category(), "create " + file.string());
    sync_folder(file.has_parent_path() ? file.parent_path() : std::filesystem::path("."));
    if (auto there = first_line(file, right)) return {*there, is_ours};
    throw std::runtime_error(file.string() + " holds something else; move it away, and a new one is made");
}

KeptSecret secret_in(const std::filesystem::path& file) { return kept_in(file, new_secret, is_secret); }

}  // namespace patente::auth
