#include "platform/net/certificate.h"

#include <openssl/ssl.h>
#include <sys/stat.h>

#include "platform/http/test_server.h"

namespace patente::http {
namespace {

// A TLS client that trusts only the given certificate and checks the name.
// It shows the certificate in the folder, if one is named.
std::string get_over_tls(std::uint16_t port, const std::filesystem::path& trusted, const std::string& request,
                         const std::filesystem::path& shown = {}) {
    const std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
    SSL_CTX_load_verify_locations(context.get(), trusted.c_str(), nullptr);
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
    if (!shown.empty()) {
        SSL_CTX_use_certificate_file(context.get(), (shown / "certificate.pem").c_str(), SSL_FILETYPE_PEM);
        SSL_CTX_use_PrivateKey_file(context.get(), (shown / "key.pem").c_str(), SSL_FILETYPE_PEM);
    }
    TestClient client(port);
    const std::unique_ptr<SSL, void (*)(SSL*)> tls(SSL_new(context.get()), SSL_free);
    SSL_set1_host(tls.get(), "localhost");
    SSL_set_fd(tls.get(), client.number());
    if (SSL_connect(tls.get()) != 1) return "no handshake";
    SSL_write(tls.get(), request.data(), static_cast<int>(request.size()));
    std::string all;
    char bytes[16384];
    for (int count = SSL_read(tls.get(), bytes, sizeof bytes); count > 0; count = SSL_read(tls.get(), bytes, sizeof bytes))
        all.append(bytes, static_cast<std::size_t>(count));
    return all;
}

class TlsTest : public ServerTest {
protected:
    void start_with_tls(std::vector<Route> routes) {
        const auto files = net::self_signed_certificate(folder_ / "tls", {"192.168.1.20", "patente.local"}, SystemClock{}.now());
        settings_.tls = net::TlsSettings{.port = 0, .certificate = files.certificate, .private_key = files.private_key};
        start(std::move(routes));
    }
    std::filesystem::path certificate() const { return folder_ / "tls" / "certificate.pem"; }
};

TEST_F(TlsTest, AnswersOverTls) {
    const std::string big(3 << 20, 'b');
    start_with_tls({row(Method::get, "/origin", [](const Request& request) { return text_response(request.origin); }),
                    row(Method::get, "/big", [&](const Request&) { return text_response(big); })});
    const auto answer = get_over_tls(server_->tls_port(), certificate(),
                                     "GET /origin HTTP/1.1\r\nHost: localhost:1\r\nConnection: close\r\n\r\n");
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 OK\r\n")) << answer;
    EXPECT_TRUE(answer.ends_with("\r\n\r\nhttps://localhost:1")) << answer;
    const auto two =
        get_over_tls(server_->tls_port(), certificate(),
                     "GET /origin HTTP/1.1\r\nHost: a\r\n\r\nGET /big HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    EXPECT_TRUE(two.ends_with(big));
    EXPECT_EQ(client().get("/origin").body, "http://test");
}

TEST_F(TlsTest, SpeaksWebSocketOverTls) {
    auto route = row(Method::get, "/events", [](const Request&) {
        Response response;
        response.events = [](const std::shared_ptr<EventStream>& stream) { stream->send("41", "welcome", "null"); };
        return response;
    });
    route.web_socket = true;
    start_with_tls({route});
    const std::string close_frame("\x88\x82\0\0\0\0\x03\xE8", 8);  // sent along, so it is read before the upgrade
    const auto heard = get_over_tls(server_->tls_port(), certificate(),
                                    "GET /events HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n" +
                                        close_frame);
    EXPECT_TRUE(heard.starts_with("HTTP/1.1 101 ")) << heard;
    EXPECT_TRUE(heard.ends_with("\x88\x02\x03\xE8")) << heard;
}

TEST_F(TlsTest, SurvivesClientsThatSpeakNoTls) {
    settings_.limits.header_time = std::chrono::seconds{3};  // for the handshake of the last one, too
    start_with_tls({row(Method::get, "/", [](const Request&) { return text_response("here"); })});
    TestClient plain(server_->tls_port());
    plain.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n");
    TestClient silent(server_->tls_port());
    EXPECT_TRUE(silent.is_closed());
    EXPECT_TRUE(get_over_tls(server_->tls_port(), certificate(), "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                    .ends_with("here"));
}

TEST_F(TlsTest, AsksForACertificateAndKnowsWhoShowsIt) {
    const Instant now = SystemClock{}.now();
    const auto authority = net::client_authority(folder_ / "ca", now), stranger = net::client_authority(folder_ / "other", now);
    EXPECT_EQ(net::client_authority(folder_ / "ca", now).sha256, authority.sha256) << "made once";
    const auto gate = net::client_certificate(authority, folder_ / "gate", "Gate 1", now, std::chrono::days{30});
    net::client_certificate(authority, folder_ / "past", "Gate 2", now - std::chrono::days{60}, std::chrono::days{30});
    net::client_certificate(stranger, folder_ / "strange", "Gate 1", now, std::chrono::days{30});
    EXPECT_THROW(net::client_certificate(authority, folder_ / "gate", "Gate 1", now, std::chrono::days{30}), std::runtime_error);
    const auto files = net::self_signed_certificate(folder_ / "tls", {}, now);
    settings_.tls = net::TlsSettings{
        .port = 0, .certificate = files.certificate, .private_key = files.private_key, .client_authority = authority.certificate};
    start({row(Method::get, "/who",
               [](const Request& request) { return text_response(request.caller.id + " " + request.caller.name); })});
    const auto who = [&](const std::filesystem::path& shown, const std::string& more = "") {
        const auto answer = get_over_tls(server_->tls_port(), certificate(),
                                         "GET /who HTTP/1.1\r\nHost: localhost\r\n" + more + "Connection: close\r\n\r\n", shown);
        return answer.substr(answer.rfind('\n') + 1);
    };
    EXPECT_EQ(who(folder_ / "gate"), gate.fingerprint + " CN=Gate 1");
    EXPECT_EQ(who({}), " ") << "none is required";
    EXPECT_EQ(who(folder_ / "gate", "Authorization: Bearer pat_admin\r\n"), "1 admin") << "a key wins";
    EXPECT_EQ(who(folder_ / "gate", "Cookie: patente_session=ana-session\r\n"), "3 ana");
    EXPECT_EQ(who(folder_ / "strange"), "") << "another authority signed it";
    EXPECT_EQ(who(folder_ / "past"), "") << "it has expired";
    EXPECT_EQ(client().get("/who").body, " ");
    settings_.tls->client_authority = folder_ / "nothing.pem";
    EXPECT_THROW(start({}), std::runtime_error);
}

TEST_F(TlsTest, KeepsTheCertificateWhileItIsGood) {
    const auto folder = folder_ / "tls";
    const Instant now = clock_.now();
    const auto first = net::self_signed_certificate(folder, {"10.0.0.1"}, now);
    EXPECT_EQ(net::self_signed_certificate(folder, {"10.0.0.1"}, now + std::chrono::days{700}).sha256, first.sha256);
    EXPECT_NE(net::self_signed_certificate(folder, {"10.0.0.1"}, now + std::chrono::days{800}).sha256, first.sha256);
    const auto second = net::self_signed_certificate(folder, {"10.0.0.1"}, now);
    EXPECT_NE(net::self_signed_certificate(folder, {"10.0.0.2"}, now).sha256, second.sha256);
    struct stat about{};
    ASSERT_EQ(::stat((folder / "key.pem").c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777, 0600u);
    EXPECT_EQ(first.sha256.size(), 95u);
}

TEST_F(TlsTest, SaysWhichCertificateIsBroken) {
    std::ofstream(folder_ / "broken.pem") << "no certificate";
    settings_.tls = net::TlsSettings{.port = 0, .certificate = folder_ / "broken.pem", .private_key = folder_ / "broken.pem"};
    EXPECT_THROW(start({}), std::runtime_error);
}

}  // namespace
}  // namespace patente::http
