#include "platform/http/exchange.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "platform/http/field_value.h"
#include "platform/http/multipart.h"
#include "platform/http/problem.h"
#include "platform/http/target.h"

namespace patente::http {
namespace {

constexpr std::size_t correlation_id_length_max = 128;

// Whatever a caller sends is written to logs and back to him, so it is kept to plain characters.
bool is_correlation_id(std::string_view text) {
    return !text.empty() && text.size() <= correlation_id_length_max && std::ranges::all_of(text, [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) || std::string_view("._:-").contains(c);
    });
}

bool is_host(std::string_view text) {
    return !text.empty() && text.size() <= 255 && std::ranges::all_of(text, [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) || std::string_view(".-_:[]").contains(c);
    });
}

std::size_t count_of(const Request& request, std::string_view name) {
    return std::ranges::count(request.headers, name, &std::pair<std::string, std::string>::first);
}

bool has_token(std::string_view list, std::string_view token) {
    return std::ranges::any_of(list_items(list), [&](std::string_view item) { return equals_ignoring_case(item, token); });
}

std::optional<Method> method_named(std::string_view name) {
    if (name == "HEAD") return Method::get;
    for (const Method method : {Method::get, Method::post, Method::put, Method::patch, Method::del})
        if (name == name_of(method)) return method;
    return std::nullopt;
}

std::string allow_field(const std::vector<Method>& allowed) {
    std::string text = "OPTIONS";
    for (const Method method : allowed) {
        text.append(", ").append(name_of(method));
        if (method == Method::get) text += ", HEAD";
    }
    return text;
}

// What would let two readers of one byte stream disagree about where a request ends is refused.
Result<> check_framing(Exchange& exchange, int minor_version) {
    const Request& request = exchange.request;
    const std::size_t hosts = count_of(request, "host");
    if (hosts > 1 || (hosts == 0 && minor_version >= 1) || (hosts == 1 && !is_host(request.header("host"))))
        return fail(ErrorKind::malformed, "host-malformed",
                    {"The request needs one Host field.", "El pedido necesita un campo Host."});
    const bool is_chunked = equals_ignoring_case(request.header("transfer-encoding"), "chunked");
    if (count_of(request, "transfer-encoding") > (is_chunked ? 1 : 0) || (is_chunked && minor_version == 0))
        return fail(ErrorKind::malformed, "transfer-encoding-unsupported",
                    {"Only Transfer-Encoding: chunked is understood.", "Solo se entiende Transfer-Encoding: chunked."});
    const std::string_view length = request.header("content-length");
    if (!length.empty()) {
        std::uint64_t bytes = 0;
        const auto [end, problem] = std::from_chars(length.data(), length.data() + length.size(), bytes);
        if (problem != std::errc{} || end != length.data() + length.size())
            return fail(ErrorKind::malformed, "content-length-malformed",
                        {"Content-Length must be a number.", "Content-Length debe ser un número."});
        exchange.content_length = bytes;
    }
    if (is_chunked || exchange.content_length.value_or(0) > 0) exchange.body_kind = BodyKind::memory;
    return {};
}

Result<> check_route(Exchange& exchange, const std::string& method, const std::vector<std::string>& segments,
                     const Router& router) {
    const auto known = method_named(method);
    auto match = router.match(known.value_or(Method::get), segments);
    if (match.allowed.empty())
        return fail(ErrorKind::not_found, "not-found", {"There is nothing at this address.", "No hay nada en esta dirección."});
    if (method == "OPTIONS") {
        exchange.refusal = Response{.status = 204, .content_type = "", .headers = {{"Allow", allow_field(match.allowed)}}};
        return {};
    }
    if (!known || !match.route) {
        exchange.refusal = problem_response({ErrorKind::not_allowed,
                                             "method-not-allowed",
                                             {"This address takes " + allow_field(match.allowed) + ".",
                                              "Esta dirección admite " + allow_field(match.allowed) + "."}},
                                            exchange.request.language, exchange.request.correlation_id);
        exchange.refusal->headers.emplace_back("Allow", allow_field(match.allowed));
        return {};
    }
    exchange.request.method = *known;
    exchange.route = match.route;
    exchange.request.path_parameters = std::move(match.parameters);
    return {};
}

bool is_json(std::string_view content_type) {
    const auto parsed = field_value_of(content_type);
    if (!parsed) return false;
    const std::string type = lower_case(parsed->value);
    return type == "application/json" || (type.starts_with("application/") && type.ends_with("+json"));
}

