#include "domain/identity/api.h"
#include "domain/identity/sign_in.h"
#include "domain/identity/wire.h"
#include "platform/auth/attempts.h"
#include "platform/http/entity_tag.h"
#include "platform/http/merge_patch.h"
#include "platform/http/page.h"

namespace patente::identity {
namespace {

Failure user_not_found() {
    return fail(ErrorKind::not_found, "user-not-found", {"No user has this id.", "Ningún usuario tiene este id."});
}

Result<User> user_in(storage::Session& session, const http::Request& request) {
    const auto id = UserId::parse(request.path_parameters.at("user"));
    auto user = id ? store::user(session, *id) : std::nullopt;
    if (!user) return user_not_found();
    return *std::move(user);
}

wire::UserOut view_of(storage::Session& session, const User& user, Instant now) {
    return wire::view_of(user, auth::is_locked(session, subject_of_login(user.settings.login), auth::login_limit, now));
}

http::Response answer_with(const wire::UserOut& view, int status = 200) {
    auto response = http::tagged(http::json_response(view, status), view.version);
    if (status == 201) response.headers.emplace_back("Location", "/v1/users/" + view.id.text());
    if (view.one_time_password) response.headers.emplace_back("Cache-Control", "no-store");
    return response;
}

Result<> checked_against(const Dependencies& on, storage::Session& session, const User& user, const http::Request& request) {
    const auto& settings = user.settings;
    auto known = known_of(on, session, settings.zones, settings.devices);
    const auto roles = store::roles(session);
    for (const auto& each : roles) known.roles.push_back(each.id);
    const auto other = store::named(session, settings.login);
    TRY(checked(settings, known, other && other->id != user.id));
    return check_within(rights_of(request.caller), rights_of(user, roles));
}

// Who may do more than the caller is out of reach, also for what changes no right: a password, a lock.
Result<User> governed(storage::Session& session, const http::Request& request) {
    auto user = TRY(user_in(session, request));
    TRY(check_within(rights_of(request.caller), rights_of(user, store::roles(session))));
    return user;
}

http::Answer add_user(const Dependencies& on, const http::Request& request) {
    auto settings = TRY(json::read<UserSettings>(request.body));
    const auto password = auth::one_time_password();
    const User user{.id = UserId::made_at(request.received),
                    .settings = std::move(settings),
                    .password = TRY(on.hasher.hash(password)),
                    .created_at = request.received,
                    .changed_at = request.received};
    return on.database.write([&](storage::Session& session) -> http::Answer {
        TRY(checked_against(on, session, user, request));
        store::add(session, user);
        auto view = view_of(session, user, request.received);
        view.one_time_password = password;
        return answer_with(view, 201);
    });
}

http::Answer list_users(const Dependencies& on, const http::Request& request) {
    const auto asked = TRY(http::page_asked(request));
    const auto after = asked.after.value_or(http::Cursor{}).sort_key;
    return on.database.read([&](storage::Session& session) -> http::Answer {
        std::vector<wire::UserOut> rows;
        for (const auto& each : store::users(session, after, asked.limit + 1))
            rows.push_back(view_of(session, each, request.received));
        return http::json_response(http::page_of(
            std::move(rows), asked.limit, [](const wire::UserOut& each) { return http::Cursor{each.login, each.id.text()}; }));
    });
}

http::Answer show_user(const Dependencies& on, const http::Request& request) {
    return on.database.read([&](storage::Session& session) -> http::Answer {
        return answer_with(view_of(session, TRY(user_in(session, request)), request.received));
    });
}

http::Answer edit_user(const Dependencies& on, const http::Request& request) {
    auto answer = on.database.write([&](storage::Session& session) -> http::Answer {
        session.take_turn("identity users");
        const auto before = TRY(governed(session, request));
        TRY(http::unchanged_since(request, before.version));
        auto user = before;
        user.settings = TRY(http::patched(user.settings, request.body));
        TRY(checked_against(on, session, user, request));
        TRY(check_administrator_stays(before, &user, store::administrators_beside(session, user.id)));
        ++user.version;
        user.changed_at = request.received;
        store::save(session, user);
        if (!user.settings.active) store::end_all(session, user.id);
        return answer_with(view_of(session, user, request.received));
    });
    on.sessions.forget();
    return answer;
}

http::Answer remove_user(const Dependencies& on, const http::Request& request) {
    auto answer = on.database.write([&](storage::Session& session) -> http::Answer {
        session.take_turn("identity users");
        const auto user = TRY(governed(session, request));
        TRY(http::unchanged_since(request, user.version));
        TRY(check_administrator_stays(user, nullptr, store::administrators_beside(session, user.id)));
        store::remove(session, user.id);
        return http::Response{.status = 204, .content_type = {}};
    });
    on.sessions.forget();
    return answer;
}

http::Answer reset_password(const Dependencies& on, const http::Request& request) {
    const auto password = auth::one_time_password();
    const auto hash = TRY(on.hasher.hash(password));
    auto answer = on.database.write([&](storage::Session& session) -> http::Answer {
        auto user = TRY(governed(session, request));
        renew_password(session, user, hash, request.received);
        auto view = view_of(session, user, request.received);
        view.one_time_password = password;
        return answer_with(view);
    });
    on.sessions.forget();
    return answer;
}

// What an act leaves of the user is shown by none of these: 204.
http::Answer act_on(const Dependencies& on, const http::Request& request,
                    const std::function<void(storage::Session&, User)>& act) {
    auto answer = on.database.write([&](storage::Session& session) -> http::Answer {
        act(session, TRY(governed(session, request)));
        return http::Response{.status = 204, .content_type = {}};
    });
    on.sessions.forget();
    return answer;
}

http::Answer remove_totp(const Dependencies& on, const http::Request& request) {
    return act_on(on, request, [&](storage::Session& session, User user) {
        user.totp_on = false;
        user.totp_secret.clear();
        user.changed_at = request.received;
        store::save(session, user);
        store::end_all(session, user.id);
    });
}

}  // namespace

Known known_of(const Dependencies& on, storage::Session& session, const std::vector<std::string>& zones,
               const std::vector<std::string>& devices) {
    Known known{.permissions = on.permissions()};
    for (const auto& each : zones)
        if (on.zones.exists(session, each)) known.zones.push_back(each);
    for (const auto& each : devices)
        if (on.devices.named(session, each)) known.devices.push_back(each);
    return known;
}

std::vector<http::Route> user_routes(const Dependencies& on) {
    using http::Method, http::Request, http::schema_of;
    const std::string all = "/v1/users", one = all + "/{user}", write = "identity.configure", read = "identity.read";
    return {
        {.method = Method::post,
         .path = all,
         .permission = write,
         .summary = "Add a user",
         .answer = [on](const Request& request) { return add_user(on, request); },
         .takes = schema_of<UserSettings>(),
         .gives = schema_of<wire::UserOut>(),
         .success = 201,
         .description = "The answer tells a one-time password, once. Nobody gives rights that they do not have.",
         .idempotent = false},
        {.method = Method::get,
         .path = all,
         .permission = read,
         .summary = "All users, by log-in name",
         .answer = [on](const Request& request) { return list_users(on, request); },
         .gives = schema_of<http::Page<wire::UserOut>>(),
         .query = http::page_parameters()},
        {.method = Method::get,
         .path = one,
         .permission = read,
         .summary = "One user",
         .answer = [on](const Request& request) { return show_user(on, request); },
         .gives = schema_of<wire::UserOut>(),
         .versioned = true},
        {.method = Method::patch,
         .path = one,
         .permission = write,
         .summary = "Change a user (JSON Merge Patch)",
         .answer = [on](const Request& request) { return edit_user(on, request); },
         .takes = http::patch_of<UserSettings>(),
         .gives = schema_of<wire::UserOut>(),
         .description = "Rights that change count within a second, also in sessions that run. One administrator always stays.",
         .versioned = true},
        {.method = Method::del,
         .path = one,
         .permission = write,
         .summary = "Remove a user",
         .answer = [on](const Request& request) { return remove_user(on, request); },
         .success = 204,
         .description = "What they did keeps their name. To keep them and sign them out, set active to false.",
         .versioned = true},
        {.method = Method::put,
         .path = one + "/password",
         .permission = write,
         .summary = "Give a new one-time password",
         .answer = [on](const Request& request) { return reset_password(on, request); },
         .gives = schema_of<wire::UserOut>(),
         .description = "Told once, in the answer. They are signed out everywhere and choose their own with it."},
        {.method = Method::del,
         .path = one + "/totp",
         .permission = write,
         .summary = "Turn a user's codes off, when the phone is lost",
         .answer = [on](const Request& request) { return remove_totp(on, request); },
         .success = 204},
        {.method = Method::del,
         .path = one + "/sessions",
         .permission = write,
         .summary = "Sign a user out everywhere",
         .answer =
             [on](const Request& request) {
                 return act_on(on, request, [](storage::Session& session, User user) { store::end_all(session, user.id); });
             },
         .success = 204},
        {.method = Method::del,
         .path = one + "/lock",
         .permission = write,
         .summary = "Let a user try again at once, after too many wrong passwords",
         .answer =
             [on](const Request& request) {
                 return act_on(on, request, [](storage::Session& session, User user) {
                     auth::forget_attempts(session, subject_of_login(user.settings.login));
                 });
             },
         .success = 204},
    };
}

}  // namespace patente::identity
