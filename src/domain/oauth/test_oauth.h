// For tests: the room over a database, with people who are only remembered.
#pragma once

#include "domain/oauth/api.h"
#include "platform/http/credentials.h"
#include "platform/http/problem.h"
#include "platform/http/target.h"
#include "platform/storage/test_database.h"

namespace patente::oauth {

class FakeUsers final : public Users {
public:
    std::map<std::string, User> all{{"ana", {"ana", "ana.gomez", "Ana", {"captures.create", "parking.read"}, {"z1"}, {}}}};
    std::map<std::string, std::vector<std::string>> roles;

    std::optional<User> user(storage::Session&, const std::string& id) override {
        const auto found = all.find(id);
        return found == all.end() ? std::nullopt : std::optional{found->second};
    }
    Result<std::string> add(storage::Session&, const NewUser& user, Instant) override {
        if (all.contains(user.login)) return fail(ErrorKind::conflict, "login-taken", {"taken", "ocupado"});
        all[user.login] = {user.login, user.login, user.name, {}, {}, {}};
        roles[user.login] = user.roles;
        return user.login;
    }
    Result<> set_roles(storage::Session&, const std::string& id, const std::vector<std::string>& wanted, Instant) override {
        roles[id] = wanted;
        return {};
    }
    bool vouched_for(storage::Session&, const std::string& id, Instant) override { return all.contains(id); }
};

class FakeSessions final : public BrowserSessions {
public:
    std::map<std::string, SignedIn, std::less<>> all;

    std::optional<SignedIn> signed_in(std::string_view secret, Instant) override {
        const auto found = all.find(secret);
        return found == all.end() ? std::nullopt : std::optional{found->second};
    }
    Result<std::string> open(const std::string& user, const Browser&, Instant now) override {
        all["session-of-" + user] = {user, now};
        return "session-of-" + user;
    }
    Result<std::string> sign_in(const Password& password, const Browser& browser, Instant now) override {
        if (password.password != "right") return fail(ErrorKind::unauthenticated, "provider-refused", {"Wrong.", "No."});
        return open(password.login, browser, now);
    }
};

class OAuthTest : public storage::EachDatabase {
protected:
    void SetUp() override {
        folder_ = std::filesystem::temp_directory_path() / ("oauth-" + Uuid::made_at(SystemClock{}.now()).text());
        std::filesystem::create_directories(folder_);
        database_ = fresh(migrations());
        services_.emplace(*database_, clock_, users_, folder_ / "oauth.key", true);
        services_->issuer.set(issuer);
        services_->keys.keep();
        routes_ = feature(dependencies()).routes;
        sessions_.all["cookie"] = {"ana", clock_.now()};
    }
    void TearDown() override {
        routes_.clear();
        services_.reset();
        std::filesystem::remove_all(folder_);
    }

    Dependencies dependencies() {
        return {*database_,
                users_,
                sessions_,
                *services_,
                [] { return std::vector<std::string>{"captures.create", "parking.read", "oauth.read"}; },
                true};
    }
    // Another process over the same database.
    std::unique_ptr<Services> elsewhere() {
        auto other = std::make_unique<Services>(*database_, clock_, users_, folder_ / "oauth.key", true);
        other->issuer.set(issuer);
        return other;
    }

    struct Sent {
        std::string cookie = {}, authorization = {}, form = {}, origin = {};
        auth::Caller caller = {};
    };
    http::Response send(http::Method method, const std::string& target) { return send(method, target, Sent()); }
    http::Response send(http::Method method, const std::string& target, const Sent& sent) {
        http::Request request;
        const auto parsed = http::target_of(target);
        EXPECT_TRUE(parsed) << target;
        request.method = method;
        request.path = parsed->path();
        request.query = parsed->query;
        request.headers = {{"host", "parking.example"}};
        if (!sent.cookie.empty()) request.headers.emplace_back("cookie", sent.cookie);
        if (!sent.authorization.empty()) request.headers.emplace_back("authorization", sent.authorization);
        if (!sent.origin.empty()) request.headers.emplace_back("origin", sent.origin);
        request.body = sent.form;
        request.caller = sent.caller;
        request.received = clock_.now();
        request.origin = issuer;
        request.language = Language::en;
        for (const auto& route : routes_) {
            if (route.method != method || !matches(route.path, request)) continue;
            auto answer = route.answer(request);
            return answer ? *answer : http::problem_response(answer.error(), request.language, "");
        }
        ADD_FAILURE() << "no route " << target;
        return {};
    }
    http::Response post(const std::string& path, const Parameters& form, const std::string& authorization = {}) {
        return send(http::Method::post, path, {.authorization = authorization, .form = with_parameters("", form).substr(1)});
    }
    static json::Object object_in(const http::Response& response) {
        auto value = json::parsed(response.body);
        EXPECT_TRUE(value && value->is_object()) << response.body;
        return value && value->is_object() ? value->as_object() : json::Object{};
    }
    static std::string text_in(const json::Object& object, std::string_view name) {
        const auto* value = object.if_contains(name);
        return value && value->is_string() ? std::string(value->get_string()) : "";
    }
    static std::string error_of(const http::Response& response) { return text_in(object_in(response), "error"); }
    static std::string header(const http::Response& response, std::string_view name) {
        for (const auto& [each, value] : response.headers)
            if (each == name) return value;
        return "";
    }
    // The parameter of the address that an answer sends the browser to.
    static std::string sent_with(const http::Response& response, std::string_view name) {
        const auto location = header(response, "Location");
        const auto query = http::query_of(location.substr(std::min(location.find('?') + 1, location.size())));
        for (const auto& [each, value] : *query)
            if (each == name) return value;
        return "";
    }

