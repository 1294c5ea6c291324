#include "domain/oauth/rules.h"

#include <gtest/gtest.h>

namespace patente::oauth {
namespace {

using namespace std::chrono_literals;
using Words = std::vector<std::string>;

const Instant noon = *parse_rfc3339("2026-03-02T12:00:00Z");
const std::string challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";  // RFC 7636, appendix B

Client client_with(Words permissions) {
    return {.id = ClientId::made_at(noon),
            .settings = {.name = "App", .redirect_uris = {"https://app.example/cb"}, .permissions = std::move(permissions)}};
}

Parameters good_request() {
    return {{"response_type", "code"},           {"client_id", "x"}, {"redirect_uri", "https://app.example/cb"},
            {"scope", "openid captures.create"}, {"state", "s"},     {"code_challenge", challenge},
            {"code_challenge_method", "S256"}};
}

std::string error_of(Parameters parameters, const Client& client = client_with({"captures.create"})) {
    const auto request = request_of(parameters, client);
    return request ? "" : request.error().error;
}

Parameters with(std::string_view name, std::string value) {
    auto parameters = good_request();
    for (auto& each : parameters)
        if (each.first == name) {
            each.second = std::move(value);
            return parameters;
        }
    parameters.emplace_back(name, std::move(value));
    return parameters;
}

TEST(OAuthRules, TakesPeopleBackToGoodAddressesOnly) {
    for (const auto* good : {"https://app.example", "https://app.example/cb?x=1", "http://127.0.0.1:5000/cb", "http://[::1]/cb",
                             "http://localhost:3000/", "com.example.app:/oauth", "com.example.app://cb"})
        EXPECT_EQ(redirect_fault(good), nullptr) << good;
    for (const auto* bad :
         {"", "app", "http://app.example/cb", "http://127.0.0.1.evil.example/", "https://", "https://:443/", "https://a@b/",
          "https://app.example/#x", "https://app.example/a b", "javascript:alert(1)", "data:text/html,x", "myapp:/cb",
          "Com.Example:/cb", "file:///etc/passwd", "https://app.example/ñ", "https://a;script-src/"})
        EXPECT_NE(redirect_fault(bad), nullptr) << bad;
}

TEST(OAuthRules, NamesEveryBadFieldOfAClient) {
    const auto known = [](const std::string& each) { return each == "captures.create" || each == "parking.read"; };
    const auto own = [](const std::string& each) { return each == "captures.create"; };
    const auto faults_of = [&](const ClientSettings& settings) {
        Words faults;
        if (const auto result = checked(settings, known, own); !result)
            for (const auto& fault : result.error().faults) faults.push_back(fault.pointer + " " + fault.code);
        return faults;
    };
    EXPECT_EQ(faults_of({.name = "A",
                         .kind = ClientKind::open,
                         .redirect_uris = {"https://a.example/", "ftp:x"},
                         .permissions = {"captures.create", "parking.read", "parking.write", "*"},
                         .acts_alone = true}),
              (Words{"/redirect_uris/1 pattern", "/permissions/1 beyond", "/permissions/2 unknown", "/permissions/3 beyond",
                     "/acts_alone kind"}));
    EXPECT_EQ(faults_of({.name = "A"}), Words{"/redirect_uris required"});
    EXPECT_EQ(faults_of({.name = "A", .permissions = {"captures.create"}, .acts_alone = true}), Words{});
}

TEST(OAuthRules, AsksForCodesWithPkceAlone) {
    EXPECT_EQ(error_of(good_request()), "");
    EXPECT_EQ(error_of(with("response_type", "token")), "unsupported_response_type");
    EXPECT_EQ(error_of(with("response_type", "")), "unsupported_response_type");
    EXPECT_EQ(error_of(with("response_mode", "fragment")), "invalid_request");
    EXPECT_EQ(error_of(with("code_challenge_method", "plain")), "invalid_request");
    EXPECT_EQ(error_of(with("code_challenge_method", "")), "invalid_request");
    EXPECT_EQ(error_of(with("code_challenge", "")), "invalid_request");
    EXPECT_EQ(error_of(with("code_challenge", "short")), "invalid_request");
    EXPECT_EQ(error_of(with("prompt", "login")), "invalid_request");
    EXPECT_EQ(error_of(with("request", "eyJ")), "request_not_supported");
    EXPECT_EQ(error_of(with("request_uri", "https://evil.example")), "request_uri_not_supported");
    EXPECT_EQ(error_of(with("scope", "captures.create parking.read")), "invalid_scope");
    EXPECT_EQ(error_of(with("scope", "captures.create parking.read"), client_with({"*"})), "");
    EXPECT_EQ(error_of(with("state", std::string(4001, 'x'))), "invalid_request");
    auto twice = good_request();
    twice.emplace_back("state", "another");
    EXPECT_EQ(error_of(twice), "invalid_request");
    const auto request = request_of(good_request(), client_with({"captures.create"}));
    EXPECT_EQ(request->scopes, (Words{"openid", "captures.create"}));
    EXPECT_EQ(request_of(with("scope", ""), client_with({"captures.create"}))->scopes, Words{"captures.create"});
}

TEST(OAuthRules, ScopesAreNeverMoreThanSomebodysOwn) {
    EXPECT_EQ(narrowed({"openid", "a.x", "b.y"}, {"b.y", "c.z"}), (Words{"openid", "b.y"}));
    EXPECT_EQ(narrowed({"openid", "a.x"}, {"*"}), (Words{"openid", "a.x"}));
    EXPECT_EQ(narrowed({"*"}, {"b.y", "c.z"}), (Words{"b.y", "c.z"}));
    EXPECT_EQ(narrowed({"*"}, {"*"}), Words{"*"});
    EXPECT_EQ(narrowed({"a.x"}, {}), Words{});
    EXPECT_EQ(scopes_in(" a  b a "), (Words{"a", "b"}));
    EXPECT_EQ(joined({"a", "b"}), "a b");
}

TEST(OAuthRules, KnowsTheShapesOfPkce) {
    EXPECT_TRUE(is_challenge(challenge));
    EXPECT_FALSE(is_challenge(challenge + "A"));
    EXPECT_FALSE(is_challenge(challenge.substr(1) + "+"));
    EXPECT_TRUE(is_verifier("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"));
    EXPECT_FALSE(is_verifier(std::string(42, 'a')));
    EXPECT_FALSE(is_verifier(std::string(129, 'a')));
    EXPECT_FALSE(is_verifier(std::string(43, ' ')));
}

TEST(OAuthRules, ACodeIsGoodOnceForAMinute) {
    Code code{.expires_at = noon + 60s};
    EXPECT_EQ(standing_of(code, noon + 59s), Standing::good);
    EXPECT_EQ(standing_of(code, noon + 60s), Standing::over);
    code.used_at = noon;
    EXPECT_EQ(standing_of(code, noon), Standing::reused);
}

TEST(OAuthRules, ALostAnswerIsForgivenForTenSeconds) {
    RefreshToken token{.expires_at = noon + 24h};
    EXPECT_EQ(standing_of(token, false, noon), Standing::good);
    EXPECT_EQ(standing_of(token, false, noon + 24h), Standing::over);
    token.used_at = noon;
    EXPECT_EQ(standing_of(token, false, noon + 9s), Standing::forgiven);
    EXPECT_EQ(standing_of(token, false, noon + 10s), Standing::reused);
    EXPECT_EQ(standing_of(token, true, noon + 1s), Standing::reused) << "the answer was not lost: what it gave was used";
}

TEST(OAuthRules, KeysFollowEachOther) {
    const auto key = [](const std::string& id, const std::string& algorithm, Instant from) {
        return SigningKey{.id = id, .algorithm = algorithm, .signs_from = from};
    };
    std::vector<SigningKey> keys{key("a", "EdDSA", noon), key("b", "EdDSA", noon + 10min), key("r", "RS256", noon)};
    EXPECT_EQ(signing(keys, "EdDSA", noon - 1s), nullptr);
    EXPECT_EQ(signing(keys, "EdDSA", noon)->id, "a");
    EXPECT_EQ(signing(keys, "EdDSA", noon + 10min)->id, "b");
    EXPECT_EQ(signing(keys, "RS256", noon + 10min)->id, "r");
    EXPECT_FALSE(is_over(keys[0], keys, noon + 10min + 59min));
    EXPECT_TRUE(is_over(keys[0], keys, noon + 10min + 60min));
    EXPECT_FALSE(is_over(keys[1], keys, noon + 1000h));
    EXPECT_TRUE(needs_next({}, "EdDSA", noon));
    EXPECT_FALSE(needs_next(keys, "RS256", noon + key_signs - 1s));
    EXPECT_TRUE(needs_next(keys, "RS256", noon + key_signs));
    keys.push_back(key("s", "RS256", noon + key_signs + 10min));
    EXPECT_FALSE(needs_next(keys, "RS256", noon + key_signs)) << "the next is announced";
    static_assert(key_announced > keys_cached, "whoever keeps our set knows a key before it signs");
    static_assert(key_kept > access_time + std::chrono::minutes{5}, "whatever it signed is over before it goes");
}

TEST(OAuthRules, RolesComeFromTheMapping) {
    const ProviderSettings settings{.roles_claim = "groups",
                                    .roles = {{"parking-ops", "operator"}, {"police", "officer"}, {"ops", "operator"}},
                                    .roles_always = {"citizen"}};
    const auto roles = [&](const char* claims) { return roles_of(settings, json::parsed(claims)->as_object()); };
    EXPECT_EQ(roles(R"({"groups":["police","parking-ops","ops","other"]})"), (Words{"citizen", "operator", "officer"}));
    EXPECT_EQ(roles(R"({"groups":"police"})"), (Words{"citizen", "officer"}));
    EXPECT_EQ(roles(R"({"groups":{"police":true}})"), Words{"citizen"});
    EXPECT_EQ(roles(R"({"roles":["police"]})"), Words{"citizen"});
}

TEST(OAuthRules, GoesBackToOurOwnPagesOnly) {
    EXPECT_EQ(return_path("/app/parking?zone=1"), "/app/parking?zone=1");
    for (const auto* bad : {"", "app", "//evil.example", "/\\evil.example", "https://evil.example", "/a\r\nSet-Cookie: x"})
        EXPECT_EQ(return_path(bad), "/") << bad;
}

TEST(OAuthRules, MakesLoginsThatNoLocalUserHas) {
    const auto login = [](const char* claims) { return login_of(json::parsed(claims)->as_object(), "City Hall"); };
    EXPECT_EQ(login(R"({"sub":"1","email":"Ana.Gomez@example.com"})"), "ana.gomez@example.com@city-hall");
    EXPECT_EQ(login(R"({"sub":"1","preferred_username":"ñandú <script>"})"), "and----script-@city-hall");
    EXPECT_EQ(login(R"({"sub":"--","preferred_username":"@@"})"), "user@city-hall");
    EXPECT_LE(login((R"({"sub":")" + std::string(255, 'x') + "\"}").c_str()).size(), 80u);
}

TEST(OAuthRules, AProviderHasAnAddress) {
    const auto faults = [](const ProviderSettings& settings, bool local) {
        return checked(settings, local) ? 0u : checked(settings, local).error().faults.size();
    };
    EXPECT_EQ(faults({.issuer = "https://login.example"}, false), 0u);
    EXPECT_EQ(faults({.issuer = "http://127.0.0.1:9000"}, false), 1u);
    EXPECT_EQ(faults({.issuer = "http://127.0.0.1:9000"}, true), 0u);
    for (const auto* bad : {"", "h", "https://", "https://a?b", "https://u@a", "https://a#b", "ftp://a"})
        EXPECT_EQ(faults({.issuer = bad}, true), 1u) << bad;
    EXPECT_EQ(faults({.issuer = "https://a", .scopes = {"a b"}, .roles = {{"x", "y"}}}, false), 2u);
}

}  // namespace
}  // namespace patente::oauth
