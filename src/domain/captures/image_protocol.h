// What the frames of the image service say: docs/protocol.md.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "domain/captures/contract.h"

namespace patente::captures::protocol {

constexpr int version = 1;

enum Type : std::uint8_t {
    hello = 1,
    image = 2,
    cancel = 3,
    history = 4,
    ping = 5,
    welcome = 129,
    stored = 130,
    queued = 131,
    result = 132,
    page = 133,
    error = 134,
    pong = 135,
    window = 136,
};

struct Hello {
    int version = 0;
    std::string key;
    std::string language = "en";
    std::optional<std::string> resume;
    std::vector<std::int64_t> pending;
    bool subscribe = false;

    static constexpr auto fields() {
        return std::tuple{json::field("version", &Hello::version),
                          json::field("key", &Hello::key).length(1, 100),
                          json::field("language", &Hello::language).pattern("en|es", "en").or_default(),
                          json::field("resume", &Hello::resume),
                          json::field("pending", &Hello::pending).length(0, 4096).or_default(),
                          json::field("subscribe", &Hello::subscribe).or_default()};
    }
};

struct ImageHead {
    std::string name;
    std::optional<Instant> taken_at;
    std::optional<std::string> place;
    std::string device, region, zone;
    std::optional<std::int64_t> deadline_ms;
    std::int64_t offset = 0;

    static constexpr auto fields() {
        return std::tuple{json::field("name", &ImageHead::name).length(0, 1024).or_default(),
                          json::field("taken_at", &ImageHead::taken_at),
                          json::field("place", &ImageHead::place).length(3, 200),
                          json::field("device", &ImageHead::device).length(0, 80).or_default(),
                          json::field("region", &ImageHead::region).length(0, 80).or_default(),
                          json::field("zone", &ImageHead::zone).length(0, 80).or_default(),
                          json::field("deadline_ms", &ImageHead::deadline_ms).range(1, 86'400'000),
                          json::field("offset", &ImageHead::offset).range(0, 32 << 20).or_default()};
    }
};

struct Nothing {
    static constexpr auto fields() { return std::tuple{}; }
};

struct HistoryHead {
    std::optional<std::string> plate;
    std::optional<Instant> from, to;

    int limit = 50;
    std::optional<std::string> cursor;

    static constexpr auto fields() {
        return std::tuple{json::field("plate", &HistoryHead::plate).length(1, 32), json::field("from", &HistoryHead::from),
                          json::field("to", &HistoryHead::to),
                          json::field("limit", &HistoryHead::limit).range(1, 200).or_default(),
                          json::field("cursor", &HistoryHead::cursor).length(1, 200)};
    }
};

struct Partial {
    std::int64_t id = 0, bytes = 0;

    static constexpr auto fields() { return std::tuple{json::field("id", &Partial::id), json::field("bytes", &Partial::bytes)}; }
};

struct Welcome {
    int version = protocol::version;
    std::string resume;
    int window = 0;
    std::vector<Partial> partial;

    static constexpr auto fields() {
        return std::tuple{json::field("version", &Welcome::version), json::field("resume", &Welcome::resume),
                          json::field("window", &Welcome::window), json::field("partial", &Welcome::partial)};
    }
};

struct Stored {
    CaptureId capture;
    std::string sha256;
    std::optional<CaptureId> duplicate_of;

    static constexpr auto fields() {
        return std::tuple{json::field("capture", &Stored::capture), json::field("sha256", &Stored::sha256),
                          json::field("duplicate_of", &Stored::duplicate_of)};
    }
};

struct Queued {
    std::int64_t position = 0, expected_ms = 0;

    static constexpr auto fields() {
        return std::tuple{json::field("position", &Queued::position), json::field("expected_ms", &Queued::expected_ms)};
    }
};

struct PageHead {
    std::optional<std::string> next;

    static constexpr auto fields() { return std::tuple{json::field("next", &PageHead::next)}; }
};

struct WindowHead {
    int images = 0;

    static constexpr auto fields() { return std::tuple{json::field("images", &WindowHead::images)}; }
};

struct FaultSaid {
    std::string pointer, code, detail;

    static constexpr auto fields() {
        return std::tuple{json::field("pointer", &FaultSaid::pointer), json::field("code", &FaultSaid::code),
                          json::field("detail", &FaultSaid::detail)};
    }
};

struct ErrorHead {
    std::string code, text;
    std::vector<FaultSaid> errors;

    static constexpr auto fields() {
        return std::tuple{json::field("code", &ErrorHead::code), json::field("text", &ErrorHead::text),
                          json::field("errors", &ErrorHead::errors)};
    }
};

}  // namespace patente::captures::protocol
