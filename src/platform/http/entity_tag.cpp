#include "platform/http/entity_tag.h"

#include <fmt/format.h>

#include <algorithm>

#include "platform/http/field_value.h"
#include "platform/net/digest.h"

namespace patente::http {
namespace {

constexpr std::size_t digest_digits = 16;

// "7" of W/"7-1f3a…"; "" when it is no tag.
std::string_view version_in(std::string_view tag) {
    if (tag.starts_with("W/")) tag.remove_prefix(2);
    if (tag.size() < 2 || !tag.starts_with('"') || !tag.ends_with('"')) return {};
    tag = tag.substr(1, tag.size() - 2);
    return tag.substr(0, tag.find('-'));
}

}  // namespace

Response tagged(Response response, int version) {
    net::Digest digest;
    digest.add(response.body);
    response.headers.emplace_back("ETag", fmt::format("\"{}-{}\"", version, digest.hex().substr(0, digest_digits)));
    return response;
}

Result<> unchanged_since(const Request& request, int version) {
    const auto wanted = request.header("if-match");
    const auto names_version = [now = std::to_string(version)](std::string_view tag) {
        return tag == "*" || version_in(tag) == now;
    };
    if (wanted.empty() || std::ranges::any_of(list_items(wanted), names_version)) return {};
    return fail(ErrorKind::precondition_failed, "changed-meanwhile",
                {"It was changed since you read it; read it again.", "Cambió desde que usted lo leyó; vuelva a leerlo."});
}

}  // namespace patente::http
