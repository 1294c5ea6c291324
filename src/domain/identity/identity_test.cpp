// Signing in, sessions, users and keys through the room's routes, on each database, with a clock that stands still.
#include <boost/json.hpp>

#include "domain/identity/api.h"
#include "domain/identity/sign_in.h"
#include "platform/auth/attempts.h"
#include "platform/auth/csrf.h"
#include "platform/auth/totp.h"
#include "platform/http/credentials.h"
#include "platform/storage/test_database.h"

namespace patente::identity {
namespace {

using namespace std::chrono_literals;
using http::Method;

class TwoZones final : public devices::Zones {
public:
    bool exists(storage::Session&, const std::string& zone) override { return zone == "centro" || zone == "norte"; }
};
class OneDevice final : public devices::Devices {
public:
    std::optional<devices::Registered> named(storage::Session&, const std::string& name) override {
        return name == "gate" ? std::optional{devices::Registered{.name = name}} : std::nullopt;
    }
    std::vector<devices::Registered> of_zone(storage::Session&, const std::string&) override { return {}; }
};

// A browser: keeps its cookie and its CSRF token.
struct Browser {
    std::string cookie = {}, csrf = {}, address = "10.0.0.7";
};

class IdentityTest : public storage::EachDatabase {
protected:
    void SetUp() override {
        database_ = fresh(all_migrations());
        file_ = std::filesystem::temp_directory_path() / ("password-" + Uuid::made_at(SystemClock{}.now()).text());
        keys_ = std::make_unique<auth::Keys>(*database_, clock_);
        sessions_ = std::make_unique<Sessions>(*database_, clock_);
        password_ = *keep_first_administrator(on(), file_, clock_.now());
    }
    void TearDown() override { std::filesystem::remove(file_); }

    static std::vector<storage::Migration> all_migrations() {
        auto all = auth::migrations();
        for (auto& each : migrations()) all.push_back(std::move(each));
        return all;
    }
    Dependencies on() {
        return {*database_,
                hasher_,
                *keys_,
                *sessions_,
                zones_,
                devices_,
                [] {
                    return std::vector<std::string>{"parking.read", "parking.operate", "identity.configure", "identity.read",
                                                    "keys.configure"};
                },
                file_};
    }

    // As the server does: the caller by the cookie, its permission, then the row. `from`: what the browser keeps changes.
    http::Answer call(Browser& from, Method method, const std::string& path, const std::string& body = "") {
        http::Request request{.method = method, .path = path, .body = body, .received = clock_.now()};
        request.remote_address = from.address;
        if (!from.cookie.empty()) request.headers.emplace_back("cookie", "patente_session=" + from.cookie);
        request.caller = sessions_->caller_of(from.cookie);
        for (auto make : {session_routes, user_routes, role_routes, key_routes})
            for (const auto& route : make(on())) {
                if (route.method != method || !matches(route.path, path, request)) continue;
                if (!request.caller.may(route.permission))
                    return fail(request.caller.is_known() ? ErrorKind::forbidden : ErrorKind::unauthenticated,
                                request.caller.must_choose_password ? "password-must-change" : "permission-missing", {});
                auto answer = route.answer(request);
                if (answer) remember(from, *answer);
                return answer;
            }
        throw std::logic_error("no row for " + path);
    }
    static bool matches(const std::string& row, const std::string& path, http::Request& request) {
        const auto open = row.find('{'), close = row.find('}');
        if (open == std::string::npos) return row == path;
        const auto tail = row.substr(close + 1);
        if (!path.starts_with(row.substr(0, open)) || !path.ends_with(tail)) return false;
        const auto value = path.substr(open, path.size() - open - tail.size());
        if (value.empty() || value.contains('/')) return false;
        request.path_parameters = {{row.substr(open + 1, close - open - 1), value}};
        return true;
    }
    static void remember(Browser& from, const http::Response& answer) {
        for (const auto& [name, value] : answer.headers) {
            if (name != "Set-Cookie") continue;
            EXPECT_TRUE(value.contains("; HttpOnly; SameSite=Strict;")) << value;
            from.cookie = value.substr(16, value.find(';') - 16);
        }
        if (answer.body.empty()) return;
        const auto body = boost::json::parse(answer.body);
        if (const auto* csrf = body.as_object().if_contains("csrf"); csrf && csrf->is_string()) from.csrf = csrf->as_string();
    }
    http::Answer sign_in(Browser& from, const std::string& login, const std::string& password, const std::string& code = "") {
        boost::json::object body{{"login", login}, {"password", password}};
        if (!code.empty()) body["code"] = code;
        return call(from, Method::post, "/v1/session", boost::json::serialize(body));
    }
    static std::string problem(const http::Answer& answer) { return answer ? "" : answer.error().problem; }
    static boost::json::value body(const http::Answer& answer) {
        EXPECT_TRUE(answer) << answer.error().problem << ": " << answer.error().detail.en;
        return answer ? boost::json::parse(answer->body) : boost::json::object{};
    }

