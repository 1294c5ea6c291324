#include "base/text.h"

#include <cctype>
#include <charconv>
#include <optional>

namespace patente {
namespace {

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front()))) text.remove_prefix(1);
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back()))) text.remove_suffix(1);
    return text;
}

std::optional<Language> language_of(std::string_view tag) {
    const std::string_view primary = tag.substr(0, tag.find('-'));
    if (primary == "es" || primary == "ES") return Language::es;
    if (primary == "en" || primary == "EN") return Language::en;
    return std::nullopt;
}

double quality_of(std::string_view parameters) {
    const auto at = parameters.find("q=");
    if (at == std::string_view::npos) return 1.0;
    double quality = 0;
    const std::string_view digits = trimmed(parameters.substr(at + 2));
    std::from_chars(digits.data(), digits.data() + digits.size(), quality);
    return quality;
}

}  // namespace

Language preferred_language(std::string_view accept_language, Language otherwise) {
    Language best = otherwise;
    double best_quality = 0;
    while (!accept_language.empty()) {
        const auto comma = accept_language.find(',');
        const std::string_view item = accept_language.substr(0, comma);
        accept_language.remove_prefix(comma == std::string_view::npos ? accept_language.size() : comma + 1);
        const auto semicolon = item.find(';');
        const auto language = language_of(trimmed(item.substr(0, semicolon)));
        const double quality = semicolon == std::string_view::npos ? 1.0 : quality_of(item.substr(semicolon + 1));
        if (language && quality > best_quality) {
            best = *language;
            best_quality = quality;
        }
    }
    return best;
}

std::string_view code_of(Language language) { return language == Language::es ? "es" : "en"; }

}  // namespace patente
