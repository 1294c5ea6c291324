// The first byte says where the body is cut in two: the parts must be the same as uncut, whatever the bytes are.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "platform/http/multipart.h"

namespace {

using namespace patente;

class Recorder final : public http::PartSink {
public:
    Result<> begin(http::PartHead head) override {
        log += "begin " + head.name + "|" + head.file_name + "|" + head.content_type + "\n";
        return {};
    }
    Result<> data(std::string_view bytes) override {
        log += bytes;
        return {};
    }
    Result<> end() override {
        log += "\nend\n";
        return {};
    }
    std::string log;
};

std::string parsed(std::string_view body, std::size_t split) {
    Recorder recorder;
    http::MultipartParser parser("b", recorder);
    auto outcome = parser.feed(body.substr(0, split));
    if (outcome) outcome = parser.feed(body.substr(split));
    if (outcome) outcome = parser.finish();
    return outcome ? recorder.log : outcome.error().problem;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view body(reinterpret_cast<const char*>(data + 1), size - 1);
    if (parsed(body, 0) != parsed(body, body.size() * data[0] / 256)) std::abort();
    return 0;
}
