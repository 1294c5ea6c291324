// JSON Merge Patch (RFC 7396) of a described struct: what a PATCH does.
#pragma once

#include <string>

#include "base/json.h"
#include "platform/http/route.h"

namespace patente::http {

json::Value merged(json::Value target, const json::Value& patch);

// Route::takes of a row that patches a T: every field may be left out.
json::Object patch_schema(const json::Object& whole, json::Components& components);
template <typename T>
SchemaMaker patch_of() {
    return [](json::Components& components) { return patch_schema(json::schema_of<T>(components), components); };
}

// The patch of a request's body, which must be an object: 422 "body-invalid" otherwise.
Result<json::Value> patch_in(const std::string& body);

// `before` with what the body changes. 422 "body-invalid" with every fault of the result.
template <typename T>
Result<T> patched(const T& before, const std::string& body) {
    return json::read_value<T>(merged(json::value_of(before), TRY(patch_in(body))));
}

}  // namespace patente::http