    // Signed in as the first administrator, with a password of their own.
    Browser administrator_in() {
        Browser admin;
        EXPECT_TRUE(sign_in(admin, "admin", password_));
        EXPECT_TRUE(call(admin, Method::put, "/v1/session/password",
                         R"({"current": ")" + password_ + R"(", "new": "tres perros azules"})"));
        return admin;
    }
    struct Added {
        std::string id, login, password;
    };
    Added add_user(Browser& by, const std::string& login, const std::string& roles, const std::string& more = "") {
        const auto user = body(
            call(by, Method::post, "/v1/users", R"({"login": ")" + login + R"(", "name": "N", "roles": )" + roles + more + "}"));
        return {std::string(user.at("id").as_string()), login, std::string(user.at("one_time_password").as_string())};
    }
    // The same, signed in with a password of their own.
    Browser signed_in(const Added& user) {
        Browser browser;
        EXPECT_TRUE(sign_in(browser, user.login, user.password)) << user.login;
        EXPECT_TRUE(call(browser, Method::put, "/v1/session/password",
                         R"({"current": ")" + user.password + R"(", "new": "otra clave larga"})"));
        return browser;
    }
    int status_of(Browser& from) {
        const auto answer = call(from, Method::get, "/v1/session");
        return answer ? answer->status : 401;
    }

