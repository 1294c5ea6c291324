#include "platform/http/credentials.h"

#include <boost/json.hpp>

#include "platform/auth/csrf.h"
#include "platform/http/test_server.h"

namespace patente::http {
namespace {

class CredentialsTest : public ServerTest {
protected:
    CredentialsTest() {
        const auto name = [](const Request& request) { return text_response(request.caller.name); };
        start({row(Method::get, "/things", name, "things.read"), row(Method::post, "/things", name, "things.read"),
               row(Method::post, "/open", name), row(Method::get, "/own", name, std::string(auth::own_session)),
               row(Method::get, "/address", [](const Request& request) { return text_response(request.remote_address); })});
    }
    std::string cookie(const std::string& more = "") { return "Cookie: theme=dark; patente_session=ana-session\r\n" + more; }
    std::string csrf() { return "X-CSRF-Token: " + auth::csrf_of("ana-session") + "\r\n"; }
    Received post(const std::string& path, const std::string& headers) {
        return client().post(path, "text/plain", "x", headers + "Accept-Language: en\r\n");
    }
    static std::string problem(const Received& received) {
        return std::string(boost::json::parse(received.body).at("code").as_string());
    }
};

TEST_F(CredentialsTest, ACookieSaysWhoReads) {
    EXPECT_EQ(client().get("/things", cookie()).body, "ana");
    EXPECT_EQ(client().get("/things").status, 401);
}

TEST_F(CredentialsTest, ABearerWinsOverTheCookie) {
    EXPECT_EQ(client().get("/things", cookie("Authorization: Bearer pat_reader\r\n")).body, "reader");
    EXPECT_EQ(client().get("/things", cookie("Authorization: Bearer pat_wrong\r\n")).status, 401);
    EXPECT_EQ(post("/things", cookie("Authorization: Bearer pat_reader\r\n")).body, "reader") << "needs no CSRF token";
}

TEST_F(CredentialsTest, WhatChangesSomethingNeedsTheTokenOfThatVerySession) {
    EXPECT_EQ(post("/things", cookie(csrf())).body, "ana");
    for (const std::string& token :
         {std::string(), std::string("X-CSRF-Token: \r\n"), "X-CSRF-Token: " + auth::csrf_of("another-session") + "\r\n"}) {
        const auto refused = post("/things", cookie(token));
        EXPECT_EQ(refused.status, 403) << token;
        EXPECT_EQ(problem(refused), "csrf-missing") << token;
    }
}

TEST_F(CredentialsTest, APageOfAnotherSiteChangesNothing) {
    const auto refused = post("/things", cookie(csrf() + "Origin: https://evil.example\r\n"));
    EXPECT_EQ(refused.status, 403);
    EXPECT_EQ(problem(refused), "origin-foreign");
    EXPECT_EQ(problem(post("/things", cookie(csrf() + "Origin: null\r\n"))), "origin-foreign");
    EXPECT_EQ(post("/things", cookie(csrf() + "Origin: http://test\r\n")).body, "ana");
}

TEST_F(CredentialsTest, WhereAllMayCallACookieWithoutItsTokenIsNobodys) {
    EXPECT_EQ(post("/open", cookie()).body, "");
    EXPECT_EQ(post("/open", cookie()).status, 200);
    EXPECT_EQ(post("/open", cookie(csrf())).body, "ana");
}

TEST_F(CredentialsTest, OfTwoCookiesOfTheNameNoneCounts) {
    EXPECT_EQ(client().get("/things", cookie("Cookie: patente_session=other\r\n")).status, 401);
    EXPECT_EQ(client().get("/things", "Cookie: xpatente_session=ana-session\r\n").status, 401);
}

TEST_F(CredentialsTest, WhoMustChooseAPasswordMayOnlyDoThat) {
    const std::string cookie = "Cookie: patente_session=new-session\r\n";
    EXPECT_EQ(client().get("/own", cookie).status, 200);
    const auto refused = client().get("/things", cookie);
    EXPECT_EQ(refused.status, 403);
    EXPECT_EQ(problem(refused), "password-must-change");
}

TEST_F(CredentialsTest, AKeyHasNoSessionOfItsOwn) {
    EXPECT_EQ(client().get("/own", "Authorization: Bearer pat_admin\r\n").status, 403);
}

TEST_F(CredentialsTest, WhereAllMayCallBasicIsForTheRowToRead) {
    EXPECT_EQ(post("/open", "Authorization: Basic YTpi\r\n").status, 200);
    EXPECT_EQ(post("/things", "Authorization: Basic YTpi\r\n").status, 401);
}

TEST_F(CredentialsTest, TellsWhereTheCallerIs) { EXPECT_EQ(client().get("/address").body, "127.0.0.1"); }

TEST(AddressBehind, BelievesTrustedProxiesAlone) {
    const std::vector<std::string> trusted{"10.0.0.1", "10.0.0.2"};
    EXPECT_EQ(address_behind("10.0.0.1", "203.0.113.9", trusted), "203.0.113.9");
    EXPECT_EQ(address_behind("10.0.0.1", "6.6.6.6, 203.0.113.9", trusted), "203.0.113.9")
        << "what the client made up comes first";
    EXPECT_EQ(address_behind("10.0.0.1", "203.0.113.9, 10.0.0.2", trusted), "203.0.113.9");
    EXPECT_EQ(address_behind("198.51.100.7", "203.0.113.9", trusted), "198.51.100.7");
    EXPECT_EQ(address_behind("10.0.0.1", "nonsense", trusted), "10.0.0.1");
    EXPECT_EQ(address_behind("10.0.0.1", "", trusted), "10.0.0.1");
    EXPECT_EQ(address_behind("10.0.0.1", "2001:db8::7", trusted), "2001:db8::7");
}

TEST(Caller, MayAtItsPlacesAndWithItsDevices) {
    auth::Caller caller{.id = "1", .kind = auth::CallerKind::user};
    EXPECT_TRUE(caller.may_at("a") && caller.may_at("") && caller.may_with("gate"));
    caller.zones = {"a", "b"};
    caller.devices = {"gate"};
    EXPECT_TRUE(caller.may_at("a") && caller.may_at("b") && caller.may_with("gate"));
    EXPECT_FALSE(caller.may_at("c") || caller.may_at("") || caller.may_with("camera") || caller.may_with(""));
}

}  // namespace
}  // namespace patente::http
