#include "platform/http/web_socket.h"

#include "platform/http/events.h"
#include "platform/http/test_events.h"

namespace patente::http {
namespace {

using Headers = std::vector<std::pair<std::string, std::string>>;

Request asking(Headers more) {
    Request request{.origin = "https://parking.example"};
    request.headers = {{"host", "10.0.0.1:8080"},
                       {"upgrade", "WebSocket"},
                       {"connection", "keep-alive, Upgrade"},
                       {"sec-websocket-version", "13"},
                       {"sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="}};
    for (auto& each : more) request.headers.push_back(std::move(each));
    return request;
}

TEST(WebSocketRules, APageOfAnotherSiteIsRefused) {
    for (const char* const origin : {"https://parking.example", "http://10.0.0.1:8080", "https://10.0.0.1:8080"})
        EXPECT_TRUE(web_socket_asked(asking({{"origin", origin}}))) << origin;
    for (const char* const origin :
         {"https://evil.example", "null", "http://10.0.0.1:80801", "http://x@10.0.0.1:8080", "https://parking.example.evil"})
        EXPECT_EQ(web_socket_asked(asking({{"origin", origin}})).error().problem, "origin-foreign") << origin;
    EXPECT_TRUE(web_socket_asked(asking({}))) << "a program says no origin";
}

TEST(WebSocketRules, TheKeyMayComeAsAProtocolAndIsNeverChosen) {
    const auto asked = web_socket_asked(asking({{"sec-websocket-protocol", "patente.key.pat_x-y_z, patente.events"}}));
    ASSERT_TRUE(asked);
    EXPECT_EQ(asked->protocol, "patente.events");
    EXPECT_EQ(asked->key, "pat_x-y_z");
    EXPECT_EQ(web_socket_asked(asking({}))->protocol, "");
    EXPECT_EQ(web_socket_asked(asking({{"sec-websocket-protocol", "patente.key.pat_x"}})).error().problem, "websocket-malformed");
}

TEST(WebSocketRules, VersionAndNonceMustBeThere) {
    auto old = asking({});
    old.headers[3].second = "8";
    EXPECT_EQ(web_socket_asked(old).error().problem, "websocket-malformed");
    auto without_nonce = asking({});
    without_nonce.headers.pop_back();
    EXPECT_EQ(web_socket_asked(without_nonce).error().problem, "websocket-malformed");
    EXPECT_TRUE(asks_web_socket(old));
    EXPECT_FALSE(asks_web_socket(Request{}));
}

TEST(EventMessage, IsJson) {
    EXPECT_EQ(event_message("7", "seen", R"({"a":1})"), R"({"id":"7","event":"seen","data":{"a":1}})");
    EXPECT_EQ(event_message("\"", "", "null"), R"({"id":"\"","event":"","data":null})");
}

enum Opcode { text = 1, binary = 2, close = 8, ping = 9, pong = 10 };

// A frame of a client: whole, short and masked, unless `mask` says otherwise.
std::string frame(Opcode opcode, std::string_view payload, bool mask = true) {
    std::string bytes{static_cast<char>(0x80 | opcode)};
    const char masked = mask ? '\x80' : '\0';
    if (payload.size() < 126) {
        bytes += static_cast<char>(masked | static_cast<char>(payload.size()));
    } else {
        bytes += static_cast<char>(masked | 126);
        bytes += static_cast<char>(payload.size() >> 8);
        bytes += static_cast<char>(payload.size() & 0xFF);
    }
    const std::string_view key = "\x11\x22\x33\x44";
    if (mask) bytes += key;
    for (std::size_t i = 0; i < payload.size(); ++i) bytes += mask ? static_cast<char>(payload[i] ^ key[i % 4]) : payload[i];
    return bytes;
}

struct Frame {
    int opcode = 0;  // 0: the connection ended
    std::string payload;

