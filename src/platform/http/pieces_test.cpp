// Answers that come piece by piece.
#include <atomic>

#include "platform/http/test_server.h"

namespace patente::http {
namespace {

Route counting(int pieces, int fails_at = -1) {
    return row(Method::get, "/pieces", [=](const Request&) {
        Response response = text_response("");
        response.pieces = [=, next = std::make_shared<int>(0)]() -> std::string {
            if (*next == fails_at) throw std::runtime_error("the disk fails");
            return *next == pieces ? "" : "piece " + std::to_string((*next)++) + "\n";
        };
        return response;
    });
}

using PiecesTest = ServerTest;

TEST_F(PiecesTest, ArriveOneAfterTheOtherAndTheConnectionGoesOn) {
    start({counting(3)});
    auto client = this->client();
    for (int i = 0; i < 2; ++i) {
        const auto answer = client.get("/pieces", "Accept-Encoding: gzip\r\n");
        EXPECT_EQ(answer.status, 200);
        EXPECT_EQ(answer.header("transfer-encoding"), "chunked");
        EXPECT_EQ(answer.header("content-encoding"), "");
        EXPECT_EQ(answer.body, "piece 0\npiece 1\npiece 2\n");
    }
}

TEST_F(PiecesTest, MayBeNone) {
    start({counting(0)});
    EXPECT_EQ(client().get("/pieces").body, "");
}

TEST_F(PiecesTest, EndWithTheConnectionWhereChunksAreNotKnown) {
    start({counting(2)});
    auto client = this->client();
    client.send("GET /pieces HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    const auto head = client.receive_head();
    EXPECT_EQ(head.header("connection"), "close");
    EXPECT_EQ(head.header("transfer-encoding"), "");
    EXPECT_EQ(client.receive_bytes(1'000), "piece 0\npiece 1\n");
}

TEST_F(PiecesTest, AreNotSentToWhoAsksForTheHead) {
    start({counting(2)});
    auto client = this->client();
    client.send("HEAD /pieces HTTP/1.1\r\nHost: test\r\n\r\n");
    EXPECT_EQ(client.receive(true).status, 200);
    EXPECT_EQ(client.get("/pieces").body, "piece 0\npiece 1\n");
}

TEST_F(PiecesTest, ThatBreakOffLeaveAnAnswerWithoutItsEnd) {
    start({counting(5, 2)});
    auto client = this->client();
    client.send("GET /pieces HTTP/1.1\r\nHost: test\r\n\r\n");
    EXPECT_EQ(client.receive_head().status, 200);
    EXPECT_EQ(client.receive_chunk(), "piece 0\n");
    EXPECT_EQ(client.receive_chunk(), "piece 1\n");
    EXPECT_TRUE(client.is_closed());  // no chunk of length 0
}

}  // namespace
}  // namespace patente::http
