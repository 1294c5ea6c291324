#include "platform/http/entity_tag.h"

#include "platform/http/test_server.h"

namespace patente::http {
namespace {

std::string tag_of(const std::string& body, int version) {
    const auto response = tagged(text_response(body), version);
    return response.headers.back().second;
}

bool may_edit(const std::string& if_match, int version) {
    Request request;
    if (!if_match.empty()) request.headers = {{"if-match", if_match}};
    const auto unchanged = unchanged_since(request, version);
    if (!unchanged) {
        EXPECT_EQ(unchanged.error().kind, ErrorKind::precondition_failed);
    }
    return unchanged.has_value();
}

TEST(EntityTag, NamesWhatIsShown) {
    EXPECT_EQ(tag_of("a", 7), tag_of("a", 7));
    EXPECT_NE(tag_of("a", 7), tag_of("b", 7));
    EXPECT_NE(tag_of("a", 7), tag_of("a", 8));
}

TEST(EntityTag, AnEditNeedsTheVersionThatWasRead) {
    EXPECT_TRUE(may_edit("", 7));
    EXPECT_TRUE(may_edit("*", 7));
    EXPECT_TRUE(may_edit(tag_of("a", 7), 7));
    EXPECT_TRUE(may_edit(tag_of("what it owed then", 7), 7)) << "the version counts, not what else is shown";
    EXPECT_TRUE(may_edit("W/" + tag_of("a", 7), 7)) << "compressed on its way";
    EXPECT_TRUE(may_edit(tag_of("a", 6) + ", " + tag_of("a", 7), 7));
    EXPECT_TRUE(may_edit("\"7\"", 7));
    for (const std::string& other : {tag_of("a", 6), tag_of("a", 77), std::string("7"), std::string("\""), std::string("\"\"")})
        EXPECT_FALSE(may_edit(other, 7)) << other;
}

class EntityTagTest : public ServerTest {};

TEST_F(EntityTagTest, IsWhatAReaderNeedNotReadAgain) {
    std::string shown(2000, 'a');
    start({row(Method::get, "/thing", [&](const Request&) { return tagged(text_response(shown), 7); })});
    auto client = this->client();
    const auto tag = client.get("/thing").header("etag");
    const auto weak = client.get("/thing", "Accept-Encoding: gzip\r\n").header("etag");
    EXPECT_EQ(weak, "W/" + tag);
    EXPECT_EQ(client.get("/thing", "If-None-Match: " + tag + "\r\n").status, 304);
    EXPECT_EQ(client.get("/thing", "If-None-Match: " + weak + "\r\n").status, 304);
    shown += 'b';
    EXPECT_EQ(client.get("/thing", "If-None-Match: " + tag + "\r\n").status, 200);
}

}  // namespace
}  // namespace patente::http
