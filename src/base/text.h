// A sentence for people in the two languages of the product, and the choice between them.
#pragma once

#include <string>
#include <string_view>

namespace patente {

enum class Language { es, en };

struct Text {
    std::string en;
    std::string es;

    const std::string& in(Language language) const { return language == Language::es ? es : en; }
    bool operator==(const Text&) const = default;
};

// The first supported language of an RFC 9110 Accept-Language value; `otherwise` when it names none.
Language preferred_language(std::string_view accept_language, Language otherwise);

std::string_view code_of(Language language);  // "es", "en"

}  // namespace patente
