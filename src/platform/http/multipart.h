// multipart/form-data (RFC 7578) as a stream: bytes in, in pieces of any size; the parts' heads, data and ends out.
// Pure: what becomes of the parts is the sink's business.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace patente::http {

struct PartHead {
    std::string name;
    std::string file_name;     // without folders; "" when is_file is false, and for a file that has no name
    bool is_file = false;      // there was a filename parameter
    std::string content_type;  // "text/plain" when the part does not say
};

// Any Error stops the parser, which hands it on.
class PartSink {
public:
    virtual ~PartSink() = default;
    virtual Result<> begin(PartHead head) = 0;
    virtual Result<> data(std::string_view bytes) = 0;
    virtual Result<> end() = 0;
};

struct MultipartLimits {
    std::size_t parts = 64;
    std::size_t head_bytes = 8 * 1024;      // of one part
    std::size_t preamble_bytes = 4 * 1024;  // before the first boundary
};

// 1 to 70 characters of RFC 2046. 400 "multipart-malformed" when there is none, 415 "content-type-unsupported" when
// it is not multipart/form-data.
Result<std::string> boundary_of(std::string_view content_type);

// Holds back no more than a part's head or a boundary. Every error is final: 400 "multipart-malformed" or
// 413 "multipart-too-large".
class MultipartParser {
public:
    MultipartParser(std::string_view boundary, PartSink& sink, MultipartLimits limits = {});

    Result<> feed(std::string_view bytes);
    Result<> finish();  // the body is over: an error unless the closing boundary was seen

private:
    enum class State { preamble, after_boundary, head, data, epilogue };

    Result<bool> step();  // false: needs more bytes
    Result<bool> skip_preamble();
    Result<bool> read_after_boundary();
    Result<bool> read_head();
    Result<bool> read_data();
    void consume(std::size_t count) { begin_ += count; }
    std::string_view held() const { return std::string_view(held_).substr(begin_); }

    const std::string delimiter_;  // CRLF "--" boundary
    PartSink& sink_;
    const MultipartLimits limits_;
    State state_ = State::preamble;
    std::string held_ = "\r\n";  // as if a line ended before the body, so that the first boundary is like the others
    std::size_t begin_ = 0;      // what of held_ is used up
    std::size_t parts_ = 0;
    std::size_t preamble_ = 0;
};

}  // namespace patente::http
