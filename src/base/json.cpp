#include "base/json.h"

#include <fmt/format.h>

#include <boost/json/src.hpp>
#include <cmath>
#include <mutex>
#include <regex>

namespace patente::json {
namespace {

// RFC 6901: "~" and "/" inside a key are written "~0" and "~1".
std::string escaped(std::string_view key) {
    std::string result;
    for (const char c : key) {
        if (c == '~')
            result += "~0";
        else if (c == '/')
            result += "~1";
        else
            result += c;
    }
    return result;
}

void append_quoted(std::string& out, std::string_view text) {
    out += '"';
    for (const char c : text) {
        switch (c) {
            case '"': out += "\\\""; break;
            case '\\': out += "\\\\"; break;
            case '\n': out += "\\n"; break;
            case '\r': out += "\\r"; break;
            case '\t': out += "\\t"; break;
            default:
                if (static_cast<unsigned char>(c) < 0x20)
                    out += fmt::format("\\u{:04x}", static_cast<unsigned char>(c));
                else
                    out += c;
        }
    }
    out += '"';
}

void append(std::string& out, const Value& value) {
    switch (value.kind()) {
        case boost::json::kind::null: out += "null"; break;
        case boost::json::kind::bool_: out += value.get_bool() ? "true" : "false"; break;
        case boost::json::kind::int64: fmt::format_to(std::back_inserter(out), "{}", value.get_int64()); break;
        case boost::json::kind::uint64: fmt::format_to(std::back_inserter(out), "{}", value.get_uint64()); break;
        case boost::json::kind::double_:
            if (std::isfinite(value.get_double()))
                fmt::format_to(std::back_inserter(out), "{}", value.get_double());
            else
                out += "null";
            break;
        case boost::json::kind::string: append_quoted(out, value.get_string()); break;
        case boost::json::kind::array: {
            out += '[';
            bool first = true;
            for (const auto& item : value.get_array()) {
                if (!std::exchange(first, false)) out += ',';
                append(out, item);
            }
            out += ']';
            break;
        }
        case boost::json::kind::object: {
            out += '{';
            bool first = true;
            for (const auto& item : value.get_object()) {
                if (!std::exchange(first, false)) out += ',';
                append_quoted(out, item.key());
                out += ':';
                append(out, item.value());
            }
            out += '}';
            break;
        }
    }
}

// A number with an exponent beyond double's range, such as 1e400 or 0e999: JSON allows it, but it could not be written again.
bool holds_unwritable(const Value& value) {
    if (const auto* number = value.if_double()) return !std::isfinite(*number);
    if (const auto* array = value.if_array()) return std::ranges::any_of(*array, holds_unwritable);
    if (const auto* object = value.if_object())
        return std::ranges::any_of(*object, [](const auto& item) { return holds_unwritable(item.value()); });
    return false;
}

std::string shortest(double number) { return fmt::format("{}", number); }

}  // namespace

void Reader::push(std::string_view key) {
    pointer_ += '/';
    pointer_ += escaped(key);
}

void Reader::wrong_type(const Text& expected) {
    fault("type", {"Must be " + expected.en + ".", "Debe ser " + expected.es + "."});
}

Result<Value> parsed(std::string_view text) {
    boost::json::stream_parser parser;
    boost::json::error_code error;
    const std::size_t used = parser.write_some(text.data(), text.size(), error);
    if (!error && used == text.size()) parser.finish(error);
    if (error || used != text.size()) {
        const std::string where = std::to_string(used);
        return fail(ErrorKind::malformed, "json-malformed",
                    {"The body is not JSON: something is wrong near byte " + where + ".",
                     "El cuerpo no es JSON: hay un error cerca del byte " + where + "."});
    }
    auto value = parser.release();
    if (holds_unwritable(value))
        return fail(
            ErrorKind::malformed, "json-malformed",
            {"A number of the body has too large an exponent.", "Un número del cuerpo tiene un exponente demasiado grande."});
    return value;
}

std::string text_of(const Value& value) {
    std::string out;
    append(out, value);
    return out;
}

bool matches(std::string_view pattern, std::string_view text) {
    static std::mutex mutex;
    static std::map<std::string, std::regex, std::less<>> compiled;
    if (text.size() > 4096) return false;  // std::regex recurses with the length of its text
    const std::regex* expression = nullptr;
    {
        const std::lock_guard lock{mutex};
        auto found = compiled.find(pattern);
        if (found == compiled.end()) found = compiled.emplace(pattern, std::regex{pattern.begin(), pattern.end()}).first;
        expression = &found->second;
    }
    return std::regex_match(text.begin(), text.end(), *expression);
}

void check_number(Reader& reader, double value, const Limits& limits) {
    if (value >= limits.least && value <= limits.most) return;
    if (std::isinf(limits.most))
        reader.fault("range",
                     {"Must be at least " + shortest(limits.least) + ".", "Debe ser " + shortest(limits.least) + " o más."});
    else
        reader.fault("range", {"Must be from " + shortest(limits.least) + " to " + shortest(limits.most) + ".",
                               "Debe estar entre " + shortest(limits.least) + " y " + shortest(limits.most) + "."});
}

void check_text(Reader& reader, std::string_view text, const Limits& limits) {
    if (text.size() < limits.length_min || text.size() > limits.length_max) {
        const auto least = std::to_string(limits.length_min), most = std::to_string(limits.length_max);
        reader.fault("length", {"Must have from " + least + " to " + most + " characters.",
                                "Debe tener de " + least + " a " + most + " caracteres."});
    } else if (!limits.pattern.empty() && !matches(limits.pattern, text)) {
        const std::string example{limits.pattern_help};
        reader.fault("pattern", {"Must look like " + example + ".", "Debe tener la forma " + example + "."});
    }
}

void check_items(Reader& reader, std::size_t count, const Limits& limits) {
    if (count >= limits.length_min && count <= limits.length_max) return;
    const auto least = std::to_string(limits.length_min), most = std::to_string(limits.length_max);
    reader.fault("length", {"Must have from " + least + " to " + most + " items.",
                            "Debe tener de " + least + " a " + most + " elementos."});
}

void add_limits(Object& schema, const Limits& limits) {
    Object* target = &schema;
    if (auto* either = schema.if_contains("anyOf")) target = &either->as_array()[0].as_object();  // std::optional
    const auto* type = target->if_contains("type");
    const bool is_array = type && *type == "array", is_string = type && *type == "string";
    const bool is_integer = type && *type == "integer";
    const auto number = [&](double value) { return is_integer ? Value(static_cast<std::int64_t>(value)) : Value(value); };
    if (std::isfinite(limits.least)) (*target)["minimum"] = number(limits.least);
    if (std::isfinite(limits.most)) (*target)["maximum"] = number(limits.most);
    if (limits.length_min > 0 && (is_string || is_array)) (*target)[is_array ? "minItems" : "minLength"] = limits.length_min;
    if (limits.length_max != std::numeric_limits<std::size_t>::max() && (is_string || is_array))
        (*target)[is_array ? "maxItems" : "maxLength"] = limits.length_max;
    if (!limits.pattern.empty()) (*target)["pattern"] = "^(?:" + std::string{limits.pattern} + ")$";
    if (!limits.help.empty()) schema["description"] = boost::json::string_view(limits.help);
}

void report_missing(Reader& reader, std::string_view field) {
    reader.inside(field, [&] { reader.fault("required", {"This field is required.", "Este campo es obligatorio."}); });
}

void report_unknown(Reader& reader, const Object& object, const std::vector<std::string_view>& known) {
    for (const auto& item : object) {
        const std::string_view key = item.key();
        if (std::ranges::find(known, key) == known.end())
            reader.inside(key, [&] { reader.fault("unknown", {"No such field here.", "Este campo no existe aquí."}); });
    }
}

bool read_integer(Reader& reader, const Value& value, std::int64_t least, std::int64_t most, std::int64_t& result) {
    if (const auto* number = value.if_int64()) {
        result = *number;
    } else {
        reader.wrong_type({"a whole number", "un número entero"});
        return false;
    }
    if (result >= least && result <= most) return true;
    check_number(reader, static_cast<double>(result), {.least = static_cast<double>(least), .most = static_cast<double>(most)});
    return false;
}

bool read_enum_fault(Reader& reader, const std::vector<std::string_view>& names) {
    std::string list;
    for (const auto name : names) list += (list.empty() ? "" : ", ") + std::string{name};
    reader.fault("choice", {"Must be one of: " + list + ".", "Debe ser uno de: " + list + "."});
    return false;
}

bool Codec<bool>::read(Reader& reader, const Value& value, bool& result) {
    if (const auto* flag = value.if_bool()) return result = *flag, true;
    reader.wrong_type({"true or false", "true o false"});
    return false;
}

bool Codec<std::string>::read(Reader& reader, const Value& value, std::string& result) {
    const auto* text = value.if_string();
    if (!text) {
        reader.wrong_type({"a text", "un texto"});
        return false;
    }
    // Databases and C libraries end a text at its first NUL: refuse what would be cut.
    if (text->find('\0') != boost::json::string::npos) {
        reader.fault("characters", {"Must not hold a NUL character.", "No debe contener un carácter NUL."});
        return false;
    }
    result.assign(text->data(), text->size());
    return true;
}

bool Codec<double>::read(Reader& reader, const Value& value, double& result) {
    if (value.is_number()) return result = value.to_number<double>(), true;
    reader.wrong_type({"a number", "un número"});
    return false;
}

bool Codec<Instant>::read(Reader& reader, const Value& value, Instant& result) {
    const auto* text = value.if_string();
    const auto instant = text ? parse_rfc3339({text->data(), text->size()}) : std::nullopt;
    if (instant) return result = *instant, true;
    reader.fault("time", {"Must be an RFC 3339 time with its offset, such as 2026-03-01T09:30:00-03:00.",
                          "Debe ser una hora RFC 3339 con su desfase, como 2026-03-01T09:30:00-03:00."});
    return false;
}

bool Codec<Uuid>::read(Reader& reader, const Value& value, Uuid& result) {
    const auto* text = value.if_string();
    const auto uuid = text ? Uuid::parse({text->data(), text->size()}) : std::nullopt;
    if (uuid) return result = *uuid, true;
    reader.fault("id", {"Must be an id (UUID).", "Debe ser un id (UUID)."});
    return false;
}

}  // namespace patente::json
