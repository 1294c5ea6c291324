#include <fmt/format.h>

#include <set>

#include "domain/parking/zoning.h"

namespace patente::parking {
namespace {

std::set<std::string, std::less<>> names_of_settings() {
    std::set<std::string, std::less<>> names;
    std::apply([&](const auto&... fields) { (names.emplace(fields.name), ...); }, ZoneSettings::fields());
    return names;
}

Failure not_understood(const std::string& pointer, Text detail) {
    return fail(ErrorKind::invalid, "zone-invalid",
                {"The document holds no zones that are understood.", "El documento no tiene zonas que se entiendan."},
                {{pointer, "type", std::move(detail)}});
}

std::string text_in(const json::Object& object, std::string_view key) {
    const auto* value = object.if_contains(key);
    return value && value->is_string() ? std::string(value->as_string()) : std::string{};
}

// What `patente zone show` and the API write beside the settings.
bool is_read_only(std::string_view name) {
    return name == "version" || name == "currency" || name == "created_at" || name == "changed_at" || name == "inside";
}

ZoneDraft plain_draft(const json::Object& object, const std::string& pointer) {
    ZoneDraft draft{text_in(object, "id"), {}, pointer + "/area", pointer, {}};
    auto& change = draft.change.emplace_object();
    for (const auto& member : object)
        if (member.key() != "id" && !is_read_only(member.key())) change[member.key()] = member.value();
    return draft;
}

// RFC 7946 has no circles: a Point and how far around it.
json::Value area_of(const json::Value& geometry, const json::Object& properties) {
    const auto* object = geometry.if_object();
    const auto* radius = properties.if_contains("radius_m");
    if (!object || !radius || text_in(*object, "type") != "Point" || !object->contains("coordinates")) return geometry;
    return json::Object{{"type", "Circle"}, {"coordinates", object->at("coordinates")}, {"radius_m", *radius}};
}

Result<ZoneDraft> feature_draft(const json::Object& feature, const std::string& pointer) {
    static const auto known = names_of_settings();
    static const json::Object none;
    const auto* member = feature.if_contains("properties");
    if (member && !member->is_object() && !member->is_null())
        return not_understood(pointer + "/properties", {"an object", "un objeto"});
    const auto& properties = member && member->is_object() ? member->as_object() : none;
    ZoneDraft draft{text_in(properties, "id"), {}, pointer + "/geometry", pointer + "/properties", {}};
    auto& change = draft.change.emplace_object();
    for (const auto& property : properties) {
        const std::string_view name = property.key();
        if (name != "area" && known.contains(name))
            change[name] = property.value();
        else if (name != "id" && name != "radius_m" && !is_read_only(name))
            draft.unused.emplace_back(name);
    }
    if (const auto* geometry = feature.if_contains("geometry"); geometry && !geometry->is_null())
        change["area"] = area_of(*geometry, properties);
    return draft;
}

Result<ZoneDraft> draft_of(const json::Value& value, const std::string& pointer) {
    const auto* object = value.if_object();
    if (!object) return not_understood(pointer, {"a zone: an object", "una zona: un objeto"});
    if (text_in(*object, "type") == "Feature") return feature_draft(*object, pointer);
    return plain_draft(*object, pointer);
}

Result<std::vector<ZoneDraft>> drafts_of(const json::Array& values, const std::string& pointer) {
    std::vector<ZoneDraft> drafts;
    for (std::size_t i = 0; i < values.size(); ++i) drafts.push_back(TRY(draft_of(values[i], fmt::format("{}/{}", pointer, i))));
    return drafts;
}

}  // namespace

Result<std::vector<ZoneDraft>> zone_drafts(std::string_view document) {
    const auto value = TRY(json::parsed(document));
    if (const auto* list = value.if_array()) return drafts_of(*list, "");
    if (const auto* object = value.if_object(); object && text_in(*object, "type") == "FeatureCollection") {
        const auto* features = object->if_contains("features");
        if (!features || !features->is_array()) return not_understood("/features", {"a list", "una lista"});
        return drafts_of(features->as_array(), "/features");
    }
    std::vector<ZoneDraft> one;
    one.push_back(TRY(draft_of(value, "")));
    return one;
}

}  // namespace patente::parking
