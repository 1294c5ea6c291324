#include "platform/http/events.h"

#include "platform/http/test_events.h"

namespace patente::http {
namespace {

TEST(EventText, HasNoLineBreakOfTheSender) {
    EXPECT_EQ(event_text("7", "seen", "{}"), "id: 7\nevent: seen\ndata: {}\n\n");
    EXPECT_EQ(event_text("", "", "a\r\nb\n"), "data: a\ndata: b\ndata: \n\n");
    EXPECT_EQ(event_text("1\ndata: x", "", ""), "id: 1data: x\ndata: \n\n");
}

TEST(EventChannel, SaysWhenThereIsRoomAgain) {
    int room = 0;
    EventChannel channel(90, event_text, [] {});
    channel.on_room([&] { ++room; });
    EXPECT_TRUE(channel.has_room());
    EXPECT_TRUE(channel.send("", "", std::string(60, 'x')));
    EXPECT_FALSE(channel.has_room());
    EXPECT_EQ(room, 0);
    channel.take();
    EXPECT_TRUE(channel.has_room());
    EXPECT_EQ(room, 1);
    channel.take();
    EXPECT_EQ(room, 1) << "nothing waited";
    channel.close();
    EXPECT_TRUE(channel.is_over());
}

TEST_F(EventsTest, ArriveAsTheyAreSent) {
    start({events()});
    auto client = this->client();
    listen(client);
    const auto head = client.receive_head();
    EXPECT_EQ(head.header("content-type"), "text/event-stream");
    EXPECT_EQ(client.receive_chunk(), "id: 41\nevent: welcome\ndata: 41\n\n");
    EXPECT_TRUE(stream()->send("42", "seen", "one"));
    EXPECT_EQ(client.receive_chunk(), "id: 42\nevent: seen\ndata: one\n\n");
    EXPECT_EQ(server_->figures().event_streams, 1u);
}

TEST_F(EventsTest, BeatWhileNothingHappens) {
    settings_.limits.heartbeat = std::chrono::milliseconds{50};
    start({events()});
    auto client = this->client();
    listen(client);
    client.receive_head();
    client.receive_chunk();
    EXPECT_EQ(client.receive_chunk(), ":\n\n");
    EXPECT_EQ(client.receive_chunk(), ":\n\n");
}

TEST_F(EventsTest, EndWhenTheReaderGoes) {
    start({events()});
    {
        auto client = this->client();
        listen(client);
        client.receive_head();
        client.receive_chunk();
    }
    wait_closed(1);
    EXPECT_FALSE(stream()->send("", "", "late"));
    while (server_->figures().event_streams > 0) std::this_thread::yield();
}

TEST_F(EventsTest, CutOffAReaderWhoIsTooSlow) {
    settings_.limits.event_buffer_bytes = 64 * 1024;
    settings_.limits.write_time = std::chrono::milliseconds{300};
    start({events()});
    auto client = this->client();
    listen(client);
    const auto stream = this->stream();
    const std::string kibibyte(1024, 'x');
    std::size_t sent = 0;
    while (stream->send("", "", kibibyte)) ASSERT_LT(++sent, 100'000u);
    wait_closed(1);
    EXPECT_FALSE(stream->send("", "", "more"));
}

TEST_F(EventsTest, EndWhenTheServerDrains) {
    start({events()});
    auto client = this->client();
    listen(client);
    client.receive_head();
    client.receive_chunk();
    EXPECT_TRUE(server_->drain(std::chrono::minutes{1}));
    EXPECT_EQ(client.receive_chunk(), "");  // the last chunk: the stream ended in order
    EXPECT_TRUE(client.is_closed());
    const auto stream = this->stream();
    server_.reset();
    EXPECT_FALSE(stream->send("", "", "late"));
}

TEST_F(EventsTest, AreBounded) {
    settings_.limits.event_streams = 1;
    start({events()});
    auto first = client();
    listen(first);
    first.receive_head();
    auto second = client();
    listen(second);
    EXPECT_EQ(second.receive().status, 503);
}

}  // namespace
}  // namespace patente::http
