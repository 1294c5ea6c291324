#include "platform/http/problem.h"

#include <fmt/format.h>

#include <algorithm>

#include "platform/http/problem_table.h"

namespace patente::http {
namespace {

Text title_of(int status) {
    switch (status) {
        case 400: return {"The request is malformed", "El pedido está mal formado"};
        case 401: return {"A valid key is needed", "Hace falta una clave válida"};
        case 403: return {"The key may not do this", "La clave no permite hacer esto"};
        case 404: return {"There is no such thing", "No existe"};
        case 405: return {"The address does not take this method", "La dirección no admite este método"};
        case 408: return {"The request came too slowly", "El pedido llegó demasiado despacio"};
        case 409: return {"The present state forbids it", "El estado actual no lo permite"};
        case 412: return {"It has changed meanwhile", "Cambió mientras tanto"};
        case 413: return {"The request is too large", "El pedido es demasiado grande"};
        case 415: return {"The content type is not supported", "El tipo de contenido no se admite"};
        case 416: return {"The range does not exist", "El rango no existe"};
        case 422: return {"The request is not valid", "El pedido no es válido"};
        case 428: return {"Something must be said first", "Falta decir algo antes"};
        case 429: return {"Too many requests", "Demasiados pedidos"};
        case 431: return {"The headers are too large", "Los encabezados son demasiado grandes"};
        case 501: return {"Not supported", "No se admite"};
        case 503: return {"Not possible now; try again later", "Ahora no es posible; pruebe más tarde"};
        default: return {"Something went wrong here", "Algo falló de este lado"};
    }
}

json::Array faults_in(Language language, const std::vector<Fault>& faults) {
    json::Array rows;
    for (const auto& fault : faults)
        rows.push_back(json::Object{{"pointer", fault.pointer}, {"code", fault.code}, {"detail", fault.detail.in(language)}});
    return rows;
}

Response document_of(int status, const Error& error, Language language, std::string_view correlation_id) {
    Response response;
    response.status = status;
    response.content_type = "application/problem+json";
    const Text* meaning = meaning_of_problem(error.problem);
    json::Object document{{"type", "/problems/" + error.problem},
                          {"title", (meaning ? *meaning : title_of(status)).in(language)},
                          {"status", status},
                          {"detail", error.detail.in(language)},
                          {"code", error.problem},
                          {"correlation_id", boost::json::string_view(correlation_id)}};
    if (!error.faults.empty()) document["errors"] = faults_in(language, error.faults);
    response.body = json::text_of(json::Value(std::move(document)));
    response.headers = {{"Content-Language", std::string(code_of(language))}, {"Cache-Control", "no-store"}};
    if (status == 401) response.headers.emplace_back("WWW-Authenticate", "Bearer");
    if (error.retry_after_s > 0 || status == 503 || status == 429)
        response.headers.emplace_back("Retry-After", std::to_string(std::max(error.retry_after_s, 1)));
    return response;
}

Response page_of_problem(const Request& request) {
    const std::string& slug = request.path_parameters.at("slug");
    const Text* meaning = meaning_of_problem(slug);
    Response page;
    page.status = meaning ? 200 : 404;
    page.content_type = "text/html; charset=utf-8";
    page.headers = {{"Content-Language", std::string(code_of(request.language))}};
    const Text unknown{"There is no problem of this name.", "No hay un problema con este nombre."};
    page.body = fmt::format(
        "<!doctype html><html lang=\"{0}\"><meta charset=\"utf-8\"><title>{1}</title><h1>{1}</h1><p>{2}</p></html>\n",
        code_of(request.language), html_escaped(slug), html_escaped((meaning ? *meaning : unknown).in(request.language)));
    return page;
}

}  // namespace

int status_of(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::malformed: return 400;
        case ErrorKind::unauthenticated: return 401;
        case ErrorKind::forbidden: return 403;
        case ErrorKind::not_found: return 404;
        case ErrorKind::not_allowed: return 405;
        case ErrorKind::conflict: return 409;
        case ErrorKind::precondition_failed: return 412;
        case ErrorKind::too_large: return 413;
        case ErrorKind::unsupported: return 415;
        case ErrorKind::range_unsatisfiable: return 416;
        case ErrorKind::invalid: return 422;
        case ErrorKind::reason_needed: return 428;
        case ErrorKind::too_many: return 429;
        case ErrorKind::busy: return 503;
    }
    return 500;
}

Response problem_response(const Error& error, Language language, std::string_view correlation_id) {
    return document_of(status_of(error.kind), error, language, correlation_id);
}

Response server_problem(int status, std::string slug, Text detail, Language language, std::string_view correlation_id) {
    return document_of(status, {ErrorKind::busy, std::move(slug), std::move(detail)}, language, correlation_id);
}

Response crash_problem(Language language, std::string_view correlation_id) {
    return server_problem(500, "internal",
                          {"The server failed; the correlation id finds it in the log.",
                           "El servidor falló; con el correlation id se encuentra en el registro."},
                          language, correlation_id);
}

const Text* meaning_of_problem(std::string_view slug) {
    const auto& table = problem_table();
    const auto found = table.find(slug);
    return found == table.end() ? nullptr : &found->second;
}

Route problem_page() {
    Route route{Method::get, "/problems/{slug}", "", "What a problem means",
                [](const Request& request) -> Answer { return page_of_problem(request); }};
    route.hidden = true;
    return route;
}

std::string html_escaped(std::string_view text) {
    std::string escaped;
    for (const char c : text) {
        switch (c) {
            case '&': escaped += "&amp;"; break;
            case '<': escaped += "&lt;"; break;
            case '>': escaped += "&gt;"; break;
            case '"': escaped += "&quot;"; break;
            case '\'': escaped += "&#39;"; break;
            default: escaped += c;
        }
    }
    return escaped;
}

}  // namespace patente::http
