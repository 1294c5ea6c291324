// UUIDv7 (RFC 9562): ids that sort by the time they were made. Id<Tag> keeps the ids of one kind of
// thing from being handed over as those of another.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace patente {

class Uuid {
public:
    Uuid() = default;  // all zero: no thing

    static Uuid made_at(Instant now);                         // version 7; rising within this process; safe from any thread
    static std::optional<Uuid> parse(std::string_view text);  // 36 characters, either case

    std::string text() const;
    bool is_nil() const { return *this == Uuid{}; }
    auto operator<=>(const Uuid&) const = default;

private:
    std::array<std::uint8_t, 16> bytes_{};
    friend struct std::hash<Uuid>;
};

template <typename Tag>
class Id {
public:
    Id() = default;
    explicit Id(Uuid uuid) : uuid_(uuid) {}

    static Id made_at(Instant now) { return Id{Uuid::made_at(now)}; }
    static std::optional<Id> parse(std::string_view text) {
        const auto uuid = Uuid::parse(text);
        return uuid ? std::optional{Id{*uuid}} : std::nullopt;
    }

    const Uuid& uuid() const { return uuid_; }
    std::string text() const { return uuid_.text(); }
    bool is_nil() const { return uuid_.is_nil(); }
    auto operator<=>(const Id&) const = default;

private:
    Uuid uuid_;
};

}  // namespace patente

template <>
struct std::hash<patente::Uuid> {
    std::size_t operator()(const patente::Uuid& uuid) const {
        return std::hash<std::string_view>{}({reinterpret_cast<const char*>(uuid.bytes_.data()), uuid.bytes_.size()});
    }
};
template <typename Tag>
struct std::hash<patente::Id<Tag>> {
    std::size_t operator()(const patente::Id<Tag>& id) const { return std::hash<patente::Uuid>{}(id.uuid()); }
};