    int close_code() const {
        if (opcode != close || payload.size() < 2) return 0;
        return static_cast<unsigned char>(payload[0]) << 8 | static_cast<unsigned char>(payload[1]);
    }
    std::string id() const {  // of an event
        const auto begin = payload.find(R"({"id":")");
        return begin == 0 ? payload.substr(7, payload.find('"', 7) - 7) : "";
    }
};

Frame receive(TestClient& client) {
    const auto head = client.receive_bytes(2);
    if (head.size() < 2) return {};
    std::size_t length = static_cast<unsigned char>(head[1]);
    if (length == 126) {
        const auto longer = client.receive_bytes(2);
        length = static_cast<std::size_t>(static_cast<unsigned char>(longer[0]) << 8 | static_cast<unsigned char>(longer[1]));
    }
    return {head[0] & 0x0F, client.receive_bytes(length)};
}

Frame receive_close(TestClient& client) {
    Frame frame = receive(client);
    while (frame.opcode != close && frame.opcode != 0) frame = receive(client);
    return frame;
}

const std::string upgrade =
    "GET /events HTTP/1.1\r\nHost: test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

class WebSocketTest : public EventsTest {
protected:
    ~WebSocketTest() override { server_.reset(); }

    static Received open(TestClient& client, const std::string& more_headers = "") {
        client.send(upgrade + more_headers + "\r\n");
        return client.receive_head();
    }
    static void open_and_hear_welcome(TestClient& client) {
        EXPECT_EQ(open(client).status, 101);
        EXPECT_EQ(receive(client).payload, R"({"id":"41","event":"welcome","data":null})");
    }
    // What the server says to this, after its welcome.
    int close_code_after(std::string_view bytes) {
        auto client = this->client();
        open_and_hear_welcome(client);
        client.send(bytes);
        const int code = receive_close(client).close_code();
        client.send(frame(close, ""));
        EXPECT_TRUE(client.is_closed());
        return code;
    }
};

TEST_F(WebSocketTest, EventsAreMessages) {
    start({events()});
    auto client = this->client();
    const auto head = open(client, "Last-Event-ID: 41\r\nX-Correlation-Id: mine\r\n");
    EXPECT_EQ(head.status, 101);
    EXPECT_EQ(head.header("sec-websocket-accept"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    EXPECT_EQ(head.header("x-correlation-id"), "mine");
    EXPECT_EQ(receive(client).payload, R"({"id":"41","event":"welcome","data":41})");
    EXPECT_TRUE(stream()->send("42", "seen", "\"" + std::string(1000, 'x') + "\""));
    const auto seen = receive(client);
    EXPECT_EQ(seen.opcode, text);
    EXPECT_EQ(seen.payload, R"({"id":"42","event":"seen","data":")" + std::string(1000, 'x') + "\"}");
    EXPECT_EQ(server_->figures().event_streams, 1u);
}

TEST_F(WebSocketTest, TheSameRowAnswersPlainRequests) {
    start({events()});
    auto client = this->client();
    listen(client);
    EXPECT_EQ(client.receive_head().header("content-type"), "text/event-stream");
}

TEST_F(WebSocketTest, AKeyIsNeededAndMayComeAsAProtocol) {
    permission_ = "things.read";
    start({events()});
    auto nobody = client();
    EXPECT_EQ(open(nobody).status, 401);
    auto wrong = client();
    EXPECT_EQ(open(wrong, "Sec-WebSocket-Protocol: patente.events, patente.key.pat_wrong\r\n").status, 401);
    auto foreign = client();
    EXPECT_EQ(open(foreign, "Origin: https://evil.example\r\nAuthorization: Bearer pat_reader\r\n").status, 403);
    auto program = client();
    EXPECT_EQ(open(program, "Authorization: Bearer pat_reader\r\n").status, 101);
    auto page = client();
    const auto head = open(page, "Origin: http://test\r\nSec-WebSocket-Protocol: patente.events, patente.key.pat_reader\r\n");
    EXPECT_EQ(head.status, 101);
    EXPECT_EQ(head.header("sec-websocket-protocol"), "patente.events");
}

TEST_F(WebSocketTest, PingsAreAnswered) {
    start({events()});
    auto client = this->client();
    open_and_hear_welcome(client);
    client.send(frame(ping, "who is there"));
    const auto answer = receive(client);
    EXPECT_EQ(answer.opcode, pong);
    EXPECT_EQ(answer.payload, "who is there");
}

TEST_F(WebSocketTest, PingsAreSentAndWhoAnswersNoneIsGone) {
    settings_.limits.heartbeat = std::chrono::milliseconds{50};
    start({events()});
    auto client = this->client();
    EXPECT_EQ(open(client).status, 101);
    int pings = 0;
    for (auto heard = receive(client); heard.opcode != 0; heard = receive(client)) pings += heard.opcode == ping;
    EXPECT_GT(pings, 0);
    wait_closed(1);
    while (server_->figures().event_streams > 0) std::this_thread::yield();
}

TEST_F(WebSocketTest, FramesThatBreakTheProtocolEndIt) {
    start({events()});
    EXPECT_EQ(close_code_after(frame(text, "unmasked", false)), 1002);
    EXPECT_EQ(close_code_after("\xC1\x80\x11\x22\x33\x44"), 1002) << "a reserved bit";
    EXPECT_EQ(close_code_after("\x83\x80\x11\x22\x33\x44"), 1002) << "a reserved opcode";
    EXPECT_EQ(close_code_after("\x09\x80\x11\x22\x33\x44"), 1002) << "a ping in pieces";
    EXPECT_EQ(close_code_after(frame(text, "\xC3\x28")), 1007) << "not UTF-8";
    EXPECT_EQ(close_code_after(frame(text, std::string(2000, 'x'))), 1009);
    EXPECT_EQ(close_code_after("\x82\xFF\x7F\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x11\x22\x33\x44"), 1009) << "2^63 - 1 bytes";
    EXPECT_EQ(close_code_after(frame(text, "subscribe")), 1003) << "nothing is to be said";
    auto good = client();
    open_and_hear_welcome(good);
    while (server_->figures().event_streams > 1) std::this_thread::yield();
}

TEST_F(WebSocketTest, TheReadersCloseIsAnswered) {
    start({events()});
    auto client = this->client();
    open_and_hear_welcome(client);
    client.send(frame(close, std::string_view("\x03\xE8"
                                              "bye")));
    EXPECT_EQ(receive(client).close_code(), 1000);
    EXPECT_TRUE(client.is_closed());
    wait_closed(1);
    EXPECT_FALSE(stream()->send("42", "late", "null"));
}

TEST_F(WebSocketTest, WhoIsTooSlowIsToldTheLastEventThatItGot) {
    settings_.limits.event_time = std::chrono::milliseconds{-1};  // every event takes longer
    start({events()});
    auto client = this->client();
    EXPECT_EQ(open(client).status, 101);
    EXPECT_EQ(receive(client).id(), "41");
    const auto dropped = receive(client);
    EXPECT_EQ(dropped.payload, R"({"id":"41","event":"events.dropped","data":{"last":"41"}})");
    EXPECT_EQ(receive(client).close_code(), 1013);
    client.send(frame(close, std::string_view("\x03\xF5", 2)));
    EXPECT_TRUE(client.is_closed());
    wait_closed(1);
}

TEST_F(WebSocketTest, WhoLetsTooMuchWaitIsToldToo) {
    settings_.limits.event_buffer_bytes = 64 * 1024;
    start({events()});
    auto client = this->client();
    open_and_hear_welcome(client);
    const auto stream = this->stream();
    const std::string kibibyte = "\"" + std::string(1022, 'x') + "\"";
    int sent = 41;
    while (stream->send(std::to_string(sent + 1), "seen", kibibyte)) ASSERT_LT(++sent, 100'000);
    std::string last = "41";
    for (auto heard = receive(client);; heard = receive(client)) {
        ASSERT_EQ(heard.opcode, text) << "after " << last;
        if (heard.payload.contains("events.dropped")) {
            EXPECT_EQ(heard.id(), last);
            break;
        }
        EXPECT_EQ(std::stoi(heard.id()), std::stoi(last) + 1) << "there is no gap";
        last = heard.id();
    }
    EXPECT_EQ(receive(client).close_code(), 1013);
}

TEST_F(WebSocketTest, ADrainingServerSaysSo) {
    start({events()});
    auto client = this->client();
    open_and_hear_welcome(client);
    std::thread drains([&] { EXPECT_TRUE(server_->drain(std::chrono::minutes{1})); });
    EXPECT_EQ(receive(client).close_code(), 1001);
    client.send(frame(close, std::string_view("\x03\xE9", 2)));
    EXPECT_TRUE(client.is_closed());
    drains.join();
}

}  // namespace
}  // namespace patente::http
