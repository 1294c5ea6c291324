#include "platform/http/field_value.h"

#include <algorithm>
#include <charconv>

namespace patente::http {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool is_token_character(char c) {
    return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z') || std::string_view("!#$%&'*+-.^_`|~").contains(c);
}

// Takes a quoted string off the front of `text`, which starts with its opening quote.
std::optional<std::string> take_quoted(std::string_view& text) {
    std::string value;
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (text[i] == '"') {
            text.remove_prefix(i + 1);
            return value;
        }
        const bool escapes = text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == '"' || text[i + 1] == '\\');
        value += text[escapes ? ++i : i];
    }
    return std::nullopt;
}

std::string take_until_semicolon(std::string_view& text) {
    const auto end = std::min(text.find(';'), text.size());
    const std::string value(trimmed(text.substr(0, end)));
    text.remove_prefix(end);
    return value;
}

// Takes `name=value` off the front of `text`; false when it is malformed.
bool take_parameter(std::string_view& text, FieldValue& result) {
    const auto equals = text.find('=');
    if (equals == std::string_view::npos) return false;
    std::string name = lower_case(trimmed(text.substr(0, equals)));
    if (!is_token(name) || result.parameter(name)) return false;
    text = trimmed(text.substr(equals + 1));
    auto value = text.starts_with('"') ? take_quoted(text) : std::optional{take_until_semicolon(text)};
    if (!value) return false;
    result.parameters.emplace_back(std::move(name), *std::move(value));
    text = trimmed(text);
    return text.empty() || text.starts_with(';');
}

}  // namespace

bool is_token(std::string_view text) { return !text.empty() && std::ranges::all_of(text, is_token_character); }

bool equals_ignoring_case(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

std::string lower_case(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(), lower);
    return result;
}

std::string_view trimmed(std::string_view text) {
    const auto begin = text.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

std::optional<std::string> FieldValue::parameter(std::string_view lower_case_name) const {
    const auto found = std::ranges::find(parameters, lower_case_name, &std::pair<std::string, std::string>::first);
    return found == parameters.end() ? std::nullopt : std::optional{found->second};
}

std::optional<FieldValue> field_value_of(std::string_view text) {
    FieldValue result{.value = take_until_semicolon(text)};
    while (!text.empty()) {
        text = trimmed(text.substr(1));
        if (!text.empty() && !text.starts_with(';') && !take_parameter(text, result)) return std::nullopt;
    }
    return result;
}

std::vector<std::string_view> list_items(std::string_view text) {
    std::vector<std::string_view> items;
    while (!text.empty()) {
        const auto comma = std::min(text.find(','), text.size());
        if (const auto item = trimmed(text.substr(0, comma)); !item.empty()) items.push_back(item);
        text.remove_prefix(std::min(comma + 1, text.size()));
    }
    return items;
}

double quality_of(std::string_view item) {
    const auto parsed = field_value_of(item);
    if (!parsed) return 0;
    const auto text = parsed->parameter("q");
    if (!text) return 1;
    double quality = 0;
    const auto [end, problem] = std::from_chars(text->data(), text->data() + text->size(), quality);
    return problem == std::errc{} && end == text->data() + text->size() ? quality : 0;
}

}  // namespace patente::http
