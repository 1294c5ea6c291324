#include "platform/web_client/web_client.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <unistd.h>

#include <atomic>
#include <cstring>
#include <future>

#include "base/id.h"
#include "platform/net/certificate.h"

namespace patente::web {
namespace {

using namespace std::chrono_literals;

// A server of the loopback address that answers each connection with what it is told to, once the request is there.
class Receiver {
public:
    explicit Receiver(std::string answer, const std::filesystem::path& certificate = {}, const std::filesystem::path& key = {})
        : answer_(std::move(answer)) {
        if (!certificate.empty()) {
            tls_ = SSL_CTX_new(TLS_server_method());
            SSL_CTX_use_certificate_chain_file(tls_, certificate.c_str());
            SSL_CTX_use_PrivateKey_file(tls_, key.c_str(), SSL_FILETYPE_PEM);
        }
        listening_ = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
        socklen_t length = sizeof address;
        ::bind(listening_, reinterpret_cast<sockaddr*>(&address), length);
        ::listen(listening_, 64);
        ::getsockname(listening_, reinterpret_cast<sockaddr*>(&address), &length);
        port_ = ntohs(address.sin_port);
        thread_ = std::thread([this] { run(); });
    }
    ~Receiver() {
        ::shutdown(listening_, SHUT_RDWR);
        thread_.join();
        ::close(listening_);
        for (const int each : silent_) ::close(each);
        SSL_CTX_free(tls_);
    }
    std::string url(const std::string& scheme = "http") const {
        return scheme + "://127.0.0.1:" + std::to_string(port_) + "/hook";
    }
    std::string request() const { return requests_.front(); }
    int connections() const { return connections_; }

private:
    void run() {
        for (int peer = ::accept(listening_, nullptr, nullptr); peer >= 0; peer = ::accept(listening_, nullptr, nullptr)) {
            ++connections_;
            if (answer_.empty()) {
                silent_.push_back(peer);
                continue;
            }
            SSL* const tls = tls_ ? SSL_new(tls_) : nullptr;
            if (tls) SSL_set_fd(tls, peer);
            if (!tls || SSL_accept(tls) == 1) speak(peer, tls);
            SSL_free(tls);
            ::close(peer);
        }
    }
    void speak(int peer, SSL* tls) {
        std::string text;
        char bytes[4096];
        while (text.find("\r\n\r\n") == std::string::npos || (text.starts_with("POST") && !text.ends_with("}"))) {
            const auto count = tls ? SSL_read(tls, bytes, sizeof bytes) : ::recv(peer, bytes, sizeof bytes, 0);
            if (count <= 0) return;
            text.append(bytes, static_cast<std::size_t>(count));
        }
        requests_.push_back(text);
        if (tls)
            SSL_write(tls, answer_.data(), static_cast<int>(answer_.size()));
        else
            ::send(peer, answer_.data(), answer_.size(), MSG_NOSIGNAL);
    }

