#include "domain/oauth/store.h"

#include "domain/oauth/test_oauth.h"

namespace patente::oauth {
namespace {

using namespace std::chrono_literals;
using storage::Session;

class OAuthStoreTest : public storage::EachDatabase {
protected:
    void SetUp() override { database_ = fresh(migrations()); }
    void write(const std::function<void(Session&)>& act) {
        database_->write([&](Session& session) { act(session); });
    }

    const Instant noon_ = *parse_rfc3339("2026-03-02T12:00:00Z");
    std::unique_ptr<storage::Database> database_;
};

TEST_P(OAuthStoreTest, KeepsClients) {
    Client client{.id = ClientId::made_at(noon_),
                  .settings = {.name = "Ñandú",
                               .kind = ClientKind::open,
                               .redirect_uris = {"a.b:/"},
                               .permissions = {"*"},
                               .trusted = true},
                  .created_at = noon_,
                  .changed_at = noon_};
    write([&](Session& session) {
        store::add(session, client);
        EXPECT_EQ(store::client(session, client.id), client);
        client.version = 2;
        client.secret_hash = "h";
        client.settings.name = "Other";
        store::save(session, client);
        EXPECT_EQ(store::client(session, client.id), client);
        EXPECT_EQ(store::clients(session, "", 10).size(), 1u);
        EXPECT_TRUE(store::clients(session, client.id.text(), 10).empty());
        store::remove(session, client.id);
        EXPECT_FALSE(store::client(session, client.id));
    });
}

TEST_P(OAuthStoreTest, KeepsProvidersAndWhoIsWhoThere) {
    Provider provider{
        .id = ProviderId::made_at(noon_),
        .settings = {.name = "Town hall", .issuer = "https://login.example", .client_id = "p", .roles = {{"a", "operator"}}},
        .sealed = "sealed",
        .created_at = noon_,
        .changed_at = noon_};
    write([&](Session& session) {
        store::add(session, provider);
        EXPECT_EQ(store::provider(session, provider.id)->settings, provider.settings);
        EXPECT_EQ(store::provider(session, provider.id)->sealed, "sealed");
        provider.settings.active = false;
        store::save(session, provider);
        EXPECT_FALSE(store::providers(session).at(0).settings.active);

        store::put(session, Subject{"https://login.example", "Ana", "u1", noon_, noon_});
        store::put(session, Subject{"https://login.example", "ana", "u2", noon_, noon_});
        store::put(session, Subject{"https://other.example", "Ana", "u3", noon_, noon_});
        store::put(session, Subject{"https://login.example", "Ana", "u1", noon_ + 1s, noon_ + 1s});
        EXPECT_EQ(store::subject(session, "https://login.example", "Ana")->user, "u1");
        EXPECT_EQ(store::subject(session, "https://login.example", "Ana")->made_at, noon_);
        EXPECT_EQ(store::subject(session, "https://login.example", "Ana")->seen_at, noon_ + 1s);
        EXPECT_EQ(store::subject(session, "https://login.example", "ana")->user, "u2") << "another, in lower case";
        EXPECT_EQ(store::subjects(session, "https://login.example").size(), 2u);
        EXPECT_TRUE(store::remove_subject(session, "https://login.example", "ana"));
        EXPECT_FALSE(store::remove_subject(session, "https://login.example", "ana"));
        store::remove(session, provider.id);
        EXPECT_TRUE(store::providers(session).empty());
    });
}

TEST_P(OAuthStoreTest, WhatIsTakenIsTakenOnceAndInTime) {
    const AuthorizationRequest asked{ClientId::made_at(noon_), "a.b:/", "s", "n", "c", {"openid"}};
    const Login login{"h1", ProviderId::made_at(noon_), "b", "/app/", noon_ + 10s};
    write([&](Session& session) {
        for (const auto* hash : {"a", "b"}) store::ask(session, hash, "ana", asked, noon_ + 10s);
        EXPECT_FALSE(store::take_asked(session, "a", "eve", noon_));
        EXPECT_EQ(store::take_asked(session, "a", "ana", noon_), asked);
        EXPECT_FALSE(store::take_asked(session, "a", "ana", noon_));
        EXPECT_FALSE(store::take_asked(session, "b", "ana", noon_ + 10s));
        store::add(session, login);
        EXPECT_EQ(store::take_login(session, "h1", noon_)->return_path, "/app/");
        EXPECT_FALSE(store::take_login(session, "h1", noon_));
    });
}

TEST_P(OAuthStoreTest, ForgetsWhatHasEnded) {
    const Grant grant{.id = GrantId::made_at(noon_),
                      .client = ClientId::made_at(noon_),
                      .user = "ana",
                      .signed_in_at = noon_,
                      .made_at = noon_,
                      .expires_at = noon_ + 24h};
    write([&](Session& session) {
        store::add(session, grant);
        store::add(session, Code{.hash = "c", .grant = grant.id, .expires_at = noon_});
        store::add(session, RefreshToken{.hash = "r", .grant = grant.id, .made_at = noon_, .expires_at = noon_});
        store::revoke(session, {RevokedKind::user, "ana", noon_, noon_ + 10min});
        store::revoke(session, {RevokedKind::user, "ana", noon_ + 1s, noon_ + 20min});
        ASSERT_EQ(store::revocations(session, noon_).size(), 1u);
        EXPECT_EQ(store::revocations(session, noon_).at(0).revoked_at, noon_ + 1s);
        EXPECT_TRUE(store::revocations(session, noon_ + 20min).empty());
        store::sweep(session, noon_ + 23h);
        EXPECT_TRUE(store::code(session, "c")) << "kept as long as its grant: shown again it ends it";
        EXPECT_EQ(store::grants_of_user(session, "ana", noon_ + 23h).size(), 1u);
        store::sweep(session, noon_ + 24h);
        EXPECT_FALSE(store::grant(session, grant.id));
        EXPECT_FALSE(store::code(session, "c"));
        EXPECT_FALSE(store::refresh_token(session, "r"));
    });
}

INSTANTIATE_EACH_DATABASE(OAuthStoreTest);

}  // namespace
}  // namespace patente::oauth
