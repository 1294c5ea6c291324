#include <cstdlib>

#include "domain/captures/image_protocol.h"
#include "platform/tcp/frame.h"

using namespace patente;

namespace {

// What is accepted is accepted again as it was understood.
template <typename Head>
void read_head(const std::string& text) {
    const auto head = json::read<Head>(text);
    if (!head) return;
    const auto said = json::text_of(*head);
    const auto again = json::read<Head>(said);
    if (!again || json::text_of(*again) != said) std::abort();
}

void read_frame(const tcp::Frame& frame) {
    using namespace captures::protocol;
    switch (frame.type) {
        case hello: return read_head<Hello>(frame.head);
        case image: return read_head<ImageHead>(frame.head);
        case history: return read_head<HistoryHead>(frame.head);
        default: return;
    }
}

}  // namespace

// A connection's bytes, as the server takes them: frame after frame, until one is cut or breaks the protocol. Whole ones
// written again are the same bytes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view bytes(reinterpret_cast<const char*>(data), size);
    while (bytes.size() >= tcp::prefix_bytes) {
        const auto prefix = tcp::prefix_of(std::span<const char, tcp::prefix_bytes>(bytes.data(), tcp::prefix_bytes));
        if (!prefix) return 0;
        const std::size_t length = tcp::prefix_bytes + prefix->head_bytes + std::size_t{prefix->body_bytes};
        if (length - 4 > tcp::length_max) std::abort();
        if (bytes.size() < length) return 0;
        const tcp::Frame frame{.type = prefix->type,
                               .id = prefix->id,
                               .head = std::string(bytes.substr(tcp::prefix_bytes, prefix->head_bytes)),
                               .body = std::string(bytes.substr(tcp::prefix_bytes + prefix->head_bytes, prefix->body_bytes))};
        if (tcp::bytes_of(frame) != bytes.substr(0, length)) std::abort();
        read_frame(frame);
        bytes.remove_prefix(length);
    }
    return 0;
}
