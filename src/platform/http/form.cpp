#include "platform/http/form.h"

#include "platform/http/target.h"

namespace patente::http {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

std::string text_of(const json::Value& value) {
    return value.is_string() ? std::string(value.as_string()) : json::text_of(value);
}

Result<Fields> fields_of_json(const std::string& body) {
    const auto value = TRY(json::parsed(body));
    const auto* object = value.if_object();
    if (!object)
        return fail(ErrorKind::malformed, "body-malformed", {"The body must be a form.", "El cuerpo debe ser un formulario."});
    Fields fields;
    for (const auto& [name, each] : *object) {
        if (each.is_null()) continue;
        if (const auto* list = each.if_array())
            for (const auto& item : *list) fields.emplace_back(name, text_of(item));
        else
            fields.emplace_back(name, text_of(each));
    }
    return fields;
}

}  // namespace

Result<Fields> form_fields(const Request& request) {
    if (request.body.starts_with('{')) return fields_of_json(request.body);
    if (!request.body.empty()) return query_of(request.body);
    Fields fields;
    for (const auto& part : request.parts)
        if (part.file.empty()) fields.emplace_back(part.name, part.value);
    return fields;
}

}  // namespace patente::http
