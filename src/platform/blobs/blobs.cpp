#include "platform/blobs/blobs.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <span>
#include <stdexcept>
#include <system_error>

#include "base/id.h"
#include "platform/blobs/files.h"

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

// 256 folders, made once: a blob then costs two fsyncs, its own and its folder's.
std::filesystem::path place_of(const std::filesystem::path& folder, std::string_view sha256) {
    return folder / sha256.substr(0, 2) / sha256;
}

void make_places(const std::filesystem::path& folder) {
    for (int first = 0; first < 256; ++first) std::filesystem::create_directory(folder / fmt::format("{:02x}", first));
}

void sync_folder(const std::filesystem::path& folder) { Descriptor(folder, O_RDONLY | O_DIRECTORY).sync(); }

// What a crash left half uploaded; younger files may be another process's uploads.
void remove_leftovers(const std::filesystem::path& folder) {
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        std::error_code gone;  // another process may be at the same file
        const auto age = std::filesystem::file_time_type::clock::now() - entry.last_write_time(gone);
        if (!gone && age > std::chrono::hours{1}) std::filesystem::remove(entry.path(), gone);
    }
}

std::string hex_of(std::span<const unsigned char> digest) {
    std::string hex;
    for (const auto byte : digest) hex += fmt::format("{:02x}", byte);
    return hex;
}

// A file being written; removed unless it is let go.
class Draft {
public:
    explicit Draft(std::filesystem::path path) : path_(std::move(path)) {}
    ~Draft() {
        std::error_code gone;
        if (!path_.empty()) std::filesystem::remove(path_, gone);
    }
    Draft(const Draft&) = delete;
    Draft& operator=(const Draft&) = delete;
    void let_go() { path_.clear(); }

private:
    std::filesystem::path path_;
};

}  // namespace

std::string sha256_of(std::string_view bytes) {
    std::array<unsigned char, 32> digest{};
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr) != 1)
        throw std::runtime_error("OpenSSL gives no SHA-256");
    return hex_of(digest);
}

std::string sha256_of_file(const std::filesystem::path& path) {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> hash(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    if (!hash || EVP_DigestInit_ex(hash.get(), EVP_sha256(), nullptr) != 1) throw std::runtime_error("OpenSSL gives no SHA-256");
    std::ifstream file(path, std::ios::binary);
    std::vector<char> chunk(1 << 16);
    while (file.read(chunk.data(), static_cast<std::streamsize>(chunk.size())), file.gcount() > 0)
        EVP_DigestUpdate(hash.get(), chunk.data(), static_cast<std::size_t>(file.gcount()));
    if (!file.eof()) fail_at(path, "read");
    std::array<unsigned char, 32> digest{};
    EVP_DigestFinal_ex(hash.get(), digest.data(), nullptr);
    return hex_of(digest);
}

void each_blob(const std::filesystem::path& folder,
               const std::function<void(const std::string& sha256, const std::filesystem::path& file)>& act) {
    for (int first = 0; first < 256; ++first)
        for (const auto& entry : std::filesystem::directory_iterator(folder / fmt::format("{:02x}", first)))
            if (const auto name = entry.path().filename().string(); is_sha256(name)) act(name, entry.path());
}

Blobs::Blobs(std::filesystem::path folder) : folder_(std::move(folder)) {
    std::filesystem::create_directories(incoming());
    make_places(folder_);
    sync_folder(folder_);
    remove_leftovers(incoming());
}

std::filesystem::path Blobs::incoming() const { return folder_ / "incoming"; }

Blob Blobs::put(std::string_view bytes) {
    Blob blob{.sha256 = sha256_of(bytes), .size = bytes.size()};
    if (is_kept(blob.sha256)) return blob.was_there = true, blob;
    const auto file = incoming() / Uuid::made_at(SystemClock{}.now()).text();
    Draft draft(file);
    {
        const Descriptor descriptor(file, O_WRONLY | O_CREAT | O_EXCL);
        descriptor.write(bytes);
        descriptor.sync();
    }
    settle(file, blob.sha256);
    draft.let_go();
    return blob;
}

Blob Blobs::adopt(const std::filesystem::path& file, std::string_view sha256) {
    if (!is_sha256(sha256)) throw std::invalid_argument("no SHA-256: " + std::string(sha256));
    Blob blob{.sha256 = std::string(sha256), .size = std::filesystem::file_size(file)};
    if (sha256_of_file(file) != sha256) throw std::invalid_argument("the file's bytes are not those of its SHA-256");
    if (is_kept(sha256)) {
        std::filesystem::remove(file);
        return blob.was_there = true, blob;
    }
    Descriptor(file, O_RDONLY).sync();
    settle(file, sha256);
    return blob;
}

// Also when another one is just moving it in: its folder entry may not be on disk yet. Costs little when it is.
bool Blobs::is_kept(std::string_view sha256) {
    const auto place = place_of(folder_, sha256);
    if (!std::filesystem::exists(place)) return false;
    sync_folder(place.parent_path());
    return true;
}

// Gives `file`, whose bytes are on disk, its place. Two at once bring the same bytes.
void Blobs::settle(const std::filesystem::path& file, std::string_view sha256) {
    const auto place = place_of(folder_, sha256);
    if (::rename(file.c_str(), place.c_str()) != 0) fail_at(place, "rename to");
    sync_folder(place.parent_path());
}

std::optional<std::filesystem::path> Blobs::find(std::string_view sha256) const {
    if (!is_sha256(sha256)) return std::nullopt;
    auto place = place_of(folder_, sha256);
    return std::filesystem::exists(place) ? std::optional{std::move(place)} : std::nullopt;
}

std::string Blobs::bytes(std::string_view sha256) const {
    const auto place = find(sha256);
    if (!place) throw std::runtime_error("no blob " + std::string(sha256));
    std::string bytes(std::filesystem::file_size(*place), '\0');
    std::ifstream file(*place, std::ios::binary);
    if (!file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()))) fail_at(*place, "read");
    return bytes;
}

}  // namespace patente::blobs
