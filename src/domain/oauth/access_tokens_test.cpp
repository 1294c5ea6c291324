#include "domain/oauth/access_tokens.h"

#include "domain/oauth/test_oauth.h"

namespace patente::oauth {
namespace {

using namespace std::chrono_literals;
using Words = std::vector<std::string>;

class AccessTokensTest : public OAuthTest {
protected:
    std::string token_of(const Client& client, Words scopes = {"captures.create"}) {
        return services_->tokens.issued({.id = Uuid::made_at(clock_.now()).text(),
                                         .grant = GrantId::made_at(clock_.now()),
                                         .user = "ana",
                                         .client = client.id,
                                         .scopes = std::move(scopes),
                                         .issued_at = clock_.now(),
                                         .expires_at = clock_.now() + access_time});
    }
    void write(const std::function<void(storage::Session&)>& act) {
        database_->write([&](storage::Session& session) { act(session); });
    }
};

TEST_P(AccessTokensTest, AreKnownInEveryProcess) {
    const auto token = token_of(phone_client());
    const auto other = elsewhere();
    EXPECT_EQ(other->tokens.caller_of(token)->id, "ana");
    EXPECT_EQ(problem_of(token), "");
    EXPECT_EQ(problem_of(token), "") << "from memory";
    clock_.advance(access_time + 59s);
    EXPECT_EQ(problem_of(token), "") << "a minute for clocks that differ";
    clock_.advance(1s);
    EXPECT_EQ(problem_of(token), "token-expired") << "also where it was seen before";
}

TEST_P(AccessTokensTest, WhatIsRevokedIsRefusedWithinASecondInEveryProcess) {
    const auto client = phone_client();
    const auto other = elsewhere();
    const auto refused_after = [&](const std::string& token, const std::function<void(storage::Session&)>& revoke) {
        EXPECT_TRUE(other->tokens.caller_of(token));
        write(revoke);
        clock_.advance(1s);
        const auto caller = other->tokens.caller_of(token);
        return !caller && caller.error().problem == "token-revoked";
    };
    const Instant now = clock_.now();
    EXPECT_TRUE(refused_after(token_of(client), [&](auto& session) { revoke_user(session, "ana", now + 10min); }));
    clock_.advance(20min);
    EXPECT_TRUE(refused_after(token_of(client), [&](auto& session) { revoke_client(session, client.id, clock_.now()); }));
    clock_.advance(1s);
    const auto later = token_of(client);
    EXPECT_TRUE(other->tokens.caller_of(later)) << "issued since";
    const auto read = services_->tokens.read(later);
    EXPECT_TRUE(refused_after(later, [&](auto& session) { revoke_token(session, read->id, clock_.now()); }));
}

TEST_P(AccessTokensTest, AUserWhoMayDoLessIsWorthLessWithinASecond) {
    const auto token = token_of(phone_client(), {"captures.create", "oauth.read"});
    EXPECT_EQ(services_->tokens.caller_of(token)->permissions, Words{"captures.create"});
    users_.all["ana"].permissions = {"*"};
    clock_.advance(1s);
    EXPECT_EQ(services_->tokens.caller_of(token)->permissions, (Words{"captures.create", "oauth.read"}))
        << "no more than was granted";
    users_.all["ana"].permissions = {"parking.read"};
    clock_.advance(1s);
    EXPECT_EQ(services_->tokens.caller_of(token)->permissions, Words{});
    users_.all.erase("ana");
    clock_.advance(1s);
    EXPECT_EQ(problem_of(token), "token-revoked");
}

TEST_P(AccessTokensTest, OfAnotherIssuerAreRefused) {
    const auto token = token_of(phone_client());
    const auto other = elsewhere();
    other->issuer.set("https://other.example");
    EXPECT_EQ(other->tokens.caller_of(token).error().problem, "token-invalid");
}

TEST_P(AccessTokensTest, ManyAreKeptInMemoryAndStillRight) {
    const auto client = phone_client();
    const auto kept = token_of(client);
    for (int i = 0; i < 30; ++i) EXPECT_EQ(problem_of(token_of(client)), "");
    EXPECT_EQ(problem_of(kept), "");
}

TEST_P(AccessTokensTest, KeysRotateWithoutAGap) {
    const auto client = phone_client();
    const auto before = token_of(client);
    const auto other = elsewhere();
    services_->keys.rotate(false);
    clock_.advance(1s);
    EXPECT_EQ(other->keys.now()->set.size(), 4u) << "announced";
    const auto meanwhile = token_of(client);
    EXPECT_EQ(auth::taken_apart(meanwhile)->key_id, auth::taken_apart(before)->key_id) << "it does not sign yet";
    clock_.advance(key_announced);
    const auto after = token_of(client);
    EXPECT_NE(auth::taken_apart(after)->key_id, auth::taken_apart(before)->key_id);
    EXPECT_TRUE(other->tokens.caller_of(after));
    services_->keys.keep();
    EXPECT_EQ(services_->keys.now()->set.size(), 4u) << "the old one stays until its tokens ended";
    clock_.advance(key_kept);
    services_->keys.keep();
    EXPECT_EQ(services_->keys.now()->set.size(), 2u);
    clock_.advance(key_signs);
    services_->keys.keep();
    EXPECT_EQ(services_->keys.now()->set.size(), 4u) << "by age";
    services_->keys.keep();
    EXPECT_EQ(services_->keys.now()->set.size(), 4u) << "once";
}

TEST_P(AccessTokensTest, AKeyThatWasStolenIsTakenOutAtOnce) {
    const auto token = token_of(phone_client());
    const auto other = elsewhere();
    EXPECT_TRUE(other->tokens.caller_of(token));
    services_->keys.rotate(true);
    EXPECT_EQ(problem_of(token), "token-invalid");
    clock_.advance(1s);
    EXPECT_EQ(other->tokens.caller_of(token).error().problem, "token-invalid") << "also where it was seen before";
    EXPECT_EQ(problem_of(token_of(phone_client())), "");
}

TEST_P(AccessTokensTest, WithoutItsFileTheDatabaseSignsNothing) {
    Services thief(*database_, clock_, users_, folder_ / "other.key", true);
    thief.issuer.set(issuer);
    EXPECT_THROW(thief.keys.signing(auth::Algorithm::eddsa), std::runtime_error);
    EXPECT_TRUE(thief.tokens.caller_of(token_of(phone_client()))) << "whoever only checks needs no file";
}

TEST_P(AccessTokensTest, ManyFirstStartsAtOnceComeToTheSameKeys) {
    auto database = fresh(migrations());
    write([](storage::Session& session) {
        for (const auto& key : store::signing_keys(session)) store::remove_key(session, key.id);
    });
    std::vector<std::jthread> starts;
    for (int i = 0; i < 4; ++i)
        starts.emplace_back([&] { Services(*database, clock_, users_, folder_ / "oauth.key", true).keys.keep(); });
    starts.clear();
    clock_.advance(1s);
    EXPECT_EQ(services_->keys.now()->rows.size(), 2u);
}

class CertificatesTest : public OAuthTest {};

TEST_P(CertificatesTest, ADeviceIsWhoseCertificateItShows) {
    const std::string fingerprint(64, 'a');
    EXPECT_EQ(services_->certificates.caller_of(fingerprint).error().problem, "certificate-unknown");
    const auth::Caller admin{.id = "1", .kind = auth::CallerKind::key, .permissions = {"oauth.configure", "captures.create"}};
    const auto add = [&](const std::string& permissions, const std::string& until) {
        return send(http::Method::post, "/v1/oauth/certificates",
                    {.form = R"({"fingerprint":")" + fingerprint + R"(","settings":{"name":"cam-1","permissions":)" +
                             permissions + R"(,"zones":["z1"],"devices":["cam-1"]},"expires_at":")" + until + "\"}",
                     .caller = admin})
            .status;
    };
    EXPECT_EQ(add(R"(["parking.read"])", "2027-01-01T00:00:00Z"), 422);
    EXPECT_EQ(add(R"(["captures.create"])", "2026-01-01T00:00:00Z"), 422);
    EXPECT_EQ(add(R"(["captures.create"])", "2027-01-01T00:00:00Z"), 201);
    EXPECT_EQ(add(R"(["captures.create"])", "2027-01-01T00:00:00Z"), 409);
    const auto caller = services_->certificates.caller_of(fingerprint);
    ASSERT_TRUE(caller);
    EXPECT_EQ(caller->kind, auth::CallerKind::device);
    EXPECT_EQ(caller->name, "cam-1");
    EXPECT_EQ(caller->permissions, Words{"captures.create"});
    const auto other = elsewhere();
    EXPECT_TRUE(other->certificates.caller_of(fingerprint));
    EXPECT_EQ(object_in(send(http::Method::get, "/v1/oauth/certificates")).at("items").as_array().size(), 1u);
    EXPECT_EQ(send(http::Method::del, "/v1/oauth/certificates/" + fingerprint).status, 204);
    EXPECT_EQ(send(http::Method::del, "/v1/oauth/certificates/" + fingerprint).status, 404);
    EXPECT_FALSE(services_->certificates.caller_of(fingerprint));
    clock_.advance(1s);
    EXPECT_FALSE(other->certificates.caller_of(fingerprint));
}

INSTANTIATE_EACH_DATABASE(AccessTokensTest);
INSTANTIATE_EACH_DATABASE(CertificatesTest);

}  // namespace
}  // namespace patente::oauth
