// Takes in the body of a request as it arrives: into memory, or, for multipart/form-data, its files to disk.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "platform/http/multipart.h"
#include "platform/http/route.h"
#include "platform/net/budget.h"

namespace patente::http {

// Where bodies go and how much of them there may be at once, over all connections.
struct BodyStore {
    std::filesystem::path incoming;  // folder for uploaded files
    net::Budget memory{256u << 20};
    net::Budget disk{4ull << 30};
    MultipartLimits multipart = {};

    // Deletes what a process that died left in `incoming`: uploads not touched for an hour.
    void sweep(Instant now) const;
};

class Body {
public:
    virtual ~Body() = default;  // deletes the files that are still where they were put

    // 413 "body-too-large" beyond the route's limit, 503 "bodies-full" when all bodies together are too much, and
    // the errors of multipart.h. Throws std::system_error when the disk fails.
    Result<> take(std::string_view bytes);
    virtual Result<> finish(Request& request) = 0;  // puts the body into the request
    std::uint64_t size() const { return size_; }

    static std::unique_ptr<Body> in_memory(BodyStore& store, std::uint64_t limit);
    // `field_limit`: for each field that is no file.
    static std::unique_ptr<Body> multipart(BodyStore& store, std::uint64_t limit, std::uint64_t field_limit,
                                           std::string_view boundary, Instant received);

protected:
    explicit Body(std::uint64_t limit) : limit_(limit) {}
    virtual Result<> keep(std::string_view bytes) = 0;

private:
    const std::uint64_t limit_;
    std::uint64_t size_ = 0;
};

}  // namespace patente::http