Result<> check_body(Exchange& exchange) {
    const Request& request = exchange.request;
    if (exchange.body_kind == BodyKind::none) return {};
    const Route& route = *exchange.route;
    if (exchange.content_length.value_or(0) > route.body_limit)
        return fail(ErrorKind::too_large, "body-too-large",
                    {"The body may have at most " + std::to_string(route.body_limit) + " bytes.",
                     "El cuerpo puede tener a lo sumo " + std::to_string(route.body_limit) + " bytes."});
    const std::string_view encoding = request.header("content-encoding");
    if (!encoding.empty() && !equals_ignoring_case(encoding, "identity"))
        return fail(ErrorKind::unsupported, "content-encoding-unsupported",
                    {"Send the body without Content-Encoding.", "Envíe el cuerpo sin Content-Encoding."});
    const std::string_view type = request.header("content-type");
    const bool is_multipart = lower_case(type).starts_with("multipart/");
    if (is_multipart && (!route.takes || !route.form.empty())) {
        exchange.boundary = TRY(boundary_of(type));
        exchange.body_kind = BodyKind::multipart;
    } else if (route.takes && !type.empty() && !is_json(type)) {
        return fail(ErrorKind::unsupported, "content-type-unsupported",
                    {"This address takes JSON: send Content-Type: application/json.",
                     "Esta dirección recibe JSON: envíe Content-Type: application/json."});
    }
    return {};
}

Result<> fill(Exchange& exchange, const Head& head, const Router& router) {
    TRY(check_framing(exchange, head.minor_version));
    if (head.method == "OPTIONS" && head.target == "*") {
        exchange.refusal =
            Response{.status = 204, .content_type = "", .headers = {{"Allow", "OPTIONS, GET, HEAD, POST, PUT, PATCH, DELETE"}}};
        return {};
    }
    Target target = TRY(target_of(head.target));
    exchange.request.path = target.path();
    exchange.request.query = std::move(target.query);
    TRY(check_route(exchange, head.method, target.segments, router));
    if (!exchange.route) return {};
    TRY(check_body(exchange));
    if (exchange.route->web_socket && !exchange.is_head && head.minor_version >= 1 && asks_web_socket(exchange.request))
        exchange.web_socket = TRY(web_socket_asked(exchange.request));
    return {};
}

}  // namespace

std::string address_behind(const std::string& peer, std::string_view forwarded_for, const std::vector<std::string>& trusted) {
    const auto is_trusted = [&](std::string_view address) { return std::ranges::find(trusted, address) != trusted.end(); };
    std::string found = peer;
    const auto hops = list_items(forwarded_for);
    for (auto hop = hops.rbegin(); hop != hops.rend() && is_trusted(found); ++hop) {
        const std::string address(*hop);
        std::array<unsigned char, 16> bytes{};
        if (inet_pton(AF_INET, address.c_str(), bytes.data()) != 1 && inet_pton(AF_INET6, address.c_str(), bytes.data()) != 1)
            break;
        found = address;
    }
    return found;
}

Exchange exchange_of(Head head, const Router& router, Instant now, const std::string& public_origin) {
    Exchange exchange;
    Request& request = exchange.request;
    request.received = now;
    request.remote_address = head.peer.address;
    exchange.certificate = std::move(head.peer.certificate);
    request.headers = std::move(head.fields);
    request.language = preferred_language(request.header("accept-language"), Language::es);
    const std::string_view correlation_id = request.header("x-correlation-id");
    request.correlation_id = is_correlation_id(correlation_id) ? std::string(correlation_id) : Uuid::made_at(now).text();
    request.origin = !public_origin.empty() ? public_origin
                                            : (head.peer.over_tls ? "https://" : "http://") + std::string(request.header("host"));
    const std::string_view connection = request.header("connection");
    exchange.keep_alive = head.minor_version >= 1 ? !has_token(connection, "close") : has_token(connection, "keep-alive");
    exchange.chunks_allowed = head.minor_version >= 1;
    exchange.is_head = head.method == "HEAD";
    exchange.expects_continue = head.minor_version >= 1 && equals_ignoring_case(request.header("expect"), "100-continue");
    if (auto filled = fill(exchange, head, router); !filled)
        exchange.refusal = problem_response(filled.error(), request.language, request.correlation_id);
    // The body of a refused request is not read, so the next request cannot be found.
    if (exchange.refusal && exchange.body_kind != BodyKind::none) exchange.keep_alive = false;
    if (exchange.refusal && exchange.refusal->status == 400) exchange.keep_alive = false;
    return exchange;
}

}  // namespace patente::http