    const std::string answer_;
    SSL_CTX* tls_ = nullptr;
    int listening_ = -1;
    std::uint16_t port_ = 0;
    std::atomic<int> connections_ = 0;
    std::vector<std::string> requests_;  // read once the answer came
    std::vector<int> silent_;
    std::thread thread_;
};

Outcome outcome_of(Client& client, Request post) {
    std::promise<Outcome> told;
    client.post(std::move(post), [&](const Outcome& outcome) { told.set_value(outcome); });
    return told.get_future().get();
}

TEST(WebClient, PostsBodyAndHeadersAndGivesTheAnswer) {
    const Receiver receiver("HTTP/1.1 503 Busy\r\nRetry-After: 7\r\nContent-Length: 5\r\nConnection: close\r\n\r\nlater");
    Client client({.local_allowed = true, .user_agent = "Patente/test"});
    const auto outcome = outcome_of(client, {.url = receiver.url(), .headers = {"webhook-id: 42"}, .body = R"({"a": 1})"});
    EXPECT_EQ(outcome.status, 503);
    EXPECT_EQ(outcome.body, "later");
    EXPECT_EQ(outcome.retry_after, 7s);
    EXPECT_FALSE(outcome.is_success());
    const auto request = receiver.request();
    EXPECT_TRUE(request.starts_with("POST /hook HTTP/1.1\r\n")) << request;
    EXPECT_NE(request.find("webhook-id: 42\r\n"), std::string::npos);
    EXPECT_NE(request.find("User-Agent: Patente/test\r\n"), std::string::npos);
    EXPECT_TRUE(request.ends_with("\r\n\r\n{\"a\": 1}")) << request;
}

TEST(WebClient, GetsADocumentAsLongAsItIsAskedToKeep) {
    const std::string body(3000, 'x');
    const Receiver receiver("HTTP/1.1 200 OK\r\nContent-Length: 3000\r\nConnection: close\r\n\r\n" + body);
    Client client({.local_allowed = true});
    const auto got = [&](std::size_t kept) {
        std::promise<Outcome> told;
        client.get({.url = receiver.url(), .headers = {"Accept: application/json"}, .kept = kept},
                   [&](const Outcome& outcome) { told.set_value(outcome); });
        return told.get_future().get();
    };
    EXPECT_EQ(got(3000).body, body);
    EXPECT_TRUE(got(3000).is_whole);
    EXPECT_EQ(got(2999).body.size(), 2999u);
    EXPECT_FALSE(got(2999).is_whole);
    EXPECT_TRUE(receiver.request().starts_with("GET /hook HTTP/1.1\r\n")) << receiver.request();
}

TEST(WebClient, ConnectsToPublicAddressesOnly) {
    const Receiver receiver("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    Client client({});
    EXPECT_EQ(outcome_of(client, {.url = receiver.url("https"), .body = "{}"}).fault, "the address is not public");
    const auto named = "https://localhost" + receiver.url().substr(std::strlen("http://127.0.0.1"));
    EXPECT_EQ(outcome_of(client, {.url = named, .body = "{}"}).fault, "the address is not public");
    EXPECT_EQ(outcome_of(client, {.url = receiver.url(), .body = "{}"}).status, 0);  // plain http
    EXPECT_EQ(outcome_of(client, {.url = "file:///etc/passwd", .body = "{}"}).status, 0);
    EXPECT_EQ(receiver.connections(), 0);
}

TEST(WebClient, FollowsNoRedirect) {
    const Receiver elsewhere("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    const Receiver receiver("HTTP/1.1 307 Moved\r\nLocation: " + elsewhere.url() +
                            "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    Client client({.local_allowed = true});
    EXPECT_EQ(outcome_of(client, {.url = receiver.url(), .body = "{}"}).status, 307);
    EXPECT_EQ(elsewhere.connections(), 0);
}

TEST(WebClient, ASilentServerHoldsUpNobody) {
    const Receiver silent(""), receiver("HTTP/1.1 204 Done\r\nConnection: close\r\n\r\n");
    Client client({.local_allowed = true});
    std::promise<Outcome> late;
    for (int i = 0; i < 20; ++i) client.post({.url = silent.url(), .body = "{}", .time = 60s}, [](const Outcome&) {});
    client.post({.url = silent.url(), .body = "{}", .time = 200ms}, [&](const Outcome& outcome) { late.set_value(outcome); });
    EXPECT_EQ(outcome_of(client, {.url = receiver.url(), .body = "{}"}).status, 204);
    const auto outcome = late.get_future().get();
    EXPECT_EQ(outcome.status, 0);
    EXPECT_FALSE(outcome.fault.empty());
}

TEST(WebClient, TellsWhatIsCutOffAtTheEnd) {
    const Receiver silent("");
    Client client({.local_allowed = true});
    std::promise<Outcome> cut, after;
    client.post({.url = silent.url(), .body = "{}", .time = 60s}, [&](const Outcome& outcome) { cut.set_value(outcome); });
    client.stop();
    client.post({.url = silent.url(), .body = "{}"}, [&](const Outcome& outcome) { after.set_value(outcome); });
    EXPECT_EQ(cut.get_future().get().fault, "this server is stopping");
    EXPECT_EQ(after.get_future().get().fault, "this server is stopping");
}

TEST(WebClient, ReadsAnEndlessAnswerOnlySoFar) {
    const Receiver receiver("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + std::string(2 << 20, 'x'));
    Client client({.local_allowed = true});
    const auto outcome = outcome_of(client, {.url = receiver.url(), .body = "{}"});
    EXPECT_EQ(outcome.status, 200);
    EXPECT_EQ(outcome.body.size(), 1024u);
}

TEST(WebClient, ChecksTheCertificateAndItsName) {
    const auto folder = std::filesystem::temp_directory_path() / ("web-" + Uuid::made_at(SystemClock{}.now()).text());
    const auto files = net::self_signed_certificate(folder, {"127.0.0.1"}, SystemClock{}.now());
    const Receiver receiver("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", files.certificate,
                            files.private_key);
    Client stranger({.local_allowed = true}), friendly({.local_allowed = true, .certificates = files.certificate});
    const auto refused = outcome_of(stranger, {.url = receiver.url("https"), .body = "{}"});
    EXPECT_EQ(refused.status, 0);
    EXPECT_NE(refused.fault.find("certificate"), std::string::npos) << refused.fault;
    EXPECT_EQ(outcome_of(friendly, {.url = receiver.url("https"), .body = "{}"}).status, 200);
    const auto misnamed = "https://127.0.0.2" + receiver.url().substr(std::strlen("http://127.0.0.1"));
    EXPECT_EQ(outcome_of(friendly, {.url = misnamed, .body = "{}"}).status, 0);
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace patente::web
