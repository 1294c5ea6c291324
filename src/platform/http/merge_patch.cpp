#include "platform/http/merge_patch.h"

namespace patente::http {

json::Value merged(json::Value target, const json::Value& patch) {
    const auto* changes = patch.if_object();
    if (!changes) return patch;
    if (!target.is_object()) target = json::Object{};
    auto& object = target.as_object();
    for (const auto& change : *changes) {
        if (change.value().is_null())
            object.erase(change.key());
        else
            object[change.key()] = merged(object[change.key()], change.value());
    }
    return target;
}

json::Object patch_schema(const json::Object& whole, json::Components& components) {
    const std::string reference(whole.at("$ref").as_string());  // a patch is of a named thing
    const std::string name = reference.substr(reference.rfind('/') + 1);
    auto patch = components.at(name);
    patch.erase("required");
    components[name + "Patch"] = std::move(patch);
    return {{"$ref", reference + "Patch"}};
}

Result<json::Value> patch_in(const std::string& body) {
    auto patch = TRY(json::parsed(body));
    if (!patch.is_object())
        return fail(ErrorKind::invalid, "body-invalid",
                    {"The body is an object of what changes.", "El cuerpo es un objeto con lo que cambia."},
                    {{"", "type", {"an object", "un objeto"}}});
    return patch;
}

}  // namespace patente::http
