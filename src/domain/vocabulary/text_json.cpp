#include "domain/vocabulary/text_json.h"

namespace patente::json {
namespace {

struct TextShape {
    std::string es, en;

    static constexpr std::string_view schema_name = "Text";
    static constexpr auto fields() {
        return std::tuple{field("es", &TextShape::es).length(1, 500), field("en", &TextShape::en).length(1, 500)};
    }
};

}  // namespace

bool Codec<Text>::read(Reader& reader, const Value& value, Text& result) {
    TextShape shape;
    if (!Codec<TextShape>::read(reader, value, shape)) return false;
    result = {std::move(shape.en), std::move(shape.es)};
    return true;
}

Value Codec<Text>::write(const Text& value) { return Codec<TextShape>::write({value.es, value.en}); }
Object Codec<Text>::schema(Components& components) { return Codec<TextShape>::schema(components); }

}  // namespace patente::json
