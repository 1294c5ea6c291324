// One declaration of a struct gives its JSON reader, its writer and its JSON Schema (2020-12).
//
//     struct Visit {
//         std::string name;
//         int wheels = 4;
//         static constexpr std::string_view schema_name = "Visit";     // optional: a named component
//         static constexpr auto fields() {
//             return std::tuple{json::field("name", &Visit::name).length(1, 80).help("Who comes."),
//                               json::field("wheels", &Visit::wheels).range(1, 18).or_default()};
//         }
//     };
//
// Reading reports every fault at once: missing and unknown fields, wrong types, ranges, lengths, patterns.
// A std::optional member may be missing or null; `or_default()` lets a missing field keep the struct's own value.
// Other types join by a specialisation of json::Codec<T>.
#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "base/result.h"

namespace patente::json {

using Value = boost::json::value;
using Object = boost::json::object;
using Array = boost::json::array;

// Where the reader stands and what it has found wrong so far.
class Reader {
public:
    void fault(std::string code, Text detail) { faults_.push_back({pointer_, std::move(code), std::move(detail)}); }
    void wrong_type(const Text& expected);

    template <typename Step>
    void inside(std::string_view key, Step&& step) {
        const auto length = pointer_.size();
        push(key);
        step();
        pointer_.resize(length);
    }

    bool clean() const { return faults_.empty(); }
    std::vector<Fault>&& take_faults() { return std::move(faults_); }
    const std::string& pointer() const { return pointer_; }

private:
    void push(std::string_view key);

    std::string pointer_;
    std::vector<Fault> faults_;
};

// Named schemas that a document refers to by "#/components/schemas/NAME".
using Components = std::map<std::string, Object>;

template <typename T>
struct Codec;  // bool read(Reader&, const Value&, T&); Value write(const T&); Object schema(Components&)

struct Limits {
    double least = -std::numeric_limits<double>::infinity();
    double most = std::numeric_limits<double>::infinity();
    std::size_t length_min = 0;
    std::size_t length_max = std::numeric_limits<std::size_t>::max();
    std::string_view pattern;       // ECMAScript, whole string
    std::string_view pattern_help;  // an example of what matches
    std::string_view help;          // goes into the schema
};

template <typename Owner, typename Member>
struct Field {
    std::string_view name;
    Member Owner::* member;
    Limits limits{};
    bool required = true;

