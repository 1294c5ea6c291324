#include "platform/http/target.h"

#include <algorithm>
#include <optional>

namespace patente::http {
namespace {

constexpr std::size_t parameters_max = 100;

Failure malformed(std::string en, std::string es) {
    return fail(ErrorKind::malformed, "target-malformed", {std::move(en), std::move(es)});
}

std::optional<int> hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return std::nullopt;
}

// How many bytes the character that starts with `lead` has, and the least code point that needs so many.
std::pair<int, char32_t> length_of(unsigned char lead) {
    if (lead < 0x80) return {1, 0};
    if (lead >= 0xC2 && lead <= 0xDF) return {2, 0x80};
    if (lead >= 0xE0 && lead <= 0xEF) return {3, 0x800};
    if (lead >= 0xF0 && lead <= 0xF4) return {4, 0x10000};
    return {0, 0};
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

Result<std::vector<std::string>> segments_of(std::string_view path) {
    std::vector<std::string> segments;
    path.remove_prefix(1);
    while (true) {
        const auto slash = path.find('/');
        std::string segment = TRY(percent_decoded(path.substr(0, slash), false));
        if (segment == "." || segment == "..")
            return malformed("The path may not hold . or .. segments.", "La ruta no puede tener segmentos . ni ..");
        if (std::ranges::any_of(segment, is_control))
            return malformed("The path holds control characters.", "La ruta tiene caracteres de control.");
        segments.push_back(std::move(segment));
        if (slash == std::string_view::npos) return segments;
        path.remove_prefix(slash + 1);
    }
}

// The path and query of an absolute form; the text itself when it is the origin form.
std::string_view origin_form(std::string_view text) {
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (!text.starts_with(scheme)) continue;
        const auto path = text.find_first_of("/?", scheme.size());
        return path == std::string_view::npos ? "/" : text.substr(path);
    }
    return text;
}

}  // namespace

bool is_utf8(std::string_view bytes) {
    for (std::size_t i = 0; i < bytes.size();) {
        const auto lead = static_cast<unsigned char>(bytes[i]);
        const auto [length, least] = length_of(lead);
        if (length == 0 || i + length > bytes.size()) return false;
        char32_t point = length == 1 ? lead : lead & (0xFF >> (length + 1));
        for (int k = 1; k < length; ++k) {
            const auto next = static_cast<unsigned char>(bytes[i + k]);
            if ((next & 0xC0) != 0x80) return false;
            point = point << 6 | (next & 0x3F);
        }
        if (point < least || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) return false;
        i += length;
    }
    return true;
}

Result<std::string> percent_decoded(std::string_view text, bool plus_is_space) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%') {
            const auto high = i + 2 < text.size() ? hex_digit(text[i + 1]) : std::nullopt;
            const auto low = high ? hex_digit(text[i + 2]) : std::nullopt;
            if (!low)
                return malformed("A % must be followed by two hex digits.", "A un % deben seguirle dos dígitos hexadecimales.");
            decoded += static_cast<char>(*high * 16 + *low);
            i += 2;
        } else {
            decoded += plus_is_space && text[i] == '+' ? ' ' : text[i];
        }
    }
    if (!is_utf8(decoded) || decoded.contains('\0'))
        return malformed("The address must be UTF-8 once decoded.", "La dirección decodificada debe ser UTF-8.");
    return decoded;
}

Result<std::vector<std::pair<std::string, std::string>>> query_of(std::string_view text) {
    std::vector<std::pair<std::string, std::string>> query;
    while (!text.empty()) {
        const auto ampersand = text.find('&');
        const std::string_view pair = text.substr(0, ampersand);
        text.remove_prefix(ampersand == std::string_view::npos ? text.size() : ampersand + 1);
        if (pair.empty()) continue;
        if (query.size() == parameters_max)
            return malformed("There are over 100 query parameters.", "Hay más de 100 parámetros en la consulta.");
        const auto equals = pair.find('=');
        std::string name = TRY(percent_decoded(pair.substr(0, equals), true));
        std::string value;
        if (equals != std::string_view::npos) value = TRY(percent_decoded(pair.substr(equals + 1), true));
        query.emplace_back(std::move(name), std::move(value));
    }
    return query;
}

std::string Target::path() const {
    std::string joined;
    for (const auto& segment : segments) joined.append("/").append(segment);
    return joined;
}

Result<Target> target_of(std::string_view text) {
    text = origin_form(text);
    const std::string_view path = text.substr(0, text.find('?'));
    if (!path.empty() && path.front() != '/')
        return malformed("The target must start with /.", "La dirección debe empezar con /.");
    if (text.contains('#')) return malformed("The target may not hold a #.", "La dirección no puede tener #.");
    Target target;
    target.segments = TRY(segments_of(path.empty() ? "/" : path));
    if (path.size() < text.size()) target.query = TRY(query_of(text.substr(path.size() + 1)));
    return target;
}

}  // namespace patente::http
