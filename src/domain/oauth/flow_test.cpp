// The whole way from a request for a code to tokens, and everything that must not lead there.
#include "base/base64url.h"
#include "domain/oauth/test_oauth.h"

namespace patente::oauth {
namespace {

using namespace std::chrono_literals;
using http::Method;
using Words = std::vector<std::string>;

class FlowTest : public OAuthTest {};

// ---- authorize -----------------------------------------------------------------------------------------------------

TEST_P(FlowTest, APersonAgreesAndTheClientGetsTokens) {
    const auto client = phone_client();
    const auto page = ask(request_for(client));
    EXPECT_EQ(page.status, 200);
    EXPECT_NE(page.body.find("Phone &lt;app&gt;"), std::string::npos);
    EXPECT_NE(page.body.find("captures.create"), std::string::npos);
    EXPECT_NE(header(page, "Content-Security-Policy").find("form-action 'self' com.example.app:;"), std::string::npos)
        << header(page, "Content-Security-Policy");
    const auto sent = agree(page);
    EXPECT_EQ(sent.status, 303);
    EXPECT_TRUE(header(sent, "Location").starts_with("com.example.app:/cb?code=poc_")) << header(sent, "Location");
    EXPECT_EQ(sent_with(sent, "state"), "st&te");
    EXPECT_EQ(sent_with(sent, "iss"), issuer);

    const auto answer = post("/oauth/token", redeeming(client, sent_with(sent, "code")));
    ASSERT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(header(answer, "Cache-Control"), "no-store");
    const auto tokens = object_in(answer);
    EXPECT_EQ(text_in(tokens, "token_type"), "Bearer");
    EXPECT_EQ(text_in(tokens, "scope"), "openid profile offline_access captures.create");
    const auto caller = services_->tokens.caller_of(text_in(tokens, "access_token"));
    ASSERT_TRUE(caller) << caller.error().detail.en;
    EXPECT_EQ(caller->id, "ana");
    EXPECT_EQ(caller->kind, auth::CallerKind::client);
    EXPECT_EQ(caller->name, "Ana (Phone <app>)");
    EXPECT_EQ(caller->permissions, Words{"captures.create"});
    EXPECT_EQ(caller->zones, Words{"z1"});
    EXPECT_FALSE(caller->may(auth::own_session)) << "a program changes no password";

    const auto id =
        auth::checked(text_in(tokens, "id_token"), services_->keys.now()->set, {"jwt", issuer, client.id.text()}, clock_.now());
    ASSERT_TRUE(id) << id.error().detail.en;
    EXPECT_EQ(id->subject, "ana");
    EXPECT_EQ(id->text("nonce"), "n0nce");
    EXPECT_EQ(id->text("preferred_username"), "ana.gomez");
    EXPECT_EQ(problem_of(text_in(tokens, "id_token")), "token-invalid") << "it gives no access";

    const auto info = send(Method::get, "/oauth/userinfo", {.authorization = "Bearer " + text_in(tokens, "access_token")});
    EXPECT_EQ(text_in(object_in(info), "sub"), "ana");
    EXPECT_EQ(text_in(object_in(info), "name"), "Ana");
}

TEST_P(FlowTest, NobodyIsSentToAnAddressThatIsNotRegistered) {
    const auto client = phone_client();
    for (const auto* uri : {"com.example.app:/cb/", "com.example.app:/cb?x", "https://app.example/cb/../evil",
                            "https://evil.example/cb", "https://app.example.evil.example/cb", "https://app.example/CB", ""}) {
        const auto page = ask(with(request_for(client), "redirect_uri", uri));
        EXPECT_EQ(page.status, 400) << uri;
        EXPECT_EQ(header(page, "Location"), "") << uri;
    }
    auto twice = request_for(client);
    twice.emplace_back("redirect_uri", "https://evil.example/cb");
    EXPECT_EQ(ask(twice).status, 400);
    EXPECT_EQ(ask(with(request_for(client), "client_id", Uuid::made_at(clock_.now()).text())).status, 400);
    EXPECT_EQ(ask(with(request_for(client), "client_id", "x")).status, 400);
}

TEST_P(FlowTest, OtherFaultsAreToldToTheClient) {
    const auto client = phone_client();
    const auto told = [&](std::string_view name, const std::string& value) {
        return ask(with(request_for(client), name, value));
    };
    EXPECT_EQ(sent_with(told("code_challenge_method", "plain"), "error"), "invalid_request");
    EXPECT_EQ(sent_with(told("code_challenge", ""), "error"), "invalid_request");
    EXPECT_EQ(sent_with(told("response_type", "token"), "error"), "unsupported_response_type");
    EXPECT_EQ(sent_with(told("scope", "parking.read"), "error"), "invalid_scope") << "not this client's";
    EXPECT_EQ(sent_with(told("scope", "oauth.read"), "error"), "access_denied") << "not this user's";
    EXPECT_EQ(sent_with(told("prompt", "none"), "error"), "consent_required");
    EXPECT_EQ(sent_with(told("scope", "parking.read"), "state"), "st&te");
    EXPECT_EQ(sent_with(told("scope", "parking.read"), "iss"), issuer);
    clock_.advance(1h);
    EXPECT_EQ(sent_with(told("max_age", "60"), "error"), "login_required");
}

TEST_P(FlowTest, ScopesAreNeverMoreThanTheUsersOwn) {
    const auto client = phone_client();
    const auto page = ask(with(request_for(client), "scope", "captures.create oauth.read"));
    EXPECT_EQ(page.body.find("oauth.read"), std::string::npos);
    const auto tokens = object_in(post("/oauth/token", redeeming(client, sent_with(agree(page), "code"))));
    EXPECT_EQ(text_in(tokens, "scope"), "captures.create");
    EXPECT_FALSE(tokens.contains("refresh_token")) << "only with offline_access";
    EXPECT_FALSE(tokens.contains("id_token")) << "only with openid";
    const auto info = send(Method::get, "/oauth/userinfo", {.authorization = "Bearer " + text_in(tokens, "access_token")});
    EXPECT_EQ(info.status, 403);
}

TEST_P(FlowTest, WhoIsNotSignedInSignsInFirst) {
    const auto client = phone_client();
    // The cookie is not sent where another site has sent the browser here: the first answer only goes on by itself.
    const auto first = ask(request_for(client), "");
    EXPECT_EQ(first.status, 200);
    EXPECT_NE(first.body.find("http-equiv=\"refresh\""), std::string::npos);
    EXPECT_EQ(secret_in(first), "");
    auto again = request_for(client);
    again.emplace_back("again", "1");
    const auto page = ask(again, "patente_session=unknown");
    EXPECT_NE(page.body.find("name=\"password\""), std::string::npos);
    EXPECT_EQ(sent_with(ask(with(again, "prompt", "none"), ""), "error"), "login_required");

    const std::string form = "login=ana&return=" + percent_encoded(with_parameters("/oauth/authorize", again)) + "&password=";
    const auto wrong = send(Method::post, "/oauth/sign-in", {.form = form + "wrong", .origin = issuer});
    EXPECT_EQ(wrong.status, 401);
    EXPECT_EQ(header(wrong, "Set-Cookie"), "");
    EXPECT_EQ(send(Method::post, "/oauth/sign-in", {.form = form + "right", .origin = "https://evil.example"}).status, 403);
    const auto right = send(Method::post, "/oauth/sign-in", {.form = form + "right", .origin = issuer});
    EXPECT_EQ(right.status, 303);
    EXPECT_EQ(header(right, "Location"), with_parameters("/oauth/authorize", again));
    EXPECT_EQ(header(right, "Set-Cookie"), "patente_session=session-of-ana; Path=/; HttpOnly; SameSite=Strict; Secure");
    const auto elsewhere =
        send(Method::post, "/oauth/sign-in", {.form = "login=ana&password=right&return=//evil.example", .origin = issuer});
    EXPECT_EQ(header(elsewhere, "Location"), "/");
}

TEST_P(FlowTest, AgreementIsTheUsersOwnOnceAndInTime) {
    const auto client = phone_client();
    users_.all["eve"] = {"eve", "eve", "Eve", {"*"}, {}, {}};
    sessions_.all["of-eve"] = {"eve", clock_.now()};
    const auto page = ask(request_for(client));
    EXPECT_EQ(agree(page, "allow", "patente_session=of-eve").status, 403) << "another's page";
    EXPECT_EQ(agree(page, "allow", "").status, 403) << "nobody";
    EXPECT_EQ(agree(page, "allow", "patente_session=cookie", "https://evil.example").status, 403) << "a form of another site";
    EXPECT_EQ(
        send(Method::post, "/oauth/authorize", {.cookie = "patente_session=cookie", .form = "answer=allow", .origin = issuer})
            .status,
        403)
        << "a form without the page's secret";
    EXPECT_EQ(agree(page).status, 303);
    EXPECT_EQ(agree(page).status, 403) << "answered already";
    const auto late = ask(request_for(client));
    clock_.advance(consent_time);
    EXPECT_EQ(agree(late).status, 403);
    const auto refused = agree(ask(request_for(client)), "deny");
    EXPECT_EQ(sent_with(refused, "error"), "access_denied");
    EXPECT_EQ(sent_with(refused, "code"), "");
}

TEST_P(FlowTest, ATrustedClientAsksNobody) {
    const auto client = add_client({.name = "House",
                                    .kind = ClientKind::open,
                                    .redirect_uris = {"com.example.app:/cb"},
                                    .permissions = {"*"},
                                    .trusted = true});
    EXPECT_NE(sent_with(ask(request_for(client)), "code"), "");
    EXPECT_NE(sent_with(ask(with(request_for(client), "prompt", "none")), "code"), "");
    EXPECT_NE(secret_in(ask(with(request_for(client), "prompt", "consent"))), "");
}

// ---- codes ---------------------------------------------------------------------------------------------------------

TEST_P(FlowTest, ACodeIsBoundToItsClientItsAddressAndItsVerifier) {
    const auto client = phone_client(), other = phone_client();
    const auto refused_with = [&](const Parameters& form) {
        const auto answer = post("/oauth/token", form);
        EXPECT_EQ(answer.status, 400) << answer.body;
        return error_of(answer);
    };
    const auto code = code_for(client);
    EXPECT_EQ(refused_with(with(redeeming(client, code), "client_id", other.id.text())), "invalid_grant");
    EXPECT_EQ(refused_with(with(redeeming(client, code_for(client)), "redirect_uri", "https://app.example/cb")), "invalid_grant");
    EXPECT_EQ(refused_with(with(redeeming(client, code_for(client)), "redirect_uri", "")), "invalid_grant");
    EXPECT_EQ(refused_with(with(redeeming(client, code_for(client)), "code_verifier", std::string(43, 'a'))), "invalid_grant");
    EXPECT_EQ(refused_with(with(redeeming(client, code_for(client)), "code_verifier", "")), "invalid_grant") << "PKCE left out";
    EXPECT_EQ(refused_with(with(redeeming(client, code_for(client)), "code_verifier", challenge)), "invalid_grant")
        << "as if it were plain";
    EXPECT_EQ(refused_with(redeeming(client, "poc_" + auth::random_token())), "invalid_grant");
    EXPECT_EQ(post("/oauth/token", redeeming(client, code)).status, 200) << "another client's try has not used it up";
    const auto guessed = code_for(client);
    refused_with(with(redeeming(client, guessed), "code_verifier", std::string(43, 'a')));
    EXPECT_EQ(refused_with(redeeming(client, guessed)), "invalid_grant") << "one guess is all there is";
    const auto late = code_for(client);
    clock_.advance(60s);
    EXPECT_EQ(refused_with(redeeming(client, late)), "invalid_grant");
}

TEST_P(FlowTest, ACodeThatIsShownAgainEndsWhatItGave) {
    const auto client = phone_client();
    const auto code = code_for(client);
    const auto tokens = object_in(post("/oauth/token", redeeming(client, code)));
    EXPECT_EQ(problem_of(text_in(tokens, "access_token")), "");
    EXPECT_EQ(error_of(post("/oauth/token", redeeming(client, code))), "invalid_grant");
    EXPECT_EQ(problem_of(text_in(tokens, "access_token")), "token-revoked");
    EXPECT_EQ(error_of(post("/oauth/token", refreshing(client, text_in(tokens, "refresh_token")))), "invalid_grant");
}

// ---- refresh tokens ------------------------------------------------------------------------------------------------

TEST_P(FlowTest, ARefreshTokenIsGoodOnceAndGivesTheNext) {
    const auto client = phone_client();
    auto tokens = tokens_for(client);
    for (int i = 0; i < 3; ++i) {
        clock_.advance(9min);
        const auto next = object_in(post("/oauth/token", refreshing(client, text_in(tokens, "refresh_token"))));
        EXPECT_NE(text_in(next, "refresh_token"), text_in(tokens, "refresh_token"));
        EXPECT_NE(text_in(next, "access_token"), text_in(tokens, "access_token"));
        EXPECT_EQ(problem_of(text_in(next, "access_token")), "");
        tokens = next;
    }
    const auto less =
        object_in(post("/oauth/token", with(refreshing(client, text_in(tokens, "refresh_token")), "scope", "openid")));
    EXPECT_EQ(text_in(less, "scope"), "openid");
    EXPECT_TRUE(services_->tokens.caller_of(text_in(less, "access_token"))->permissions.empty());
    EXPECT_EQ(error_of(post("/oauth/token", with(refreshing(client, text_in(less, "refresh_token")), "scope", "parking.read"))),
              "invalid_grant");
    EXPECT_EQ(post("/oauth/token", refreshing(client, text_in(less, "refresh_token"))).status, 200)
        << "the refusal has not used it up";
    EXPECT_EQ(error_of(post("/oauth/token", refreshing(phone_client(), text_in(less, "refresh_token")))), "invalid_grant");
    clock_.advance(refresh_time);
    EXPECT_EQ(error_of(post("/oauth/token", refreshing(client, text_in(less, "refresh_token")))), "invalid_grant");
}

TEST_P(FlowTest, ARefreshTokenThatIsShownAgainEndsTheFamily) {
    const auto client = phone_client();
    const auto first = tokens_for(client);
    const auto second = object_in(post("/oauth/token", refreshing(client, text_in(first, "refresh_token"))));
    clock_.advance(11s);
    EXPECT_EQ(error_of(post("/oauth/token", refreshing(client, text_in(first, "refresh_token")))), "invalid_grant");
    EXPECT_EQ(error_of(post("/oauth/token", refreshing(client, text_in(second, "refresh_token")))), "invalid_grant")
        << "the honest one too";
    EXPECT_EQ(problem_of(text_in(first, "access_token")), "token-revoked");
    EXPECT_EQ(problem_of(text_in(second, "access_token")), "token-revoked");
}

TEST_P(FlowTest, AnAnswerThatWasLostIsGivenAgain) {
    const auto client = phone_client();
    const auto refresh = text_in(tokens_for(client), "refresh_token");
    const auto lost = object_in(post("/oauth/token", refreshing(client, refresh)));
    clock_.advance(9s);
    const auto again = object_in(post("/oauth/token", refreshing(client, refresh)));
    EXPECT_EQ(again, lost);
    EXPECT_EQ(post("/oauth/token", refreshing(client, text_in(again, "refresh_token"))).status, 200);
    EXPECT_EQ(error_of(post("/oauth/token", refreshing(client, refresh))), "invalid_grant")
        << "what it gave was used: it was not lost";
    EXPECT_EQ(problem_of(text_in(again, "access_token")), "token-revoked");
}

// ---- clients -------------------------------------------------------------------------------------------------------

TEST_P(FlowTest, AClientShowsItsSecret) {
    const auto client = add_client(
        {.name = "Bridge", .permissions = {"captures.create", "parking.read"}, .zones = {"z2"}, .acts_alone = true}, "s&cret");
    const Parameters form{{"grant_type", "client_credentials"}, {"scope", "captures.create"}};
    const auto as = [&](const std::string& id, const std::string& secret) {
        auto text = base64url(percent_encoded(id) + ":" + percent_encoded(secret));
        return "Basic " + text;
    };
    const auto answer = post("/oauth/token", form, as(client.id.text(), "s&cret"));
    ASSERT_EQ(answer.status, 200) << answer.body;
    const auto caller = services_->tokens.caller_of(text_in(object_in(answer), "access_token"));
    ASSERT_TRUE(caller);
    EXPECT_EQ(caller->kind, auth::CallerKind::client);
    EXPECT_EQ(caller->id, client.id.text());
    EXPECT_EQ(caller->permissions, Words{"captures.create"});
    EXPECT_EQ(caller->zones, Words{"z2"});
    EXPECT_FALSE(object_in(answer).contains("refresh_token"));
    EXPECT_EQ(post("/oauth/token", with(with(form, "client_id", client.id.text()), "client_secret", "s&cret")).status, 200);

    for (const auto& wrong : {as(client.id.text(), "secret"), as(client.id.text(), ""), as("x", "s&cret"), std::string("Basic !"),
                              std::string("Basic")}) {
        const auto refused = post("/oauth/token", form, wrong);
        EXPECT_EQ(refused.status, 401) << wrong;
        EXPECT_EQ(error_of(refused), "invalid_client") << wrong;
    }
    EXPECT_EQ(error_of(post("/oauth/token", with(form, "client_id", client.id.text()))), "invalid_client");
    EXPECT_EQ(error_of(post("/oauth/token", with(form, "scope", "oauth.read"), as(client.id.text(), "s&cret"))), "invalid_scope");
    EXPECT_EQ(error_of(post("/oauth/token", with(form, "scope", "openid"), as(client.id.text(), "s&cret"))), "invalid_scope");
    const auto phone = phone_client();
    EXPECT_EQ(error_of(post("/oauth/token", with(form, "client_id", phone.id.text()))), "unauthorized_client");
    EXPECT_EQ(error_of(post("/oauth/token", with(with(form, "client_id", phone.id.text()), "client_secret", "x"))),
              "invalid_client");
    EXPECT_EQ(error_of(post("/oauth/token", with(form, "grant_type", "password"), as(client.id.text(), "s&cret"))),
              "unsupported_grant_type");
    EXPECT_EQ(error_of(post("/oauth/token", {{"grant_type", "a"}, {"grant_type", "b"}})), "invalid_request");
}

TEST_P(FlowTest, AClientEndsItsOwnTokensAlone) {
    const auto client = phone_client(), other = phone_client();
    const auto first = tokens_for(client), second = tokens_for(client);
    const auto revoke = [&](const Client& who, const std::string& token) {
        return post("/oauth/revoke", {{"client_id", who.id.text()}, {"token", token}}).status;
    };
    EXPECT_EQ(revoke(other, text_in(first, "access_token")), 200);
    EXPECT_EQ(revoke(other, text_in(first, "refresh_token")), 200);
    EXPECT_EQ(revoke(client, "nonsense"), 200);
    EXPECT_EQ(problem_of(text_in(first, "access_token")), "") << "another's, and it is not even told so";
    EXPECT_EQ(revoke(client, text_in(first, "refresh_token")), 200);
    EXPECT_EQ(problem_of(text_in(first, "access_token")), "token-revoked");
    EXPECT_EQ(revoke(client, text_in(second, "access_token")), 200);
    EXPECT_EQ(error_of(post("/oauth/token", refreshing(client, text_in(second, "refresh_token")))), "invalid_grant");
}

TEST_P(FlowTest, TellsAClientWhatATokenIsGoodFor) {
    const auto phone = phone_client();
    const auto bridge = add_client({.name = "Bridge", .permissions = {"captures.create"}, .acts_alone = true}, "secret");
    const auto auditor = add_client({.name = "Auditor", .permissions = {"oauth.read"}, .acts_alone = true}, "secret");
    const auto token = text_in(tokens_for(phone), "access_token");
    const auto active = [&](const Client& who, const std::string& shown) {
        const auto answer =
            object_in(post("/oauth/introspect", {{"client_id", who.id.text()}, {"client_secret", "secret"}, {"token", shown}}));
        return answer.at("active").as_bool() ? text_in(answer, "scope") : "inactive";
    };
    EXPECT_EQ(active(auditor, token), "openid profile offline_access captures.create");
    EXPECT_EQ(active(bridge, token), "inactive") << "another's";
    EXPECT_EQ(active(auditor, token + "x"), "inactive");
    EXPECT_EQ(post("/oauth/introspect", {{"client_id", phone.id.text()}, {"token", token}}).status, 401) << "it has no secret";
    clock_.advance(11min);
    EXPECT_EQ(active(auditor, token), "inactive");
}

// ---- what the operator does ----------------------------------------------------------------------------------------

TEST_P(FlowTest, ClientsAreRegisteredChangedAndRemoved) {
    const auth::Caller admin{.id = "1", .kind = auth::CallerKind::key, .permissions = {"*"}};
    const auth::Caller little{.id = "2", .kind = auth::CallerKind::key, .permissions = {"oauth.configure", "captures.create"}};
    const auto register_as = [&](const auth::Caller& caller, const std::string& permissions) {
        return send(Method::post, "/v1/oauth/clients",
                    {.form = R"({"name":"X","acts_alone":true,"permissions":)" + permissions + "}", .caller = caller});
    };
    EXPECT_EQ(register_as(little, R"(["*"])").status, 422);
    EXPECT_EQ(register_as(little, R"(["parking.read"])").status, 422);
    EXPECT_EQ(register_as(little, R"(["captures.create"])").status, 201);
    const auto made = register_as(admin, R"(["*"])");
    ASSERT_EQ(made.status, 201) << made.body;
    const auto id = text_in(object_in(made), "id"), secret = text_in(object_in(made), "secret"), one = "/v1/oauth/clients/" + id;
    EXPECT_TRUE(secret.starts_with("pcs_"));
    EXPECT_EQ(send(Method::get, one).body.find(secret), std::string::npos);
    EXPECT_EQ(object_in(send(Method::get, "/v1/oauth/clients")).at("items").as_array().size(), 2u);
    const auto token_with = [&](const std::string& with_secret) {
        return post("/oauth/token", {{"grant_type", "client_credentials"},
                                     {"client_id", id},
                                     {"client_secret", with_secret},
                                     {"scope", "captures.create"}});
    };
    const auto token = text_in(object_in(token_with(secret)), "access_token");
    EXPECT_EQ(problem_of(token), "");
    const auto other = text_in(object_in(send(Method::post, one + "/secret", {.caller = admin})), "secret");
    EXPECT_EQ(token_with(secret).status, 401);
    EXPECT_EQ(token_with(other).status, 200);

    EXPECT_EQ(send(Method::patch, one,
                   {.form = R"({"kind":"public","acts_alone":false,"redirect_uris":["https://a.example"]})", .caller = admin})
                  .status,
              409);
    EXPECT_EQ(send(Method::patch, one, {.form = R"({"permissions":["parking.read"]})", .caller = admin}).status, 200);
    clock_.advance(1s);
    EXPECT_TRUE(services_->tokens.caller_of(token)->permissions.empty()) << "what it may no longer do counts at once";
    EXPECT_EQ(send(Method::del, one, {.caller = admin}).status, 204);
    EXPECT_EQ(problem_of(token), "token-revoked");
    EXPECT_EQ(send(Method::get, one).status, 404);
}

TEST_P(FlowTest, AUserSeesAndTakesBackWhatWasGranted) {
    const auto client = phone_client();
    const auto tokens = tokens_for(client);
    const auth::Caller ana{.id = "ana", .kind = auth::CallerKind::user}, eve{.id = "eve", .kind = auth::CallerKind::user};
    const auto all = object_in(send(Method::get, "/v1/oauth/grants", {.caller = ana}));
    const auto& items = all.at("items").as_array();
    ASSERT_EQ(items.size(), 1u);
    EXPECT_EQ(text_in(items[0].as_object(), "client_name"), "Phone <app>");
    const auto one = "/v1/oauth/grants/" + text_in(items[0].as_object(), "id");
    EXPECT_EQ(send(Method::del, one, {.caller = eve}).status, 404);
    EXPECT_EQ(send(Method::del, one, {.caller = ana}).status, 204);
    EXPECT_EQ(send(Method::del, one, {.caller = ana}).status, 404);
    EXPECT_EQ(problem_of(text_in(tokens, "access_token")), "token-revoked");
    EXPECT_TRUE(object_in(send(Method::get, "/v1/oauth/grants", {.caller = ana})).at("items").as_array().empty());
}

TEST_P(FlowTest, SaysWhereEverythingIs) {
    const auto openid = object_in(send(Method::get, "/.well-known/openid-configuration"));
    EXPECT_EQ(text_in(openid, "issuer"), issuer);
    EXPECT_EQ(text_in(openid, "token_endpoint"), issuer + "/oauth/token");
    EXPECT_EQ(openid, object_in(send(Method::get, "/.well-known/oauth-authorization-server")));
    const auto jwks = send(Method::get, "/oauth/jwks.json");
    EXPECT_EQ(header(jwks, "Cache-Control"), "public, max-age=300");
    const auto set = auth::KeySet::read(jwks.body);
    ASSERT_TRUE(set);
    EXPECT_EQ(set->size(), 2u);
    EXPECT_EQ(jwks.body.find("\"d\""), std::string::npos);
}

INSTANTIATE_EACH_DATABASE(FlowTest);

}  // namespace
}  // namespace patente::oauth
