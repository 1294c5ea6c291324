#include "domain/oauth/pages.h"

#include <fmt/format.h>

#include "domain/oauth/rules.h"
#include "platform/http/problem.h"

namespace patente::oauth {
namespace {

using http::html_escaped;

http::Response page(Language language, int status, const Text& title, std::string_view head, std::string_view body) {
    http::Response response;
    response.status = status;
    response.content_type = "text/html; charset=utf-8";
    response.headers = {{"Content-Language", std::string(code_of(language))},
                        {"Content-Security-Policy",
                         "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"},
                        {"X-Frame-Options", "DENY"}};
    response.body = fmt::format(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n"
        "<title>{} · Patente</title>\n<link rel=\"stylesheet\" href=\"/oauth/page.css\">\n{}</head>\n<body>\n<main>\n<h1>{}</h1>\n{}</main>\n"
        "</body>\n</html>\n",
        code_of(language), html_escaped(title.in(language)), head, html_escaped(title.in(language)), body);
    return response;
}

// Browsers hold a form to this policy also where its answer sends them on.
void allow_form_to(http::Response& response, const std::string& redirect_uri) {
    auto end = redirect_uri.find(':') + 1;
    if (redirect_uri.starts_with("http"))
        end = std::min(redirect_uri.find_first_of("/?", redirect_uri.find("://") + 3), redirect_uri.size());
    for (auto& [name, value] : response.headers)
        if (name == "Content-Security-Policy")
            value.replace(value.find("form-action 'self'"), 18, "form-action 'self' " + redirect_uri.substr(0, end));
}

Text text_of(const std::string& scope) {
    if (scope == "openid") return {"know who you are", "saber quién es usted"};
    if (scope == "profile") return {"see your name and login", "ver su nombre y usuario"};
    if (scope == "offline_access")
        return {"go on while you are away, until you take it back", "seguir mientras usted no está, hasta que lo retire"};
    if (scope == "*") return {"do everything that you may do", "hacer todo lo que usted puede"};
    return {scope, scope};
}

}  // namespace

http::Response going_on_page(Language language, const std::string& address) {
    const auto safe = html_escaped(address);
    const Text on{"Go on", "Continuar"};
    return page(language, 200, {"One moment", "Un momento"},
                fmt::format("<meta http-equiv=\"refresh\" content=\"0;url={}\">\n", safe),
                fmt::format("<p><a href=\"{}\">{}</a></p>\n", safe, on.in(language)));
}

http::Response sign_in_page(Language language, const std::string& return_path, const std::vector<LinkToProvider>& providers,
                            const std::string& fault) {
    const Text login{"User", "Usuario"}, password{"Password", "Contraseña"}, code{"Code, if you use one", "Código, si usa uno"},
        enter{"Sign in", "Entrar"}, with{"Sign in with", "Entrar con"};
    std::string body;
    if (!fault.empty()) body += fmt::format("<p class=\"fault\" role=\"alert\">{}</p>\n", html_escaped(fault));
    body += fmt::format(
        "<form method=\"post\" action=\"/oauth/sign-in\">\n<input type=\"hidden\" name=\"return\" value=\"{}\">\n"
        "<label>{} <input name=\"login\" autocomplete=\"username\" autocapitalize=\"none\" required autofocus></label>\n"
        "<label>{} <input name=\"password\" type=\"password\" autocomplete=\"current-password\" required></label>\n"
        "<label>{} <input name=\"code\" inputmode=\"numeric\" autocomplete=\"one-time-code\"></label>\n"
        "<button>{}</button>\n</form>\n",
        html_escaped(return_path), login.in(language), password.in(language), code.in(language), enter.in(language));
    for (const auto& each : providers)
        body += fmt::format("<p><a class=\"button\" href=\"{}\">{} {}</a></p>\n", html_escaped(each.address), with.in(language),
                            html_escaped(each.name));
    return page(language, fault.empty() ? 200 : 401, {"Sign in", "Entrar"}, "", body);
}

http::Response consent_page(Language language, const Client& client, const std::string& user,
                            const std::vector<std::string>& scopes, const std::string& secret, const std::string& redirect_uri) {
    const auto name = html_escaped(client.settings.name);
    const Text asks{"asks to act as", "pide actuar como"}, may{"It could:", "Podría:"}, allow{"Allow", "Permitir"},
        deny{"Refuse", "Rechazar"};
    std::string body = fmt::format("<p><strong>{}</strong> {} <strong>{}</strong>.</p>\n<p>{}</p>\n<ul>\n", name,
                                   asks.in(language), html_escaped(user), may.in(language));
    for (const auto& scope : scopes) body += fmt::format("<li>{}</li>\n", html_escaped(text_of(scope).in(language)));
    body += fmt::format(
        "</ul>\n<form method=\"post\" action=\"/oauth/authorize\">\n<input type=\"hidden\" name=\"request\" value=\"{}\">\n"
        "<button name=\"answer\" value=\"allow\">{}</button>\n<button class=\"quiet\" name=\"answer\" value=\"deny\">{}</button>\n</form>\n",
        html_escaped(secret), allow.in(language), deny.in(language));
    auto response = page(language, 200, {"Do you agree?", "¿Está de acuerdo?"}, "", body);
    allow_form_to(response, redirect_uri);
    return response;
}

http::Response fault_page(Language language, int status, const Text& what) {
    return page(language, status, {"This did not work", "Esto no funcionó"}, "",
                fmt::format("<p class=\"fault\" role=\"alert\">{}</p>\n", html_escaped(what.in(language))));
}

}  // namespace patente::oauth
