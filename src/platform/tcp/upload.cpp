#include "platform/tcp/upload.h"

#include <fcntl.h>
#include <unistd.h>

#include <utility>

#include "base/id.h"

namespace patente::tcp {

Upload Upload::into(const std::filesystem::path& folder, net::Budget& disk, Instant now) {
    Upload upload;
    upload.file_ = folder / (Uuid::made_at(now).text() + ".upload");
    upload.open_ = net::Descriptor::open(upload.file_, O_WRONLY | O_CREAT | O_EXCL, 0600);
    upload.share_ = std::make_unique<net::Share>(disk);
    return upload;
}

Upload& Upload::operator=(Upload&& other) noexcept {
    std::swap(file_, other.file_);
    std::swap(open_, other.open_);
    std::swap(share_, other.share_);
    std::swap(digest_, other.digest_);
    std::swap(bytes_, other.bytes_);
    return *this;
}

Upload::~Upload() {
    if (!file_.empty()) ::unlink(file_.c_str());
}

bool Upload::add(std::string_view bytes) {
    if (!share_->take(bytes.size())) return false;
    if (!open_.is_open()) open_ = net::Descriptor::open(file_, O_WRONLY | O_APPEND);
    open_.write_all(bytes);
    digest_.add(bytes);
    bytes_ += bytes.size();
    return true;
}

std::string Upload::finish() {
    open_ = {};
    return digest_.hex();
}

}  // namespace patente::tcp
