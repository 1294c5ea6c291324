#include "platform/auth/jwt.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "base/base64url.h"

namespace patente::auth {
namespace {

using namespace std::chrono_literals;

const Instant now{1'800'000'000s};
const Expected ours{"at+jwt", "https://parking.example", "https://parking.example"};

json::Object good_claims() {
    return {{"iss", "https://parking.example"},
            {"aud", "https://parking.example"},
            {"sub", "user-1"},
            {"iat", 1'800'000'000},
            {"exp", 1'800'000'600}};
}

const PrivateKey& ed25519() {
    static const auto key = PrivateKey::made(Algorithm::eddsa);
    return key;
}
const PrivateKey& rsa() {
    static const auto key = PrivateKey::made(Algorithm::rs256);
    return key;
}
const KeySet& keys() {
    static const KeySet set({ed25519().public_key(), rsa().public_key()});
    return set;
}

std::string problem_of(const std::string& token, Instant at = now, const Expected& expected = ours) {
    const auto claims = checked(token, keys(), expected, at);
    return claims ? "" : claims.error().problem;
}

// A token with any header at all, signed by whoever `sign` is.
template <typename Sign>
std::string forged(const std::string& header, const json::Object& claims, Sign&& sign) {
    const auto text = base64url(header) + "." + base64url(json::text_of(json::Value(claims)));
    return text + "." + base64url(sign(text));
}
std::string signed_by_ed25519(const std::string& text) { return ed25519().signature(text); }

TEST(Jwt, IsReadBackWhateverSignedIt) {
    for (const auto* key : {&ed25519(), &rsa()}) {
        const auto claims = checked(signed_token(*key, "at+jwt", good_claims()), keys(), ours, now);
        ASSERT_TRUE(claims) << claims.error().detail.en;
        EXPECT_EQ(claims->subject, "user-1");
        EXPECT_EQ(claims->issued_at, now);
        EXPECT_EQ(claims->expires_at, now + 600s);
        EXPECT_EQ(claims->text("iss"), "https://parking.example");
        EXPECT_EQ(claims->text("absent"), "");
    }
}

TEST(Jwt, OfOnePartChangedIsRefused) {
    const auto token = signed_token(ed25519(), "at+jwt", good_claims());
    for (std::size_t at = 0; at < token.size(); ++at) {
        auto changed = token;
        changed[at] = changed[at] == 'A' ? 'B' : 'A';
        EXPECT_EQ(problem_of(changed), "token-invalid") << at;
    }
    for (const auto& each : {token + "A", token.substr(1), token + ".", "." + token, token.substr(0, token.rfind('.')),
                             std::string(".."), std::string()})
        EXPECT_EQ(problem_of(each), "token-invalid") << each;
}

TEST(Jwt, KnowsNoAlgorithmButTheKeysOwn) {
    const auto with = [](const std::string& alg, const std::string& kid, auto&& sign) {
        return forged(R"({"alg":")" + alg + R"(","typ":"at+jwt","kid":")" + kid + "\"}", good_claims(), sign);
    };
    EXPECT_EQ(problem_of(with("EdDSA", ed25519().id(), signed_by_ed25519)), "") << "what the others differ from";
    const auto unsigned_ = [](const std::string&) { return std::string(); };
    for (const auto* none : {"none", "None", "NONE", ""})
        EXPECT_EQ(problem_of(with(none, ed25519().id(), unsigned_)), "token-invalid");
    // The public key, which all know, as the secret of an HMAC.
    const auto hmac = [](const std::string& text) {
        const auto secret = json::text_of(json::Value(rsa().public_key().jwk()));
        std::string mac(32, '\0');
        HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()), reinterpret_cast<const unsigned char*>(text.data()),
             text.size(), reinterpret_cast<unsigned char*>(mac.data()), nullptr);
        return mac;
    };
    EXPECT_EQ(problem_of(with("HS256", rsa().id(), hmac)), "token-invalid");
    EXPECT_EQ(problem_of(with("RS256", rsa().id(), hmac)), "token-invalid");
    // One key under the name of the other's algorithm.
    EXPECT_EQ(problem_of(with("RS256", ed25519().id(), signed_by_ed25519)), "token-invalid");
    EXPECT_EQ(problem_of(with("EdDSA", rsa().id(), signed_by_ed25519)), "token-invalid");
    EXPECT_EQ(problem_of(with("EdDSA", rsa().id(), [](const std::string& text) { return rsa().signature(text); })),
              "token-invalid");
    EXPECT_EQ(problem_of(with("ES256", ed25519().id(), signed_by_ed25519)), "token-invalid");
}

TEST(Jwt, LooksItsKeyUpInOurSetAlone) {
    const auto stranger = PrivateKey::made(Algorithm::eddsa);
    EXPECT_EQ(problem_of(signed_token(stranger, "at+jwt", good_claims())), "token-invalid");
    const auto by_stranger = [&](const std::string& text) { return stranger.signature(text); };
    const auto jwk = json::text_of(json::Value(stranger.public_key().jwk()));
    const std::vector<std::string> headers{
        R"("kid":"../../../../dev/null")",
        R"("kid":"' OR '1'='1")",
        R"("kid":"https://evil.example/jwks.json")",
        R"("kid":")" + ed25519().id() + R"(","jwk":)" + jwk,
        R"("kid":")" + stranger.id() + R"(","jku":"https://evil.example/jwks.json")",
        R"("kid":")" + stranger.id() + R"(","x5u":"https://evil.example/chain.pem")",
        R"("kid":")" + stranger.id() + R"(","x5c":["MIIB"])",
        R"("kid":["a"])",
        R"("kid":null)",
        R"("x5t":"abc")",
    };
    for (const auto& header : headers)
        EXPECT_EQ(problem_of(forged(R"({"alg":"EdDSA","typ":"at+jwt",)" + header + "}", good_claims(), by_stranger)),
                  "token-invalid")
            << header;
    for (const auto* more :
         {R"(,"crit":["b64"],"b64":false)", R"(,"zip":"DEF")", R"(,"jku":"https://parking.example/oauth/jwks.json")"})
        EXPECT_EQ(problem_of(forged(R"({"alg":"EdDSA","typ":"at+jwt","kid":")" + ed25519().id() + "\"" + more + "}",
                                    good_claims(), signed_by_ed25519)),
                  "token-invalid")
            << more;
}

TEST(Jwt, IsOfItsType) {
    EXPECT_EQ(problem_of(signed_token(ed25519(), "JWT", good_claims())), "token-invalid") << "an id_token gives no access";
    EXPECT_EQ(problem_of(signed_token(ed25519(), "application/at+jwt", good_claims())), "");
    const Expected id_token{"jwt", ours.issuer, ours.audience};
    EXPECT_EQ(problem_of(signed_token(ed25519(), "at+jwt", good_claims()), now, id_token), "token-invalid");
    EXPECT_EQ(problem_of(signed_token(ed25519(), "JWT", good_claims()), now, id_token), "");
    EXPECT_EQ(
        problem_of(forged(R"({"alg":"EdDSA","kid":")" + ed25519().id() + "\"}", good_claims(), signed_by_ed25519), now, id_token),
        "");
}

TEST(Jwt, HoldsForItsTimeGiveOrTakeAMinute) {
    const auto token = signed_token(ed25519(), "at+jwt", good_claims());
    EXPECT_EQ(problem_of(token, now - 60s), "");
    EXPECT_EQ(problem_of(token, now - 61s), "token-invalid") << "not yet";
    EXPECT_EQ(problem_of(token, now + 659s), "");
    EXPECT_EQ(problem_of(token, now + 660s), "token-expired");
    const auto with = [](std::string_view name, const json::Value& value) {
        auto claims = good_claims();
        claims[name] = value;
        return signed_token(ed25519(), "at+jwt", claims);
    };
    EXPECT_EQ(problem_of(with("nbf", 1'800'000'300)), "token-invalid");
    EXPECT_EQ(problem_of(with("nbf", 1'800'000'300), now + 240s), "");
    for (const auto& odd :
         {json::Value("soon"), json::Value(-1), json::Value(1e300), json::Value(nullptr), json::Value(json::Array{1})})
        for (const auto* name : {"exp", "iat", "nbf"}) EXPECT_EQ(problem_of(with(name, odd)), "token-invalid") << name;
    for (const auto* name : {"exp", "iat", "sub", "iss", "aud"}) {
        auto claims = good_claims();
        claims.erase(name);
        EXPECT_EQ(problem_of(signed_token(ed25519(), "at+jwt", claims)), "token-invalid") << name;
    }
}

TEST(Jwt, IsOfItsIssuerAndForItsAudience) {
    const auto with = [](std::string_view name, const json::Value& value) {
        auto claims = good_claims();
        claims[name] = value;
        return signed_token(ed25519(), "at+jwt", claims);
    };
    EXPECT_EQ(problem_of(with("iss", "https://evil.example")), "token-invalid");
    EXPECT_EQ(problem_of(with("iss", "https://parking.example/")), "token-invalid") << "exactly";
    EXPECT_EQ(problem_of(with("aud", "https://other.example")), "token-invalid");
    EXPECT_EQ(problem_of(with("aud", json::Array{"https://other.example"})), "token-invalid");
    EXPECT_EQ(problem_of(with("aud", json::Array{"https://other.example", "https://parking.example"})), "");
    EXPECT_EQ(problem_of(with("aud", json::Array(21, "https://parking.example"))), "token-invalid");
}

TEST(Jwt, HasALargestSize) {
    auto claims = good_claims();
    claims["padding"] = std::string(token_bytes_max, 'x');
    EXPECT_EQ(problem_of(signed_token(ed25519(), "at+jwt", claims)), "token-invalid");
    std::string deep(200, '[');
    EXPECT_EQ(problem_of(base64url(R"({"alg":"EdDSA","kid":)" + deep) + ".e30.AA"), "token-invalid");
}

TEST(Jwks, IsWrittenAndReadBack) {
    const auto set = KeySet::read(keys().text());
    ASSERT_TRUE(set);
    EXPECT_EQ(set->size(), 2u);
    for (const auto* key : {&ed25519(), &rsa()}) {
        EXPECT_TRUE(checked(signed_token(*key, "at+jwt", good_claims()), *set, ours, now));
        EXPECT_EQ(set->find(key->id(), key->algorithm())->jwk(), key->public_key().jwk());
    }
    EXPECT_EQ(keys().text().find("\"d\""), std::string::npos) << "nothing private";
    EXPECT_EQ(set->find("", Algorithm::eddsa), nullptr);
}

TEST(Jwks, LeavesOutWhatMaySignNothingHere) {
    const auto jwk_with = [](std::string_view name, const json::Value& value) {
        auto jwk = ed25519().public_key().jwk();
        jwk[name] = value;
        return json::text_of(json::Value(json::Object{{"keys", json::Array{jwk}}}));
    };
    EXPECT_EQ(KeySet::read(jwk_with("use", "sig"))->size(), 1u);
    EXPECT_EQ(KeySet::read(jwk_with("key_ops", json::Array{"verify"}))->size(), 1u);
    EXPECT_EQ(KeySet::read(jwk_with("use", "enc"))->size(), 0u);
    EXPECT_EQ(KeySet::read(jwk_with("key_ops", json::Array{"encrypt"}))->size(), 0u);
    EXPECT_EQ(KeySet::read(jwk_with("alg", "RS256"))->size(), 0u);
    EXPECT_EQ(KeySet::read(jwk_with("kty", "EC"))->size(), 0u);
    EXPECT_EQ(KeySet::read(jwk_with("crv", "X25519"))->size(), 0u);
    EXPECT_EQ(KeySet::read(jwk_with("x", "AAAA"))->size(), 0u);
    EXPECT_EQ(KeySet::read(R"({"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB"}]})")->size(), 0u) << "a short key";
    auto even = rsa().public_key().jwk();
    even["e"] = "AQ";
    EXPECT_FALSE(PublicKey::from_jwk(even)) << "1 as exponent signs everything";
    for (const auto* none : {"", "[]", "{}", R"({"keys":{}})", R"({"keys":[1]})"}) EXPECT_FALSE(KeySet::read(none)) << none;
}

TEST(Signature, ByThumbprintAsInRfc8037) {
    const auto jwk = json::parsed(R"({"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})");
    const auto key = PublicKey::from_jwk(jwk->as_object());
    ASSERT_TRUE(key);
    // Appendix A.4
    const std::string token =
        "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc."
        "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
    EXPECT_TRUE(key->verifies(token.substr(0, token.rfind('.')), *from_base64url(token.substr(token.rfind('.') + 1))));
}

TEST(Signature, APrivateKeyIsKeptAsDer) {
    for (const auto* key : {&ed25519(), &rsa()}) {
        const auto again = PrivateKey::from_der(key->der());
        EXPECT_EQ(again.id(), key->id());
        EXPECT_TRUE(key->public_key().verifies("bytes", again.signature("bytes")));
        EXPECT_FALSE(key->public_key().verifies("other bytes", again.signature("bytes")));
        EXPECT_EQ(again.signature("bytes"), key->signature("bytes")) << "the same answer can be given again";
    }
    EXPECT_THROW(PrivateKey::from_der("no key"), std::runtime_error);
}

}  // namespace
}  // namespace patente::auth