    ManualClock clock_{Instant{1'800'000'000s}};
    auth::PasswordHasher hasher_;
    TwoZones zones_;
    OneDevice devices_;
    std::unique_ptr<storage::Database> database_;
    std::unique_ptr<auth::Keys> keys_;
    std::unique_ptr<Sessions> sessions_;
    std::filesystem::path file_;
    std::string password_;
};
INSTANTIATE_EACH_DATABASE(IdentityTest);

TEST_P(IdentityTest, TheFirstAdministratorChoosesAPasswordBeforeAnythingElse) {
    EXPECT_EQ(std::filesystem::status(file_).permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    EXPECT_EQ(keep_first_administrator(on(), file_, clock_.now()), std::nullopt) << "made once";
    Browser admin;
    const auto session = body(sign_in(admin, "admin", password_));
    EXPECT_TRUE(session.at("user").at("must_choose_password").as_bool());
    EXPECT_EQ(problem(call(admin, Method::get, "/v1/users")), "password-must-change");
    const auto change = [&](const std::string& chosen) {
        return call(admin, Method::put, "/v1/session/password",
                    R"({"current": ")" + password_ + R"(", "new": ")" + chosen + "\"}");
    };
    EXPECT_EQ(problem(change("short")), "password-invalid");
    EXPECT_EQ(problem(change(password_)), "password-invalid");
    const auto cookie_before = admin.cookie;
    EXPECT_TRUE(change("tres perros azules"));
    EXPECT_NE(admin.cookie, cookie_before);
    EXPECT_FALSE(std::filesystem::exists(file_));
    EXPECT_TRUE(call(admin, Method::get, "/v1/users"));
    Browser again;
    EXPECT_EQ(problem(sign_in(again, "admin", password_)), "login-refused");
    EXPECT_TRUE(sign_in(again, "ADMIN", "tres perros azules")) << "in any case";
}

TEST_P(IdentityTest, AnUnknownNameIsAnsweredAsAWrongPasswordAndCostsTheSame) {
    auto admin = administrator_in();
    Browser browser;
    const auto cost_of = [&](const std::string& login) {
        const auto before = hasher_.hashings();
        const auto answer = sign_in(browser, login, "not the password");
        EXPECT_EQ(problem(answer), "login-refused") << login;
        return std::pair{hasher_.hashings() - before, answer.error().detail.en};
    };
    const auto locked = add_user(admin, "locked", R"(["operator"])", R"(, "active": false)");
    EXPECT_EQ(cost_of("admin"), cost_of("nobody"));
    EXPECT_EQ(cost_of("locked"), cost_of("nobody"));
    EXPECT_EQ(problem(sign_in(browser, "locked", locked.password)), "login-refused");
}

TEST_P(IdentityTest, TooManyWrongPasswordsLockTheNameForAGrowingWhile) {
    auto admin = administrator_in();
    Browser browser;
    for (const std::string login : {"admin", "nobody"}) {
        for (int i = 0; i < 5; ++i) EXPECT_EQ(problem(sign_in(browser, login, "not the password")), "login-refused");
        const auto hashings = hasher_.hashings();
        const auto locked = sign_in(browser, login, "tres perros azules");
        EXPECT_EQ(problem(locked), "log-in-locked") << login << ": also with the right one";
        EXPECT_EQ(locked.error().retry_after_s, 30);
        EXPECT_EQ(hasher_.hashings(), hashings) << "and costs nothing";
    }
    clock_.advance(30s);
    EXPECT_EQ(problem(sign_in(browser, "admin", "not the password")), "login-refused");
    EXPECT_EQ(sign_in(browser, "admin", "tres perros azules").error().retry_after_s, 60);
    const auto users = body(call(admin, Method::get, "/v1/users"));
    EXPECT_TRUE(users.at("items").at(0).at("locked").as_bool());
    const std::string id(users.at("items").at(0).at("id").as_string());
    EXPECT_TRUE(call(admin, Method::del, "/v1/users/" + id + "/lock"));
    EXPECT_TRUE(sign_in(browser, "admin", "tres perros azules"));
}

TEST_P(IdentityTest, AnAddressThatTriesManyNamesIsLocked) {
    Browser guesser{.address = "2001:db8::1"}, neighbour{.address = "2001:db8:0:0:9::2"}, other{.address = "2001:db8:1::1"};
    for (int i = 0; i < 30; ++i) sign_in(guesser, "name" + std::to_string(i), "not the password");
    EXPECT_EQ(problem(sign_in(guesser, "name31", "x")), "log-in-locked");
    EXPECT_EQ(problem(sign_in(neighbour, "name32", "x")), "log-in-locked") << "of the same /64";
    EXPECT_EQ(problem(sign_in(other, "name33", "x")), "login-refused");
}

TEST_P(IdentityTest, ASessionThatSomebodyPlantedIsNotTheOneAfterSigningIn) {
    Browser victim{.cookie = "planted-by-somebody"};
    EXPECT_TRUE(sign_in(victim, "admin", password_));
    EXPECT_NE(victim.cookie, "planted-by-somebody");
    EXPECT_EQ(victim.cookie.size(), 43u);
    Browser thief{.cookie = "planted-by-somebody"};
    EXPECT_EQ(status_of(thief), 401);
    const auto first = victim.cookie;
    EXPECT_TRUE(sign_in(victim, "admin", password_));
    Browser old{.cookie = first};
    EXPECT_EQ(status_of(old), 401) << "signing in again ends the one before";
}

TEST_P(IdentityTest, AStolenCookieIsWorthNothingAfterSigningOut) {
    auto admin = administrator_in();
    Browser thief{.cookie = admin.cookie};
    EXPECT_EQ(status_of(thief), 200);
    EXPECT_EQ(call(admin, Method::del, "/v1/session")->status, 204);
    EXPECT_EQ(admin.cookie, "");
    EXPECT_EQ(status_of(thief), 401);
    EXPECT_EQ(problem(call(thief, Method::get, "/v1/users")), "permission-missing");
}

TEST_P(IdentityTest, WhatIsEndedElsewhereEndsHereWithinASecond) {
    auto admin = administrator_in();
    const auto ana = add_user(admin, "ana", R"(["operator"])");
    auto browser = signed_in(ana);
    Sessions elsewhere(*database_, clock_);  // another process
    EXPECT_TRUE(elsewhere.caller_of(browser.cookie).may("parking.read"));

    EXPECT_TRUE(call(admin, Method::patch, "/v1/users/" + ana.id, R"({"roles": ["citizen"]})"));
    clock_.advance(1s);
    EXPECT_TRUE(elsewhere.caller_of(browser.cookie).is_known());
    EXPECT_FALSE(elsewhere.caller_of(browser.cookie).may("parking.read")) << "a right that was taken away";

    EXPECT_TRUE(call(admin, Method::patch, "/v1/users/" + ana.id, R"({"active": false})"));
    EXPECT_EQ(status_of(browser), 401) << "here at once";
    clock_.advance(1s);
    EXPECT_FALSE(elsewhere.caller_of(browser.cookie).is_known());
}

TEST_P(IdentityTest, SessionsEndByThemselves) {
    auto admin = administrator_in();
    for (int hours = 0; hours < 160; hours += 11) {
        EXPECT_EQ(status_of(admin), 200) << hours;
        clock_.advance(11h);
    }
    EXPECT_EQ(status_of(admin), 200) << "165 h, and used all the time";
    clock_.advance(4h);
    EXPECT_EQ(status_of(admin), 401) << "after seven days anyway";
    Browser again;
    EXPECT_TRUE(sign_in(again, "admin", "tres perros azules"));
    clock_.advance(12h);
    EXPECT_EQ(status_of(again), 401) << "unused";
}

TEST_P(IdentityTest, CodesAreAskedForAndCountOnce) {
    auto admin = administrator_in();
    const std::string secret(body(call(admin, Method::post, "/v1/session/totp")).at("secret").as_string());
    const auto code = [&] { return auth::totp_code(secret, auth::totp_step(clock_.now())); };
    Browser browser;
    EXPECT_TRUE(sign_in(browser, "admin", "tres perros azules")) << "not on yet";
    EXPECT_EQ(problem(call(admin, Method::put, "/v1/session/totp", R"({"code": "000000"})")), "totp-wrong");
    EXPECT_TRUE(call(admin, Method::put, "/v1/session/totp", R"({"code": ")" + code() + "\"}"));
    EXPECT_EQ(status_of(browser), 401) << "it was begun without a code";
    EXPECT_EQ(status_of(admin), 200);

    EXPECT_EQ(problem(sign_in(browser, "admin", "tres perros azules")), "totp-needed");
    EXPECT_EQ(problem(sign_in(browser, "admin", "not the password", code())), "login-refused");
    EXPECT_EQ(problem(sign_in(browser, "admin", "tres perros azules", code())), "totp-refused") << "it turned codes on: used";
    clock_.advance(30s);
    const auto fresh_code = code();
    EXPECT_TRUE(sign_in(browser, "admin", "tres perros azules", fresh_code));
    Browser thief;
    EXPECT_EQ(problem(sign_in(thief, "admin", "tres perros azules", fresh_code)), "totp-refused") << "looked at over a shoulder";
    EXPECT_EQ(problem(call(admin, Method::del, "/v1/session/totp", R"({"password": "not the password"})")), "password-wrong");
    EXPECT_TRUE(call(admin, Method::del, "/v1/session/totp", R"({"password": "tres perros azules"})"));
    EXPECT_TRUE(sign_in(thief, "admin", "tres perros azules"));
}

TEST_P(IdentityTest, WrongCodesLockToo) {
    auto admin = administrator_in();
    const std::string secret(body(call(admin, Method::post, "/v1/session/totp")).at("secret").as_string());
    call(admin, Method::put, "/v1/session/totp",
         R"({"code": ")" + auth::totp_code(secret, auth::totp_step(clock_.now())) + "\"}");
    Browser browser;
    for (int i = 0; i < 9; ++i) EXPECT_EQ(problem(sign_in(browser, "admin", "tres perros azules")), "totp-needed") << "no guess";
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(problem(sign_in(browser, "admin", "tres perros azules", "00000" + std::to_string(i))), "totp-refused");
    EXPECT_EQ(problem(sign_in(browser, "admin", "tres perros azules", "000009")), "log-in-locked");
}

TEST_P(IdentityTest, TheOwnSessionsAreListedAndEnded) {
    auto admin = administrator_in();
    Browser phone{.address = "10.0.0.8"};
    EXPECT_TRUE(sign_in(phone, "admin", "tres perros azules"));
    const auto list = body(call(admin, Method::get, "/v1/sessions"));
    ASSERT_EQ(list.at("items").as_array().size(), 2u);
    EXPECT_EQ(list.at("items").at(0).at("address").as_string(), "10.0.0.8");
    EXPECT_FALSE(list.at("items").at(0).at("here").as_bool());
    EXPECT_TRUE(list.at("items").at(1).at("here").as_bool());
    const std::string id(list.at("items").at(0).at("id").as_string());
    EXPECT_EQ(call(admin, Method::del, "/v1/sessions/" + id)->status, 204);
    EXPECT_EQ(status_of(phone), 401);
    EXPECT_EQ(problem(call(admin, Method::del, "/v1/sessions/" + id)), "session-not-found");
}

TEST_P(IdentityTest, NobodyGivesRightsThatTheyDoNotHave) {
    auto admin = administrator_in();
    EXPECT_TRUE(call(
        admin, Method::post, "/v1/roles",
        R"({"id": "chief", "name": "Jefatura", "permissions": ["identity.read", "identity.configure", "keys.configure", "parking.read"]})"));
    const auto root = std::string(body(call(admin, Method::get, "/v1/session")).at("user").at("id").as_string());
    auto chief = signed_in(add_user(admin, "chief", R"(["chief"])", R"(, "zones": ["centro"])"));
    const std::string user = R"({"login": "eva", "name": "Eva", "zones": ["centro"], "roles": )";
    EXPECT_EQ(problem(call(chief, Method::post, "/v1/users", user + R"(["admin"]})")), "rights-exceeded");
    EXPECT_EQ(problem(call(chief, Method::post, "/v1/users", R"({"login": "eva", "name": "Eva", "roles": ["chief"]})")),
              "rights-exceeded");
    EXPECT_TRUE(call(chief, Method::post, "/v1/users", user + R"(["chief"]})"));
    EXPECT_EQ(problem(call(chief, Method::put, "/v1/users/" + root + "/password")), "rights-exceeded");
    EXPECT_EQ(problem(call(chief, Method::patch, "/v1/users/" + root, R"({"active": false})")), "rights-exceeded");
    EXPECT_EQ(problem(call(chief, Method::del, "/v1/users/" + root)), "rights-exceeded");
    EXPECT_EQ(problem(call(chief, Method::patch, "/v1/roles/chief", R"({"permissions": ["*"]})")), "rights-exceeded");
    EXPECT_EQ(problem(call(chief, Method::post, "/v1/keys", R"({"name": "k", "permissions": ["*"], "zones": ["centro"]})")),
              "rights-exceeded");
    EXPECT_EQ(problem(call(chief, Method::post, "/v1/keys", R"({"name": "k", "permissions": ["parking.read"]})")),
              "rights-exceeded");
    EXPECT_TRUE(call(chief, Method::post, "/v1/keys", R"({"name": "k", "permissions": ["parking.read"], "zones": ["centro"]})"));
}

TEST_P(IdentityTest, TheLastAdministratorStays) {
    auto admin = administrator_in();
    const auto root = std::string(body(call(admin, Method::get, "/v1/session")).at("user").at("id").as_string());
    for (const std::string change : {R"({"active": false})", R"({"roles": ["operator"]})"})
        EXPECT_EQ(problem(call(admin, Method::patch, "/v1/users/" + root, change)), "administrator-last") << change;
    EXPECT_EQ(problem(call(admin, Method::del, "/v1/users/" + root)), "administrator-last");
    const auto second = add_user(admin, "second", R"(["admin"])");
    EXPECT_TRUE(call(admin, Method::del, "/v1/users/" + root));
    auto other = signed_in(second);
    EXPECT_EQ(problem(call(other, Method::del, "/v1/users/" + second.id)), "administrator-last");
}

TEST_P(IdentityTest, ANewOneTimePasswordSignsOutAndMustBeChanged) {
    auto admin = administrator_in();
    const auto ana = add_user(admin, "ana", R"(["operator"])");
    auto browser = signed_in(ana);
    const auto renewed = body(call(admin, Method::put, "/v1/users/" + ana.id + "/password"));
    EXPECT_EQ(status_of(browser), 401);
    const std::string password(renewed.at("one_time_password").as_string());
    EXPECT_TRUE(body(sign_in(browser, "ana", password)).at("user").at("must_choose_password").as_bool());
    EXPECT_TRUE(body(call(admin, Method::get, "/v1/users/" + ana.id)).at("one_time_password").is_null());
    EXPECT_TRUE(call(admin, Method::del, "/v1/users/" + ana.id + "/sessions"));
    EXPECT_EQ(status_of(browser), 401);
}

TEST_P(IdentityTest, RolesAreMadeChangedAndRemoved) {
    auto admin = administrator_in();
    EXPECT_EQ(problem(call(admin, Method::post, "/v1/roles", R"({"id": "x1", "name": "X", "permissions": ["nothing.real"]})")),
              "role-invalid");
    EXPECT_EQ(problem(call(admin, Method::post, "/v1/roles", R"({"id": "operator", "name": "X", "permissions": []})")),
              "role-invalid");
    EXPECT_TRUE(call(admin, Method::post, "/v1/roles", R"({"id": "night", "name": "Noche", "permissions": ["parking.read"]})"));
    const auto eva = add_user(admin, "eva", R"(["night"])");
    EXPECT_EQ(problem(call(admin, Method::del, "/v1/roles/night")), "role-given");
    EXPECT_EQ(problem(call(admin, Method::del, "/v1/roles/operator")), "role-fixed");
    EXPECT_EQ(problem(call(admin, Method::patch, "/v1/roles/admin", R"({"permissions": []})")), "role-fixed");
    EXPECT_TRUE(call(admin, Method::patch, "/v1/roles/officer", R"({"permissions": ["parking.read"]})"));
    EXPECT_TRUE(call(admin, Method::del, "/v1/users/" + eva.id));
    EXPECT_TRUE(call(admin, Method::del, "/v1/roles/night"));
    const auto roles = body(call(admin, Method::get, "/v1/roles"));
    ASSERT_EQ(roles.at("items").as_array().size(), 6u);
    EXPECT_EQ(roles.at("items").at(0).at("name").as_string(), "Administración");
    EXPECT_EQ(roles.at("items").at(2).at("permissions").as_array().size(), 1u) << "an officer, as changed";
    EXPECT_EQ(roles.at("items").at(2).at("version").as_int64(), 2);
}

TEST_P(IdentityTest, KeysAreLimitedExpireAndAreRevoked) {
    auto admin = administrator_in();
    const auto refused = call(
        admin, Method::post, "/v1/keys",
        R"({"name": "k", "permissions": ["nothing.real"], "zones": ["moon"], "devices": ["ghost"], "expires_at": "2020-01-01T00:00:00Z"})");
    std::vector<std::string> faults;
    for (const auto& fault : refused.error().faults) faults.push_back(fault.pointer);
    EXPECT_EQ(faults, (std::vector<std::string>{"/permissions/0", "/expires_at", "/zones/0", "/devices/0"}));
    const auto key = body(call(admin, Method::post, "/v1/keys",
                               R"({"name": "gate", "permissions": ["parking.read"], "zones": ["norte"], "devices": ["gate"]})"));
    const std::string secret(key.at("secret").as_string()), id(key.at("id").as_string());
    EXPECT_TRUE(keys_->caller_of(secret)->may_at("norte"));
    EXPECT_FALSE(keys_->caller_of(secret)->may_at("centro"));
    EXPECT_TRUE(body(call(admin, Method::get, "/v1/keys")).at("items").at(0).at("secret").is_null());
    EXPECT_EQ(call(admin, Method::del, "/v1/keys/" + id)->status, 204);
    EXPECT_FALSE(keys_->caller_of(secret));
    EXPECT_EQ(problem(call(admin, Method::del, "/v1/keys/" + id)), "key-not-found");
}

TEST_P(IdentityTest, AnotherRoomMaySignSomebodyIn) {
    auto admin = administrator_in();
    const auto ana = add_user(admin, "ana", R"(["operator"])", R"(, "zones": ["centro"])");
    PeopleOfIdentity people;
    Browser browser;
    database_->write([&](storage::Session& session) {
        const auto person = people.named(session, "ana");
        EXPECT_EQ(person->rights.zones, std::vector<std::string>{"centro"});
        EXPECT_EQ(people.person(session, person->id)->login, "ana");
        browser.cookie = people.begin_session(session, person->id, {"10.0.0.9", "x"}, clock_.now());
    });
    EXPECT_EQ(status_of(browser), 200);
    EXPECT_TRUE(call(admin, Method::patch, "/v1/users/" + ana.id, R"({"active": false})"));
    database_->read([&](storage::Session& session) { EXPECT_FALSE(people.named(session, "ana")); });
}

}  // namespace
}  // namespace patente::identity
