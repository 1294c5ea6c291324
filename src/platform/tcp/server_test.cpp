#include "platform/tcp/server.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <condition_variable>
#include <fstream>
#include <iterator>
#include <mutex>

namespace patente::tcp {
namespace {

// Echoes the id and size of every frame; what it was told otherwise is kept for the test.
struct Notes {
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<std::string> lines;
    std::vector<Upload> parts;
    std::shared_ptr<Peer> peer;

    void add(std::string line) {
        const std::lock_guard hold(mutex);
        lines.push_back(std::move(line));
        changed.notify_all();
    }
    bool wait_for(const std::string& line) {
        std::unique_lock hold(mutex);
        return changed.wait_for(hold, std::chrono::minutes{1}, [&] { return std::ranges::count(lines, line) > 0; });
    }
};

std::string bytes_of_file(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>{stream}, {}};
}

class Echo final : public Session {
public:
    Echo(Notes& notes, std::shared_ptr<Peer> peer) : notes_(notes), peer_(std::move(peer)) {
        const std::lock_guard hold(notes_.mutex);
        notes_.peer = peer_;
    }
    Upload continued(const Arrived& frame) override {
        const std::lock_guard hold(notes_.mutex);
        if (frame.head != "again" || notes_.parts.empty()) return {};
        Upload part = std::move(notes_.parts.back());
        notes_.parts.pop_back();
        return part;
    }
    void received(const Arrived& frame, Upload body) override {
        if (frame.head == "throw") throw std::runtime_error("as the test asked");
        if (frame.head == "hold") peer_->hold();
        const Frame answer{
            .type = 200, .id = frame.id, .head = body.bytes() == 0 ? "" : body.finish(), .body = bytes_of_file(body.file())};
        frame.head == "last" ? peer_->send_last(answer) : peer_->send(answer);
        notes_.add("received " + frame.head);
    }
    void cut(const Arrived& frame, Upload body) override {
        const auto line = "cut " + std::to_string(frame.id) + " " + std::to_string(body.bytes());
        {
            const std::lock_guard hold(notes_.mutex);
            notes_.parts.push_back(std::move(body));
        }
        notes_.add(line);
    }
    void broke(const Error& error) override { peer_->send_last({.type = 201, .head = error.problem}); }
    void ended() override { notes_.add("ended"); }

private:
    Notes& notes_;
    std::shared_ptr<Peer> peer_;
};

class Client {
public:
    explicit Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in to{.sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
        if (::connect(socket_, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0) throw std::runtime_error("no connection");
    }
    ~Client() { close(); }
    void close() {
        if (socket_ >= 0) ::close(std::exchange(socket_, -1));
    }
    void send(std::string_view bytes) const {
        while (!bytes.empty()) {
            const auto count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (count <= 0) return;
            bytes.remove_prefix(static_cast<std::size_t>(count));
        }
    }
    std::string read(std::size_t count) const {
        std::string bytes(count, '\0');
        std::size_t filled = 0;
        while (filled < count) {
            const auto more = ::recv(socket_, bytes.data() + filled, count - filled, 0);
            if (more <= 0) break;
            filled += static_cast<std::size_t>(more);
        }
        bytes.resize(filled);
        return bytes;
    }
    std::optional<Frame> frame() const {
        const auto start = read(prefix_bytes);
        if (start.size() < prefix_bytes) return std::nullopt;
        const auto prefix = prefix_of(std::span<const char, prefix_bytes>(start.data(), prefix_bytes)).value();
        const auto head = read(prefix.head_bytes);
        return Frame{prefix.type, prefix.id, head, read(prefix.body_bytes)};
    }

private:
    int socket_;
};

class ServerTest : public testing::Test {
protected:
    ServerTest() {
        char name[] = "/tmp/patente_tcp_XXXXXX";
        folder_ = ::mkdtemp(name);
        settings_.port = 0;
        settings_.incoming = folder_;
    }
    ~ServerTest() override {
        server_.reset();
        notes_.parts.clear();
        std::filesystem::remove_all(folder_);
    }
    Client client() {
        if (!server_)
            server_ = std::make_unique<Server>(
                settings_, [this](std::shared_ptr<Peer> peer) { return std::make_unique<Echo>(notes_, std::move(peer)); }, clock_,
                [this](const std::string& what) { notes_.add("failed " + what); });
        return Client(server_->port());
    }

