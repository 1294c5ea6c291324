// How our types cross to SQL: Instant as milliseconds (64 bit), Uuid and Id as text, optionals as NULL, bool and
// enums with names as integer and text. Include it where a store says soci::use or soci::into.
//
// Bytes need the dialect: write CAST(:crop AS {blob}) with use(bytes_to_sql(session, crop)), and read into a
// string that bytes_from_sql(session, text) turns back.
#pragma once

#include <soci/soci.h>

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/id.h"
#include "base/json.h"
#include "platform/storage/session.h"

namespace patente::storage {

std::string bytes_to_sql(const Session& session, std::string_view bytes);
std::string bytes_from_sql(const Session& session, std::string text);

}  // namespace patente::storage

namespace soci {

template <>
struct type_conversion<patente::Instant> {
    using base_type = long long;
    static void from_base(long long value, indicator ind, patente::Instant& result) {
        if (ind == i_null) throw soci_error("NULL where an instant was expected");
        result = patente::Instant{std::chrono::milliseconds{value}};
    }
    static void to_base(const patente::Instant& value, long long& base, indicator& ind) {
        base = value.time_since_epoch().count();
        ind = i_ok;
    }
};

template <>
struct type_conversion<patente::Uuid> {
    using base_type = std::string;
    static void from_base(const std::string& value, indicator ind, patente::Uuid& result) {
        const auto parsed = ind == i_null ? std::nullopt : patente::Uuid::parse(value);
        if (!parsed) throw soci_error("no UUID where one was expected");
        result = *parsed;
    }
    static void to_base(const patente::Uuid& value, std::string& base, indicator& ind) {
        base = value.text();
        ind = i_ok;
    }
};

template <typename Tag>
struct type_conversion<patente::Id<Tag>> {
    using base_type = std::string;
    static void from_base(const std::string& value, indicator ind, patente::Id<Tag>& result) {
        patente::Uuid uuid;
        type_conversion<patente::Uuid>::from_base(value, ind, uuid);
        result = patente::Id<Tag>{uuid};
    }
    static void to_base(const patente::Id<Tag>& value, std::string& base, indicator& ind) {
        type_conversion<patente::Uuid>::to_base(value.uuid(), base, ind);
    }
};

template <>
struct type_conversion<bool> {
    using base_type = int;
    static void from_base(int value, indicator ind, bool& result) {
        if (ind == i_null) throw soci_error("NULL where yes or no was expected");
        result = value != 0;
    }
    static void to_base(bool value, int& base, indicator& ind) {
        base = value ? 1 : 0;
        ind = i_ok;
    }
};

template <patente::json::Named E>
struct type_conversion<E> {
    using base_type = std::string;
    static void from_base(const std::string& value, indicator ind, E& result) {
        const auto found = ind == i_null ? std::nullopt : patente::json::enum_named<E>(value);
        if (!found) throw soci_error("\"" + value + "\" where a known name was expected");
        result = *found;
    }
    static void to_base(const E& value, std::string& base, indicator& ind) {
        base = patente::json::name_of(value);
        ind = i_ok;
    }
};

template <typename T>
struct type_conversion<std::optional<T>> {
    using base_type = typename type_conversion<T>::base_type;
    static void from_base(const base_type& value, indicator ind, std::optional<T>& result) {
        if (ind == i_null)
            result.reset();
        else
            type_conversion<T>::from_base(value, ind, result.emplace());
    }
    static void to_base(const std::optional<T>& value, base_type& base, indicator& ind) {
        if (value)
            type_conversion<T>::to_base(*value, base, ind);
        else
            ind = i_null;
    }
};

}  // namespace soci
