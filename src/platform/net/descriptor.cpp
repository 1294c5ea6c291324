#include "platform/net/descriptor.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace patente::net {
namespace {

[[noreturn]] void fail_with_errno(const std::string& what) { throw std::system_error(errno, std::generic_category(), what); }

}  // namespace

Descriptor Descriptor::open(const std::filesystem::path& path, int flags, unsigned mode) {
    const int number = ::open(path.c_str(), flags | O_CLOEXEC, mode);
    if (number < 0) fail_with_errno("opening " + path.string());
    return Descriptor{number};
}

Descriptor::~Descriptor() {
    if (number_ >= 0) ::close(number_);
}

void Descriptor::write_all(std::string_view bytes) const {
    while (!bytes.empty()) {
        const ssize_t count = ::write(number_, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) fail_with_errno("writing a file");
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
}

std::size_t Descriptor::read_at(std::uint64_t offset, std::span<char> into) const {
    std::size_t filled = 0;
    while (filled < into.size()) {
        const ssize_t count = ::pread(number_, into.data() + filled, into.size() - filled, static_cast<off_t>(offset + filled));
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) fail_with_errno("reading a file");
        if (count == 0) break;
        filled += static_cast<std::size_t>(count);
    }
    return filled;
}

}  // namespace patente::net
