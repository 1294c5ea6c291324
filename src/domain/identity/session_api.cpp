#include <fmt/format.h>

#include "domain/identity/api.h"
#include "domain/identity/sign_in.h"
#include "domain/identity/wire.h"
#include "platform/auth/csrf.h"
#include "platform/auth/secret.h"
#include "platform/auth/totp.h"
#include "platform/http/credentials.h"

namespace patente::identity {
namespace {

From from_of(const http::Request& request) { return {request.remote_address, std::string(request.header("user-agent"))}; }

UserId own_id(const http::Request& request) { return *UserId::parse(request.caller.id); }

// Not readable by scripts, sent to us alone and with what our own pages ask.
std::string cookie(const http::Request& request, const std::string& value, std::chrono::seconds age) {
    const bool over_tls = request.origin.starts_with("https://");
    return fmt::format("{}={}; Path=/; HttpOnly; SameSite=Strict; Max-Age={}{}", http::session_cookie, value, age.count(),
                       over_tls ? "; Secure" : "");
}

wire::CallerOut view_of(const auth::Caller& caller) {
    return {std::string(json::name_of(caller.kind)), caller.id, caller.name, caller.permissions, caller.zones, caller.devices};
}

wire::SessionUserOut view_of(storage::Session& session, const User& user) {
    const auto person = person_of(user, store::roles(session));
    return {.id = user.id,
            .login = person.login,
            .name = person.name,
            .roles = user.settings.roles,
            .permissions = person.rights.permissions,
            .language = person.language,
            .zones = person.rights.zones,
            .devices = person.rights.devices,
            .has_totp = user.totp_on,
            .must_choose_password = person.must_choose_password};
}

// Of a user with a new session.
http::Response answer_with(const Dependencies& on, const http::Request& request, const SignedIn& signed_in) {
    wire::SessionOut out{.csrf = auth::csrf_of(signed_in.secret), .expires_at = end_of(signed_in.session)};
    out.user = on.database.read([&](storage::Session& session) { return view_of(session, signed_in.user); });
    out.caller = view_of(on.sessions.caller_of(signed_in.secret));
    auto response = http::json_response(out);
    response.headers.emplace_back("Set-Cookie", cookie(request, signed_in.secret, whole_time));
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
}

http::Answer begin_session(const Dependencies& on, const http::Request& request) {
    TRY(http::check_origin(request));
    const auto body = TRY(json::read<wire::SignInIn>(request.body));
    const auto before = http::cookie_of(request, http::session_cookie);
    return answer_with(on, request,
                       TRY(sign_in(on, {body.login, body.password, body.code}, from_of(request), before, request.received)));
}

http::Answer show_session(const Dependencies& on, const http::Request& request) {
    if (!request.caller.is_known())
        return fail(
            ErrorKind::unauthenticated, "key-missing",
            {"Sign in, or send Authorization: Bearer and a key.", "Inicie sesión, o envíe Authorization: Bearer y una clave."});
    wire::SessionOut out{.caller = view_of(request.caller)};
    if (request.caller.kind == auth::CallerKind::user) {
        const auto secret =
            request.header("authorization").empty() ? http::cookie_of(request, http::session_cookie) : std::string_view{};
        on.database.read([&](storage::Session& session) {
            if (const auto user = store::user(session, own_id(request))) out.user = view_of(session, *user);
            const auto found = store::session_of(session, auth::hash_of_secret(secret));
            if (!found) return;
            out.csrf = auth::csrf_of(secret);
            out.expires_at = end_of(*found);
        });
    }
    auto response = http::json_response(out);
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
}

http::Answer end_session(const Dependencies& on, const http::Request& request) {
    const auto secret = http::cookie_of(request, http::session_cookie);
    on.database.write([&](storage::Session& session) {
        if (const auto found = store::session_of(session, auth::hash_of_secret(secret))) store::end(session, found->id);
    });
    on.sessions.forget();
    http::Response response{.status = 204, .content_type = {}};
    response.headers.emplace_back("Set-Cookie", cookie(request, "", std::chrono::seconds{0}));
    return response;
}

http::Answer change_password(const Dependencies& on, const http::Request& request) {
    const auto body = TRY(json::read<wire::PasswordIn>(request.body));
    return answer_with(on, request,
                       TRY(choose_password(on, own_id(request), body.current, body.chosen, from_of(request), request.received)));
}

// ---- codes of an authenticator app ---------------------------------------------------------------------------------

Failure totp_is_on() {
    return fail(ErrorKind::conflict, "totp-on",
                {"Codes are on; turn them off first.", "Los códigos ya están activos; desactívelos primero."});
}

http::Answer make_totp(const Dependencies& on, const http::Request& request) {
    return on.database.write([&](storage::Session& session) -> http::Answer {
        auto user = store::user(session, own_id(request));
        if (!user || user->totp_on) return totp_is_on();
        user->totp_secret = auth::new_totp_secret();
        store::save(session, *user);
        auto response = http::json_response(
            wire::TotpOut{user->totp_secret, auth::totp_uri(user->totp_secret, user->settings.login, "Patente")});
        response.headers.emplace_back("Cache-Control", "no-store");
        return response;
    });
}

http::Answer turn_totp_on(const Dependencies& on, const http::Request& request) {
    const auto body = TRY(json::read<wire::CodeIn>(request.body));
    auto signed_in = TRY(on.database.write([&](storage::Session& session) -> Result<SignedIn> {
        auto user = store::user(session, own_id(request));
        if (!user || user->totp_on) return totp_is_on();
        if (user->totp_secret.empty())
            return fail(ErrorKind::conflict, "totp-not-begun", {"First ask for a secret.", "Primero pida un secreto."});
        const auto step = auth::totp_step_of(body.code, user->totp_secret, request.received, user->totp_used);
        if (!step)
            return fail(
                ErrorKind::invalid, "totp-wrong",
                {"The code is another; look at the phone's clock, too.", "El código es otro; mire también la hora del teléfono."},
                {{"/code", "wrong", {"The code is another.", "El código es otro."}}});
        user->totp_on = true;
        user->totp_used = *step;
        store::save(session, *user);
        store::end_all(session, user->id);  // those were begun without a code
        const auto secret = begin(session, user->id, from_of(request), request.received);
        return SignedIn{*user, *store::session_of(session, auth::hash_of_secret(secret)), secret};
    }));
    on.sessions.forget();
    return answer_with(on, request, signed_in);
}

http::Answer turn_totp_off(const Dependencies& on, const http::Request& request) {
    const auto body = TRY(json::read<wire::ConfirmIn>(request.body));
    TRY(confirmed(on, own_id(request), body.password, request.received));
    on.database.write([&](storage::Session& session) {
        auto user = store::user(session, own_id(request));
        if (!user) return;
        user->totp_on = false;
        user->totp_secret.clear();
        store::save(session, *user);
    });
    return http::Response{.status = 204, .content_type = {}};
}

// ---- where one is signed in ----------------------------------------------------------------------------------------

http::Answer list_sessions(const Dependencies& on, const http::Request& request) {
    const auto here = auth::hash_of_secret(http::cookie_of(request, http::session_cookie));
    return on.database.read([&](storage::Session& session) -> http::Answer {
        const auto own = store::session_of(session, here);
        wire::List<wire::OwnSessionOut> all;
        for (const auto& each : store::sessions(session, own_id(request)))
            if (end_of(each) > request.received)
                all.items.push_back(
                    {each.id, each.made_at, each.seen_at, end_of(each), each.address, each.agent, own && own->id == each.id});
        return http::json_response(all);
    });
}

http::Answer end_one(const Dependencies& on, const http::Request& request) {
    const auto id = SessionId::parse(request.path_parameters.at("session"));
    auto answer = on.database.write([&](storage::Session& session) -> http::Answer {
        const auto own = store::sessions(session, own_id(request));
        if (!id || std::ranges::find(own, *id, &Session::id) == own.end())
            return fail(ErrorKind::not_found, "session-not-found", {"You have no such session.", "Usted no tiene esa sesión."});
        store::end(session, *id);
        return http::Response{.status = 204, .content_type = {}};
    });
    on.sessions.forget();
    return answer;
}

// A program that acts for a user, with a token, does not change how the user signs in.
std::function<http::Answer(const http::Request&)> in_session(std::function<http::Answer(const http::Request&)> answer) {
    return [answer = std::move(answer)](const http::Request& request) -> http::Answer {
        if (request.header("authorization").empty()) return answer(request);
        return fail(ErrorKind::forbidden, "session-needed",
                    {"This is done in a browser's session, without Authorization.",
                     "Esto se hace en una sesión del navegador, sin Authorization."});
    };
}

}  // namespace

std::vector<http::Route> session_routes(const Dependencies& on) {
    using http::Method, http::Request, http::schema_of;
    const std::string own{auth::own_session};
    std::vector<http::Route> all{
        {.method = Method::post,
         .path = "/v1/session",
         .permission = "",
         .summary = "Sign in",
         .answer = [on](const Request& request) { return begin_session(on, request); },
         .takes = schema_of<wire::SignInIn>(),
         .gives = schema_of<wire::SessionOut>(),
         .description =
             "Sets the cookie patente_session. Whoever sends it must send X-CSRF-Token with all that changes something. An unknown name "
             "and a wrong password are answered alike; too many wrong tries lock the name, and the address, for a growing while.",
         .idempotent = false},
        {.method = Method::get,
         .path = "/v1/session",
         .permission = "",
         .summary = "Who is calling, and what they may do",
         .answer = [on](const Request& request) { return show_session(on, request); },
         .gives = schema_of<wire::SessionOut>(),
         .description = "Also for keys; 401 for nobody."},
        {.method = Method::del,
         .path = "/v1/session",
         .permission = own,
         .summary = "Sign out",
         .answer = [on](const Request& request) { return end_session(on, request); },
         .success = 204},
        {.method = Method::put,
         .path = "/v1/session/password",
         .permission = own,
         .summary = "Choose another password",
         .answer = [on](const Request& request) { return change_password(on, request); },
         .takes = schema_of<wire::PasswordIn>(),
         .gives = schema_of<wire::SessionOut>(),
         .description = "Signs out everywhere else; the answer has a new cookie and a new CSRF token."},
        {.method = Method::post,
         .path = "/v1/session/totp",
         .permission = own,
         .summary = "A secret for an authenticator app",
         .answer = [on](const Request& request) { return make_totp(on, request); },
         .gives = schema_of<wire::TotpOut>(),
         .idempotent = false},
        {.method = Method::put,
         .path = "/v1/session/totp",
         .permission = own,
         .summary = "Turn codes on, with the first of them",
         .answer = [on](const Request& request) { return turn_totp_on(on, request); },
         .takes = schema_of<wire::CodeIn>(),
         .gives = schema_of<wire::SessionOut>(),
         .description = "From now on each log-in needs one. Signs out everywhere else; the answer has a new cookie."},
        {.method = Method::del,
         .path = "/v1/session/totp",
         .permission = own,
         .summary = "Turn codes off, with the password",
         .answer = [on](const Request& request) { return turn_totp_off(on, request); },
         .takes = schema_of<wire::ConfirmIn>(),
         .success = 204},
        {.method = Method::get,
         .path = "/v1/sessions",
         .permission = own,
         .summary = "Where one is signed in, newest first",
         .answer = [on](const Request& request) { return list_sessions(on, request); },
         .gives = schema_of<wire::List<wire::OwnSessionOut>>()},
        {.method = Method::del,
         .path = "/v1/sessions/{session}",
         .permission = own,
         .summary = "Sign out there",
         .answer = [on](const Request& request) { return end_one(on, request); },
         .success = 204},
    };
    for (auto& route : all)
        if (route.permission == own) route.answer = in_session(std::move(route.answer));
    return all;
}

}  // namespace patente::identity
