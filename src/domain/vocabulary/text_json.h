// A sentence in both languages as JSON: {"es": "…", "en": "…"}.
#pragma once

#include "base/json.h"
#include "base/text.h"

namespace patente::json {

template <>
struct Codec<Text> {
    static bool read(Reader& reader, const Value& value, Text& result);
    static Value write(const Text& value);
    static Object schema(Components& components);
};

}  // namespace patente::json
