#include "platform/blobs/blobs.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <system_error>

#include "base/id.h"

namespace patente::blobs {
namespace {

[[noreturn]] void fail_at(const std::filesystem::path& path, const char* act) {
    throw std::system_error(errno, std::generic_category(), std::string(act) + " " + path.string());
}

class Descriptor {
public:
    Descriptor(const std::filesystem::path& path, int flags) : path_(path), fd_(::open(path.c_str(), flags | O_CLOEXEC, 0640)) {
        if (fd_ < 0) fail_at(path, "open");
    }
    ~Descriptor() {
        if (fd_ >= 0) ::close(fd_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    void write(std::string_view bytes) const {
        while (!bytes.empty()) {
            const ssize_t written = ::write(fd_, bytes.data(), bytes.size());
            if (written < 0 && errno == EINTR) continue;
            if (written < 0) fail_at(path_, "write");
            bytes.remove_prefix(static_cast<std::size_t>(written));
        }
    }
    void sync() const {
        if (::fsync(fd_) != 0) fail_at(path_, "fsync");
    }

private:
    std::filesystem::path path_;
    int fd_;
};

bool is_sha256(std::string_view text) {
    return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::filesystem::path place_of(const std::filesystem::path& folder, std::string_view sha256) {
    return folder / sha256.substr(0, 2) / sha256.substr(2, 2) / sha256;
}

void sync_folder(const std::filesystem::path& folder) { Descriptor(folder, O_RDONLY | O_DIRECTORY).sync(); }

// Makes the folders of a blob; their own entries are on disk when it returns.
void make_folders(const std::filesystem::path& root, const std::filesystem::path& folder) {
    if (std::filesystem::exists(folder)) return;
    std::filesystem::create_directories(folder);
    sync_folder(folder.parent_path());
    sync_folder(root);
}

// Gives `file`, which is on disk, its place and lets go of its old name. Two at once give the same bytes.
void settle(const std::filesystem::path& root, const std::filesystem::path& file, const std::filesystem::path& place) {
    make_folders(root, place.parent_path());
    if (::rename(file.c_str(), place.c_str()) != 0) fail_at(place, "rename to");
    sync_folder(place.parent_path());
}

// What a crash left half uploaded.
void empty_folder(const std::filesystem::path& folder) {
    std::error_code ignored;  // another process may be at the same file
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        const auto age = std::filesystem::file_time_type::clock::now() - entry.last_write_time(ignored);
        if (!ignored && age > std::chrono::hours{24}) std::filesystem::remove(entry.path(), ignored);
    }
}

}  // namespace

std::string sha256_of(std::string_view bytes) {
    std::array<unsigned char, 32> digest{};
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr) != 1)
        throw std::runtime_error("SHA-256 is not to be had from OpenSSL");
    std::string hex;
    for (const auto byte : digest) hex += fmt::format("{:02x}", byte);
    return hex;
}

Blobs::Blobs(std::filesystem::path folder) : folder_(std::move(folder)) {
    std::filesystem::create_directories(incoming());
    sync_folder(folder_);
    empty_folder(incoming());
}

std::filesystem::path Blobs::incoming() const { return folder_ / "incoming"; }

Blob Blobs::put(std::string_view bytes) {
    Blob blob{.sha256 = sha256_of(bytes), .size = bytes.size()};
    const auto place = place_of(folder_, blob.sha256);
    if (std::filesystem::exists(place)) return blob.was_there = true, blob;
    const auto file = incoming() / Uuid::made_at(SystemClock{}.now()).text();
    {
        const Descriptor descriptor(file, O_WRONLY | O_CREAT | O_EXCL);
        descriptor.write(bytes);
        descriptor.sync();
    }
    settle(folder_, file, place);
    return blob;
}

Blob Blobs::adopt(const std::filesystem::path& file, std::string_view sha256) {
    if (!is_sha256(sha256)) throw std::invalid_argument("no SHA-256: " + std::string(sha256));
    Blob blob{.sha256 = std::string(sha256), .size = std::filesystem::file_size(file)};
    const auto place = place_of(folder_, sha256);
    if (std::filesystem::exists(place)) {
        std::filesystem::remove(file);
        return blob.was_there = true, blob;
    }
    Descriptor(file, O_RDONLY).sync();
    settle(folder_, file, place);
    return blob;
}

std::optional<std::filesystem::path> Blobs::find(std::string_view sha256) const {
    if (!is_sha256(sha256)) return std::nullopt;
    const auto place = place_of(folder_, sha256);
    return std::filesystem::exists(place) ? std::optional{place} : std::nullopt;
}

std::string Blobs::bytes(std::string_view sha256) const {
    const auto place = find(sha256);
    if (!place) throw std::runtime_error("no blob " + std::string(sha256));
    std::ifstream file(*place, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(file), {}};
    if (file.bad() || !file.is_open()) fail_at(*place, "read");
    return bytes;
}

}  // namespace patente::blobs
