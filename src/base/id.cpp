#include "base/id.h"

#include <sys/random.h>

#include <mutex>
#include <stdexcept>

namespace patente {
namespace {

void fill_random(std::uint8_t* bytes, std::size_t count) {
    while (count > 0) {
        const ssize_t got = getrandom(bytes, count, 0);
        if (got <= 0) throw std::runtime_error("getrandom failed: no random bytes for an id");
        bytes += got;
        count -= static_cast<std::size_t>(got);
    }
}

std::optional<int> hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return std::nullopt;
}

// RFC 9562, 6.2, method 1: a counter in rand_a keeps ids of one millisecond in order.
struct Sequence {
    std::mutex mutex;
    std::int64_t last_ms = 0;
    unsigned counter = 0;
};

std::pair<std::int64_t, unsigned> next_in(Sequence& sequence, std::int64_t now_ms) {
    const std::lock_guard lock{sequence.mutex};
    if (now_ms > sequence.last_ms) {
        sequence.last_ms = now_ms;
        sequence.counter = 0;
    } else if (++sequence.counter == 0x1000) {
        ++sequence.last_ms;
        sequence.counter = 0;
    }
    return {sequence.last_ms, sequence.counter};
}

}  // namespace

Uuid Uuid::made_at(Instant now) {
    static Sequence sequence;
    const auto [ms, counter] = next_in(sequence, now.time_since_epoch().count());
    Uuid uuid;
    fill_random(uuid.bytes_.data() + 8, 8);
    for (int i = 0; i < 6; ++i) uuid.bytes_[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(ms >> (40 - 8 * i));
    uuid.bytes_[6] = static_cast<std::uint8_t>(0x70 | (counter >> 8));
    uuid.bytes_[7] = static_cast<std::uint8_t>(counter);
    uuid.bytes_[8] = static_cast<std::uint8_t>(0x80 | (uuid.bytes_[8] & 0x3f));
    return uuid;
}

std::optional<Uuid> Uuid::parse(std::string_view text) {
    if (text.size() != 36) return std::nullopt;
    Uuid uuid;
    std::size_t nibble = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (i == 8 || i == 13 || i == 18 || i == 23) {
            if (text[i] != '-') return std::nullopt;
            continue;
        }
        const auto value = hex_value(text[i]);
        if (!value) return std::nullopt;
        auto& byte = uuid.bytes_[nibble / 2];
        byte = static_cast<std::uint8_t>(byte << 4 | *value);
        ++nibble;
    }
    return uuid;
}

std::string Uuid::text() const {
    static constexpr char digits[] = "0123456789abcdef";
    std::string text;
    text.reserve(36);
    for (std::size_t i = 0; i < bytes_.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
        text += digits[bytes_[i] >> 4];
        text += digits[bytes_[i] & 15];
    }
    return text;
}

}  // namespace patente