    Client add_client(ClientSettings settings, const std::string& secret = {}) {
        const Client client{.id = ClientId::made_at(clock_.now()),
                            .settings = std::move(settings),
                            .secret_hash = secret.empty() ? "" : token_hash(secret),
                            .created_at = clock_.now(),
                            .changed_at = clock_.now()};
        database_->write([&](storage::Session& session) { store::add(session, client); });
        return client;
    }
    Client phone_client() {
        return add_client({.name = "Phone <app>",
                           .kind = ClientKind::open,
                           .redirect_uris = {"com.example.app:/cb", "https://app.example/cb"},
                           .permissions = {"captures.create", "oauth.read"}});
    }

    Parameters request_for(const Client& client) const {
        return {{"response_type", "code"},
                {"client_id", client.id.text()},
                {"redirect_uri", "com.example.app:/cb"},
                {"scope", "openid profile offline_access captures.create"},
                {"state", "st&te"},
                {"nonce", "n0nce"},
                {"code_challenge", challenge},
                {"code_challenge_method", "S256"}};
    }
    static Parameters with(Parameters parameters, std::string_view name, const std::string& value) {
        for (auto& each : parameters)
            if (each.first == name) {
                each.second = value;
                return parameters;
            }
        parameters.emplace_back(name, value);
        return parameters;
    }
    http::Response ask(const Parameters& request, const std::string& cookie = "patente_session=cookie") {
        return send(http::Method::get, with_parameters("/oauth/authorize", request), {.cookie = cookie});
    }
    static std::string secret_in(const http::Response& page) {
        const std::string before = "name=\"request\" value=\"";
        const auto at = page.body.find(before);
        return at == std::string::npos ? "" : page.body.substr(at + before.size(), 43);
    }
    http::Response agree(const http::Response& page, const std::string& answer = "allow",
                         const std::string& cookie = "patente_session=cookie", const std::string& origin = issuer) {
        return send(http::Method::post, "/oauth/authorize",
                    {.cookie = cookie, .form = "request=" + secret_in(page) + "&answer=" + answer, .origin = origin});
    }
    std::string code_for(const Client& client) { return sent_with(agree(ask(request_for(client))), "code"); }
    Parameters redeeming(const Client& client, const std::string& code) const {
        return {{"grant_type", "authorization_code"},
                {"client_id", client.id.text()},
                {"code", code},
                {"redirect_uri", "com.example.app:/cb"},
                {"code_verifier", verifier}};
    }
    Parameters refreshing(const Client& client, const std::string& token) const {
        return {{"grant_type", "refresh_token"}, {"client_id", client.id.text()}, {"refresh_token", token}};
    }
    json::Object tokens_for(const Client& client) { return object_in(post("/oauth/token", redeeming(client, code_for(client)))); }
    std::string problem_of(const std::string& token) {
        const auto caller = services_->tokens.caller_of(token);
        return caller ? "" : caller.error().problem;
    }

    static inline const std::string issuer = "https://parking.example";
    static inline const std::string verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";  // RFC 7636, appendix B
    static inline const std::string challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    ManualClock clock_{*parse_rfc3339("2026-03-02T12:00:00Z")};
    std::filesystem::path folder_;
    std::unique_ptr<storage::Database> database_;
    FakeUsers users_;
    FakeSessions sessions_;
    std::optional<Services> services_;
    std::vector<http::Route> routes_;

private:
    static bool matches(const std::string& pattern, http::Request& request) {
        const auto parts = [](std::string_view path) {
            std::vector<std::string> all;
            while (!path.empty()) {
                const auto end = path.find('/', 1);
                all.emplace_back(path.substr(1, end == std::string_view::npos ? end : end - 1));
                path = end == std::string_view::npos ? std::string_view{} : path.substr(end);
            }
            return all;
        };
        const auto wanted = parts(pattern), given = parts(request.path);
        if (wanted.size() != given.size()) return false;
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            if (wanted[i].starts_with('{'))
                request.path_parameters[wanted[i].substr(1, wanted[i].size() - 2)] = given[i];
            else if (wanted[i] != given[i])
                return false;
        }
        return true;
    }
};

}  // namespace patente::oauth
