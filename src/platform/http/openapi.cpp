#include "platform/http/openapi.h"

#include <algorithm>
#include <map>
#include <set>

#include "platform/http/credentials.h"
#include "platform/http/field_value.h"

namespace patente::http {
namespace {

json::Object reference(std::string_view kind, std::string_view name) {
    return {{"$ref", "#/components/" + std::string(kind) + "/" + std::string(name)}};
}

json::Object text_schema() { return {{"type", "string"}}; }

// "/v1/stays/{stay}.pdf" has {"stay"}.
std::vector<std::string> path_parameters(std::string_view path) {
    std::vector<std::string> names;
    for (auto open = path.find('{'); open != std::string_view::npos; open = path.find('{', open + 1))
        names.emplace_back(path.substr(open + 1, path.find('}', open) - open - 1));
    return names;
}

// "GET /v1/stays/{stay}/charge" → "get_v1_stays_stay_charge".
std::string operation_id(const Route& route) {
    std::string id = lower_case(name_of(route.method));
    bool gap = true;
    for (const char c : route.path) {
        const bool is_name = std::isalnum(static_cast<unsigned char>(c)) || c == '_';
        if (is_name && gap) id += '_';
        if (is_name) id += c;
        gap = !is_name;
    }
    return id;
}

// The noun of the path: "/v1/stays/{stay}" belongs to "stays".
std::string tag_of(const Route& route) {
    std::string_view path = std::string_view(route.path).substr(1);
    if (path.starts_with("v1/")) path.remove_prefix(3);
    return std::string(path.substr(0, path.find('/')));
}

json::Object parameter(const QueryParameter& row, std::string_view place) {
    return {{"name", row.name}, {"in", place}, {"required", row.required}, {"description", row.help}, {"schema", row.schema}};
}

json::Array parameters_of(const Route& route) {
    json::Array all;
    for (auto& name : path_parameters(route.path))
        all.push_back(json::Object{{"name", name}, {"in", "path"}, {"required", true}, {"schema", text_schema()}});
    for (const auto& row : route.query) all.push_back(parameter(row, "query"));
    if (route.versioned) all.push_back(reference("parameters", route.method == Method::get ? "IfNoneMatch" : "IfMatch"));
    if (route.method == Method::post && route.idempotent) all.push_back(reference("parameters", "IdempotencyKey"));
    if (!route.personal.empty()) all.push_back(reference("parameters", "Reason"));
    return all;
}

json::Object form_schema(const std::vector<QueryParameter>& form) {
    json::Object properties;
    json::Array required;
    for (const auto& row : form) {
        json::Object schema = row.schema;
        if (!row.help.empty()) schema["description"] = row.help;
        properties[row.name] = std::move(schema);
        if (row.required) required.emplace_back(row.name);
    }
    json::Object schema{{"type", "object"}, {"properties", std::move(properties)}};
    if (!required.empty()) schema["required"] = std::move(required);
    return schema;
}

json::Object content(std::string_view type, json::Object schema) { return {{type, json::Object{{"schema", std::move(schema)}}}}; }

json::Object body_of(const Route& route, json::Components& components) {
    json::Object kinds;
    if (route.takes) kinds["application/json"] = json::Object{{"schema", route.takes(components)}};
    if (route.takes && route.method == Method::patch) kinds["application/merge-patch+json"] = kinds["application/json"];
    if (!route.form.empty()) kinds["multipart/form-data"] = json::Object{{"schema", form_schema(route.form)}};
    return {{"required", true}, {"content", std::move(kinds)}};
}

std::string_view meaning_of(int status) {
    switch (status) {
        case 201: return "Made";
        case 202: return "Accepted; it will be done";
        case 204: return "Done; no content";
        default: return "Done";
    }
}

json::Object responses_of(const Route& route, json::Components& components) {
    json::Object success{{"description", meaning_of(route.success)}};
    if (route.gives) success["content"] = content(route.gives_type, route.gives(components));
    if (route.versioned && route.gives) success["headers"] = json::Object{{"ETag", reference("headers", "ETag")}};
    json::Object responses{{std::to_string(route.success), std::move(success)}};
    if (route.versioned && route.method == Method::get) responses["304"] = json::Object{{"description", "Unchanged"}};
    if (route.versioned && route.method != Method::get) responses["412"] = reference("responses", "Problem");
    if (route.web_socket) responses["101"] = json::Object{{"description", "WebSocket: each event is a message"}};
    responses["default"] = reference("responses", "Problem");
    return responses;
}

std::string need_of(const Route& route) {
    if (route.permission == auth::own_session) return "Needs a browser's session.";
    return "Needs the permission `" + route.permission + "`.";
}

// Either will do.
json::Array security_of(const Route& route) {
    json::Array either;
    if (route.permission.empty()) return either;
    if (route.permission != auth::own_session) either.push_back(json::Object{{"key", json::Array{}}});
    json::Object session{{"session", json::Array{}}};
    if (route.method != Method::get) session["csrf"] = json::Array{};
    either.push_back(std::move(session));
    return either;
}

json::Object operation_of(const Route& route, json::Components& components) {
    std::string description = route.description;
    if (!route.permission.empty()) description += (description.empty() ? "" : "\n\n") + need_of(route);
    json::Object operation{
        {"operationId", operation_id(route)}, {"tags", json::Array{json::Value(tag_of(route))}}, {"summary", route.summary}};
    if (!description.empty()) operation["description"] = description;
    if (auto parameters = parameters_of(route); !parameters.empty()) operation["parameters"] = std::move(parameters);
    if (route.takes || !route.form.empty()) operation["requestBody"] = body_of(route, components);
    operation["responses"] = responses_of(route, components);
    operation["security"] = security_of(route);
    if (!route.permission.empty()) operation["x-permission"] = route.permission;
    if (!route.personal.empty()) operation["x-personal"] = route.personal;
    return operation;
}

json::Object problem_schema() {
    const json::Object fault{
        {"type", "object"},
        {"properties",
         json::Object{
             {"pointer", json::Object{{"type", "string"},
                                      {"description", "RFC 6901 pointer into the body, or the name of a query parameter."}}},
             {"code", text_schema()},
             {"detail", text_schema()}}},
        {"required", json::Array{"pointer", "code", "detail"}}};
    return {{"type", "object"},
            {"description", "RFC 9457. The texts are in the language of Accept-Language, Spanish or English."},
            {"properties",
             json::Object{{"type", json::Object{{"type", "string"}, {"format", "uri-reference"}}},
                          {"title", text_schema()},
                          {"status", json::Object{{"type", "integer"}}},
                          {"detail", text_schema()},
                          {"code", json::Object{{"type", "string"}, {"description", "Stable; listed in docs/problems.md."}}},
                          {"correlation_id", text_schema()},
                          {"errors", json::Object{{"type", "array"}, {"items", fault}}}}},
            {"required", json::Array{"type", "title", "status", "detail", "code", "correlation_id"}}};
}

json::Object header_parameter(std::string_view name, std::string_view help, json::Object schema = text_schema()) {
    return {{"name", name}, {"in", "header"}, {"required", false}, {"description", help}, {"schema", std::move(schema)}};
}

json::Object header_parameters() {
    return {{"IdempotencyKey",
             header_parameter("Idempotency-Key",
                              "The same key and request within 24 hours get the same answer and are not done again.",
                              {{"type", "string"}, {"minLength", 1}, {"maxLength", 255}})},
            {"Reason", header_parameter("X-Reason",
                                        "Why, percent-encoded UTF-8: kept in the audit log. 428 reason-needed where the setting "
                                        "audit-reasons asks for it.",
                                        {{"type", "string"}, {"maxLength", 600}})},
            {"IfMatch",
             header_parameter("If-Match", "The ETag that was read: 412 changed-meanwhile when somebody has edited it since.")},
            {"IfNoneMatch", header_parameter("If-None-Match", "The ETag that was read: 304 when nothing has changed since.")}};
}

json::Object components_of(json::Components schemas) {
    schemas["Problem"] = problem_schema();
    json::Object all;
    for (auto& [name, schema] : schemas) all[name] = std::move(schema);
    return {
        {"schemas", std::move(all)},
        {"parameters", header_parameters()},
        {"headers", json::Object{{"ETag", json::Object{{"description", "Its version and what is shown of it."},
                                                       {"schema", text_schema()}}}}},
        {"responses", json::Object{{"Problem", json::Object{{"description", "What is wrong, and what to do"},
                                                            {"content", content("application/problem+json",
                                                                                reference("schemas", "Problem"))}}}}},
        {"securitySchemes",
         json::Object{{"key", json::Object{{"type", "http"}, {"scheme", "bearer"}, {"description", "An API key: pat_…"}}},
                      {"session", json::Object{{"type", "apiKey"},
                                               {"in", "cookie"},
                                               {"name", session_cookie},
                                               {"description", "A browser's, set by POST /v1/session."}}},
                      {"csrf", json::Object{{"type", "apiKey"},
                                            {"in", "header"},
                                            {"name", "X-CSRF-Token"},
                                            {"description", "With the session, for all that changes something: its `csrf`."}}}}}};
}

void append_indented(std::string& out, const json::Value& value, std::size_t depth) {
    const std::string gap = "\n" + std::string(2 * depth + 2, ' ');
    bool first = true;
    const auto begin_item = [&] { out += std::exchange(first, false) ? gap : "," + gap; };
    const auto end = [&](char bracket) { (out += "\n" + std::string(2 * depth, ' ')) += bracket; };
    if (const auto* object = value.if_object(); object && !object->empty()) {
        out += '{';
        for (const auto& item : *object) {
            begin_item();
            out += json::text_of(json::Value(item.key())) + ": ";
            append_indented(out, item.value(), depth + 1);
        }
        end('}');
    } else if (const auto* array = value.if_array(); array && !array->empty()) {
        out += '[';
        for (const auto& item : *array) {
            begin_item();
            append_indented(out, item, depth + 1);
        }
        end(']');
    } else {
        out += json::text_of(value);
    }
}

}  // namespace

std::vector<std::string> permissions_of(const std::vector<Route>& routes) {
    std::set<std::string> named;
    for (const auto& route : routes)
        if (!route.permission.empty() && route.permission != auth::own_session) named.insert(route.permission);
    return {named.begin(), named.end()};
}

std::string openapi_document(const std::vector<Route>& routes, std::string_view version) {
    std::map<std::string, std::map<std::string, json::Object>> paths;
    json::Components schemas;
    for (const auto& route : routes)
        if (!route.hidden) paths[route.path][lower_case(name_of(route.method))] = operation_of(route, schemas);
    json::Object path_items;
    for (auto& [path, operations] : paths) {
        json::Object item;
        for (auto& [method, operation] : operations) item[method] = std::move(operation);
        path_items[path] = std::move(item);
    }
    const json::Object document{
        {"openapi", "3.1.0"},
        {"info", json::Object{{"title", "Patente"},
                              {"version", version},
                              {"description", "From the photo of a plate to a paid parking ticket."},
                              {"license", json::Object{{"name", "Apache-2.0"}, {"identifier", "Apache-2.0"}}}}},
        {"servers", json::Array{json::Object{{"url", "/"}}}},
        {"paths", std::move(path_items)},
        {"components", components_of(std::move(schemas))}};
    std::string text;
    append_indented(text, json::Value(document), 0);
    return text += '\n';
}

}  // namespace patente::http
