#include "platform/http/body.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "platform/http/target.h"
#include "platform/net/descriptor.h"
#include "platform/net/digest.h"

namespace patente::http {
namespace {

constexpr std::string_view upload_suffix = ".upload";
constexpr std::chrono::hours abandoned_after{1};

Failure body_too_large(std::uint64_t limit) {
    return fail(ErrorKind::too_large, "body-too-large",
                {"The body may have at most " + std::to_string(limit) + " bytes.",
                 "El cuerpo puede tener a lo sumo " + std::to_string(limit) + " bytes."});
}

Failure bodies_full() {
    auto failure =
        fail(ErrorKind::busy, "bodies-full",
             {"Too many large requests are under way; try again.", "Hay demasiados pedidos grandes en curso; pruebe de nuevo."});
    failure.error().retry_after_s = 2;
    return failure;
}

class MemoryBody final : public Body {
public:
    MemoryBody(BodyStore& store, std::uint64_t limit) : Body(limit), share_(store.memory) {}

    Result<> finish(Request& request) override {
        request.body = std::move(bytes_);
        return {};
    }

private:
    Result<> keep(std::string_view bytes) override {
        if (!share_.take(bytes.size())) return bodies_full();
        bytes_ += bytes;
        return {};
    }

    net::Share share_;
    std::string bytes_;
};

class MultipartBody final : public Body, private PartSink {
public:
    MultipartBody(BodyStore& store, std::uint64_t limit, std::uint64_t field_limit, std::string_view boundary, Instant received)
        : Body(limit),
          store_(store),
          field_limit_(field_limit),
          received_(received),
          memory_(store.memory),
          disk_(store.disk),
          parser_(boundary, *this, store.multipart) {}

    ~MultipartBody() override {
        for (const auto& file : files_) ::unlink(file.c_str());  // one that a handler moved away is gone from here
    }

    Result<> finish(Request& request) override {
        TRY(parser_.finish());
        request.parts = std::move(parts_);
        return {};
    }

private:
    Result<> keep(std::string_view bytes) override { return parser_.feed(bytes); }

    Result<> begin(PartHead head) override {
        Part part{
            .name = std::move(head.name), .file_name = std::move(head.file_name), .content_type = std::move(head.content_type)};
        is_file_ = head.is_file;
        if (is_file_) {
            part.file = store_.incoming / (Uuid::made_at(received_).text() + std::string(upload_suffix));
            file_ = net::Descriptor::open(part.file, O_WRONLY | O_CREAT | O_EXCL, 0600);
            files_.push_back(part.file);
        }
        parts_.push_back(std::move(part));
        return {};
    }

    Result<> data(std::string_view bytes) override {
        Part& part = parts_.back();
        part.size += bytes.size();
        if (is_file_) {
            if (!disk_.take(bytes.size())) return bodies_full();
            digest_.add(bytes);
            file_.write_all(bytes);
            return {};
        }
        if (part.size > field_limit_)
            return fail(ErrorKind::too_large, "multipart-too-large",
                        {"The field " + part.name + " is too long.", "El campo " + part.name + " es demasiado largo."});
        if (!memory_.take(bytes.size())) return bodies_full();
        part.value += bytes;
        return {};
    }

    Result<> end() override {
        Part& part = parts_.back();
        if (is_file_) {
            part.sha256 = digest_.hex();
            file_ = {};
        } else if (!is_utf8(part.value)) {
            return fail(ErrorKind::malformed, "multipart-malformed",
                        {"The field " + part.name + " is not UTF-8.", "El campo " + part.name + " no es UTF-8."});
        }
        return {};
    }

    BodyStore& store_;
    const std::uint64_t field_limit_;
    const Instant received_;
    net::Share memory_;
    net::Share disk_;
    MultipartParser parser_;
    std::vector<Part> parts_;
    std::vector<std::filesystem::path> files_;
    bool is_file_ = false;
    net::Descriptor file_;
    net::Digest digest_;
};

}  // namespace

Result<> Body::take(std::string_view bytes) {
    size_ += bytes.size();
    if (size_ > limit_) return body_too_large(limit_);
    return keep(bytes);
}

std::unique_ptr<Body> Body::in_memory(BodyStore& store, std::uint64_t limit) {
    return std::make_unique<MemoryBody>(store, limit);
}

std::unique_ptr<Body> Body::multipart(BodyStore& store, std::uint64_t limit, std::uint64_t field_limit, std::string_view boundary,
                                      Instant received) {
    return std::make_unique<MultipartBody>(store, limit, field_limit, boundary, received);
}

void BodyStore::sweep(Instant now) const {
    for (const auto& entry : std::filesystem::directory_iterator(incoming)) {
        struct stat about{};
        if (entry.path().extension() != upload_suffix || ::stat(entry.path().c_str(), &about) != 0) continue;
        const Instant touched{std::chrono::milliseconds(about.st_mtim.tv_sec * 1000LL)};
        if (now - touched > abandoned_after) ::unlink(entry.path().c_str());
    }
}

}  // namespace patente::http