    SystemClock clock_;
    std::filesystem::path folder_;
    ServerSettings settings_;
    Notes notes_;
    std::unique_ptr<Server> server_;
};

TEST_F(ServerTest, HandsOverWholeFramesAndBodies) {
    const auto client = this->client();
    const std::string body(700'000, 'b');
    client.send(bytes_of({.type = 2, .id = 7, .head = "h", .body = body}) + bytes_of({.type = 2, .id = 8}));
    const auto first = client.frame();
    ASSERT_TRUE(first);
    EXPECT_EQ(first->id, 7u);
    EXPECT_EQ(first->body, body);
    EXPECT_EQ(client.frame()->id, 8u);
}

TEST_F(ServerTest, LeavesNoFileBehind) {
    {
        const auto client = this->client();
        client.send(bytes_of({.type = 2, .id = 7, .body = "abc"}));
        EXPECT_EQ(client.frame()->head, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
    ASSERT_TRUE(notes_.wait_for("ended"));
    EXPECT_TRUE(std::filesystem::is_empty(folder_));
}

TEST_F(ServerTest, ContinuesABodyThatWasCut) {
    const auto whole = bytes_of({.type = 2, .id = 7, .head = "", .body = "abc"});
    auto first = client();
    first.send(whole.substr(0, whole.size() - 1));
    first.close();
    ASSERT_TRUE(notes_.wait_for("cut 7 2"));
    const auto second = client();
    second.send(bytes_of({.type = 2, .id = 7, .head = "again", .body = "c"}));
    const auto answer = second.frame();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->body, "abc");
    EXPECT_EQ(answer->head, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_F(ServerTest, SaysWhatIsWrongWithAFrameAndEnds) {
    const auto client = this->client();
    client.send(std::string(prefix_bytes, '\xff'));
    EXPECT_EQ(client.frame()->head, "frame-too-large");
    EXPECT_FALSE(client.frame());
}

TEST_F(ServerTest, DoesNotWaitForAFirstFrameForEver) {
    settings_.limits.first_frame = std::chrono::milliseconds{100};
    EXPECT_EQ(client().frame()->head, "hello-too-late");
}

TEST_F(ServerTest, ReadsNothingWhileItIsHeld) {
    const auto client = this->client();
    client.send(bytes_of({.type = 2, .id = 1, .head = "hold"}) + bytes_of({.type = 2, .id = 2, .head = "after"}));
    EXPECT_EQ(client.frame()->id, 1u);
    {
        const std::lock_guard hold(notes_.mutex);
        EXPECT_EQ(std::ranges::count(notes_.lines, "received after"), 0);
    }
    notes_.peer->resume();
    EXPECT_EQ(client.frame()->id, 2u);
}

TEST_F(ServerTest, EndsAfterTheLastFrame) {
    const auto client = this->client();
    client.send(bytes_of({.type = 2, .id = 1, .head = "last"}) + bytes_of({.type = 2, .id = 2}));
    EXPECT_EQ(client.frame()->id, 1u);
    EXPECT_FALSE(client.frame());
}

TEST_F(ServerTest, AFailureEndsOneConnectionAlone) {
    const auto bad = client(), good = client();
    bad.send(bytes_of({.type = 2, .id = 1, .head = "throw"}));
    EXPECT_FALSE(bad.frame());
    EXPECT_TRUE(notes_.wait_for("failed as the test asked"));
    good.send(bytes_of({.type = 2, .id = 2}));
    EXPECT_EQ(good.frame()->id, 2u);
}

TEST_F(ServerTest, CutsAClientThatDoesNotRead) {
    settings_.limits.unsent_bytes = 1 << 20;
    const auto client = this->client();
    const auto frame = bytes_of({.type = 2, .id = 1, .body = std::string(1 << 20, 'x')});
    for (int i = 0; i < 12; ++i) client.send(frame);
    EXPECT_TRUE(notes_.wait_for("ended"));
}

TEST_F(ServerTest, DrainsIdleConnectionsAtOnce) {
    const auto client = this->client();
    client.send(bytes_of({.type = 2, .id = 1}));
    EXPECT_TRUE(client.frame());
    EXPECT_TRUE(server_->drain(std::chrono::minutes{1}));
    EXPECT_FALSE(client.frame());
}

}  // namespace
}  // namespace patente::tcp