    constexpr Field range(double least, double most) const {
        return with([&](Limits& l) { l.least = least, l.most = most; });
    }
    // Characters of a string (bytes of its UTF-8), or items of an array.
    constexpr Field length(std::size_t least, std::size_t most) const {
        return with([&](Limits& l) { l.length_min = least, l.length_max = most; });
    }
    constexpr Field pattern(std::string_view expression, std::string_view example) const {
        return with([&](Limits& l) { l.pattern = expression, l.pattern_help = example; });
    }
    constexpr Field help(std::string_view sentence) const {
        return with([&](Limits& l) { l.help = sentence; });
    }
    constexpr Field or_default() const {
        Field changed = *this;
        changed.required = false;
        return changed;
    }

private:
    template <typename Change>
    constexpr Field with(Change&& change) const {
        Field changed = *this;
        change(changed.limits);
        return changed;
    }
};

template <typename Owner, typename Member>
constexpr auto field(std::string_view name, Member Owner::* member) {
    return Field<Owner, Member>{name, member};
}

template <typename T>
concept Described = requires { T::fields(); };

// An enum joins by `constexpr std::array<std::pair<E, std::string_view>, N> names_of(E)` found beside it.
template <typename E>
concept Named = std::is_enum_v<E> && requires(E e) { names_of(e); };

template <Named E>
std::string_view name_of(E value) {
    for (const auto& [each, name] : names_of(E{}))
        if (each == value) return name;
    return {};
}
template <Named E>
std::optional<E> enum_named(std::string_view name) {
    for (const auto& [each, its_name] : names_of(E{}))
        if (its_name == name) return each;
    return std::nullopt;
}

// ---- the calls ---------------------------------------------------------------------------------------------------

// The syntax alone: 400 "json-malformed" with the place of the first error; nesting beyond 32 is refused.
Result<Value> parsed(std::string_view text);

// Deterministic text: fields in order of declaration, shortest numbers that read back the same.
std::string text_of(const Value& value);

template <typename T>
Value value_of(const T& value) {
    return Codec<T>::write(value);
}
template <typename T>
std::string text_of(const T& value) {
    return text_of(Codec<T>::write(value));
}

template <typename T>
Result<T> read_value(const Value& value) {
    Reader reader;
    T result{};
    Codec<T>::read(reader, value, result);
    if (!reader.clean())
        return fail(ErrorKind::invalid, "body-invalid",
                    {"Some fields are not right; see errors.", "Algunos campos no están bien; ver errors."},
                    reader.take_faults());
    return result;
}
// 400 when it is no JSON, 422 with all faults when it is not a T.
template <typename T>
Result<T> read(std::string_view text) {
    return read_value<T>(TRY(parsed(text)));
}

// The schema of T; a struct with a schema_name becomes a component and is referred to.
template <typename T>
Object schema_of(Components& components) {
    return Codec<T>::schema(components);
}

// ---- how the types are read, written and described ----------------------------------------------------------------

bool matches(std::string_view pattern, std::string_view text);  // compiled once for each pattern; text ≤ 4096 bytes
void check_number(Reader& reader, double value, const Limits& limits);
void check_text(Reader& reader, std::string_view text, const Limits& limits);
void check_items(Reader& reader, std::size_t count, const Limits& limits);
void add_limits(Object& schema, const Limits& limits);
void report_missing(Reader& reader, std::string_view field);
void report_unknown(Reader& reader, const Object& object, const std::vector<std::string_view>& known);
bool read_integer(Reader& reader, const Value& value, std::int64_t least, std::int64_t most, std::int64_t& result);
bool read_enum_fault(Reader& reader, const std::vector<std::string_view>& names);  // always false

template <typename T>
struct is_optional : std::false_type {};
template <typename T>
struct is_optional<std::optional<T>> : std::true_type {
    using inner = T;
};
template <typename T>
struct is_vector : std::false_type {};
template <typename T>
struct is_vector<std::vector<T>> : std::true_type {};
template <typename T>
struct is_map : std::false_type {};
template <typename T>
struct is_map<std::map<std::string, T>> : std::true_type {};

template <>
struct Codec<bool> {
    static bool read(Reader& reader, const Value& value, bool& result);
    static Value write(bool value) { return value; }
    static Object schema(Components&) { return {{"type", "boolean"}}; }
};
template <>
struct Codec<std::string> {
    static bool read(Reader& reader, const Value& value, std::string& result);
    static Value write(const std::string& value) { return Value(boost::json::string_view(value)); }
    static Object schema(Components&) { return {{"type", "string"}}; }
};
template <>
struct Codec<double> {
    static bool read(Reader& reader, const Value& value, double& result);
    static Value write(double value) { return value; }
    static Object schema(Components&) { return {{"type", "number"}}; }
};
template <std::integral T>
    requires(!std::same_as<T, bool>)
struct Codec<T> {
    static bool read(Reader& reader, const Value& value, T& result) {
        constexpr auto most = sizeof(T) < 8 || std::is_signed_v<T> ? static_cast<std::int64_t>(std::numeric_limits<T>::max())
                                                                   : std::numeric_limits<std::int64_t>::max();
        std::int64_t number = 0;
        if (!read_integer(reader, value, static_cast<std::int64_t>(std::numeric_limits<T>::min()), most, number)) return false;
        result = static_cast<T>(number);
        return true;
    }
    static Value write(T value) { return static_cast<std::int64_t>(value); }
    static Object schema(Components&) { return {{"type", "integer"}}; }
};
template <>
struct Codec<Instant> {
    static bool read(Reader& reader, const Value& value, Instant& result);
    static Value write(Instant value) { return Value(boost::json::string_view(to_rfc3339(value))); }
    static Object schema(Components&) { return {{"type", "string"}, {"format", "date-time"}}; }
};
template <>
struct Codec<Uuid> {
    static bool read(Reader& reader, const Value& value, Uuid& result);
    static Value write(const Uuid& value) { return Value(boost::json::string_view(value.text())); }
    static Object schema(Components&) { return {{"type", "string"}, {"format", "uuid"}}; }
};
template <typename Tag>
struct Codec<Id<Tag>> {
    static bool read(Reader& reader, const Value& value, Id<Tag>& result) {
        Uuid uuid;
        if (!Codec<Uuid>::read(reader, value, uuid)) return false;
        result = Id<Tag>{uuid};
        return true;
    }
    static Value write(const Id<Tag>& value) { return Codec<Uuid>::write(value.uuid()); }
    static Object schema(Components& components) { return Codec<Uuid>::schema(components); }
};
template <>
struct Codec<Value> {  // anything: for documents that are kept as they came
    static bool read(Reader&, const Value& value, Value& result) {
        result = value;
        return true;
    }
    static Value write(const Value& value) { return value; }
    static Object schema(Components&) { return {}; }
};
template <Named E>
struct Codec<E> {
    static std::vector<std::string_view> names() {
        std::vector<std::string_view> all;
        for (const auto& pair : names_of(E{})) all.push_back(pair.second);
        return all;
    }
    static bool read(Reader& reader, const Value& value, E& result) {
        const auto* text = value.if_string();
        const auto found = text ? enum_named<E>({text->data(), text->size()}) : std::nullopt;
        if (!found) return read_enum_fault(reader, names());
        result = *found;
        return true;
    }
    static Value write(E value) { return Value(boost::json::string_view(name_of(value))); }
    static Object schema(Components&) {
        Array all;
        for (const auto name : names()) all.emplace_back(boost::json::string_view(name));
        return {{"type", "string"}, {"enum", std::move(all)}};
    }
};
template <typename T>
struct Codec<std::optional<T>> {
    static bool read(Reader& reader, const Value& value, std::optional<T>& result) {
        if (value.is_null()) {
            result.reset();
            return true;
        }
        return Codec<T>::read(reader, value, result.emplace());
    }
    static Value write(const std::optional<T>& value) { return value ? Codec<T>::write(*value) : Value(nullptr); }
    static Object schema(Components& components) {
        Array either;
        either.emplace_back(Codec<T>::schema(components));
        either.emplace_back(Object{{"type", "null"}});
        return {{"anyOf", std::move(either)}};
    }
};
template <typename T>
struct Codec<std::vector<T>> {
    static bool read(Reader& reader, const Value& value, std::vector<T>& result) {
        const auto* array = value.if_array();
        if (!array) {
            reader.wrong_type({"an array", "una lista"});
            return false;
        }
        bool good = true;
        result.resize(array->size());
        for (std::size_t i = 0; i < array->size(); ++i)
            reader.inside(std::to_string(i), [&] { good &= Codec<T>::read(reader, (*array)[i], result[i]); });
        return good;
    }
    static Value write(const std::vector<T>& value) {
        Array array;
        array.reserve(value.size());
        for (const auto& item : value) array.push_back(Codec<T>::write(item));
        return array;
    }
    static Object schema(Components& components) { return {{"type", "array"}, {"items", Codec<T>::schema(components)}}; }
};
template <typename T>
struct Codec<std::map<std::string, T>> {
    static bool read(Reader& reader, const Value& value, std::map<std::string, T>& result) {
        const auto* object = value.if_object();
        if (!object) {
            reader.wrong_type({"an object", "un objeto"});
            return false;
        }
        bool good = true;
        result.clear();
        for (const auto& item : *object)
            reader.inside(item.key(), [&] { good &= Codec<T>::read(reader, item.value(), result[std::string(item.key())]); });
        return good;
    }
    static Value write(const std::map<std::string, T>& value) {
        Object object;
        for (const auto& [key, item] : value) object.emplace(key, Codec<T>::write(item));
        return object;
    }
    static Object schema(Components& components) {
        return {{"type", "object"}, {"additionalProperties", Codec<T>::schema(components)}};
    }
};

// Checks the limits of a field on a value that was read.
template <typename T>
void check_limits(Reader& reader, const T& value, const Limits& limits) {
    if constexpr (is_optional<T>::value) {
        if (value) check_limits(reader, *value, limits);
    } else if constexpr (std::is_same_v<T, std::string>) {
        check_text(reader, value, limits);
    } else if constexpr (is_vector<T>::value || is_map<T>::value) {
        check_items(reader, value.size(), limits);
    } else if constexpr (std::is_arithmetic_v<T> && !std::is_same_v<T, bool>) {
        check_number(reader, static_cast<double>(value), limits);
    }
}

template <Described T>
struct Codec<T> {
    static bool read(Reader& reader, const Value& value, T& result) {
        const auto* object = value.if_object();
        if (!object) {
            reader.wrong_type({"an object", "un objeto"});
            return false;
        }
        bool good = true;
        std::vector<std::string_view> known;
        std::apply(
            [&](const auto&... field) {
                ((known.push_back(field.name), good &= read_field(reader, *object, field, result)), ...);
            },
            T::fields());
        report_unknown(reader, *object, known);
        return good && reader.clean();
    }
    static Value write(const T& value) {
        Object object;
        std::apply([&](const auto&... field) { (object.emplace(field.name, value_of(value.*field.member)), ...); }, T::fields());
        return object;
    }
    static Object schema(Components& components) {
        if constexpr (requires { T::schema_name; }) {
            const std::string name{T::schema_name};
            if (!components.contains(name)) {
                components[name];  // stands there before its fields are walked, so that a type may hold itself
                components[name] = inline_schema(components);
            }
            return {{"$ref", "#/components/schemas/" + name}};
        } else {
            return inline_schema(components);
        }
    }

private:
    template <typename F>
    static bool read_field(Reader& reader, const Object& object, const F& field, T& result) {
        using Member = std::remove_cvref_t<decltype(result.*field.member)>;
        const auto* value = object.if_contains(field.name);
        if (!value) {
            if (is_optional<Member>::value || !field.required) return true;
            report_missing(reader, field.name);
            return false;
        }
        bool good = true;
        reader.inside(field.name, [&] {
            good = Codec<Member>::read(reader, *value, result.*field.member);
            if (good) check_limits(reader, result.*field.member, field.limits);
        });
        return good;
    }
    static Object inline_schema(Components& components) {
        Object properties;
        Array required;
        std::apply(
            [&](const auto&... field) {
                ((properties[field.name] = field_schema(components, field), note_required(required, field)), ...);
            },
            T::fields());
        Object schema{{"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
        if (!required.empty()) schema["required"] = std::move(required);
        return schema;
    }
    template <typename Owner, typename Member>
    static Object field_schema(Components& components, const Field<Owner, Member>& field) {
        Object schema = Codec<Member>::schema(components);
        add_limits(schema, field.limits);
        return schema;
    }
    template <typename Owner, typename Member>
    static void note_required(Array& required, const Field<Owner, Member>& field) {
        if (field.required && !is_optional<Member>::value) required.emplace_back(boost::json::string_view(field.name));
    }
};

}  // namespace patente::json
