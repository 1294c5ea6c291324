// For tests: a client on a plain blocking socket, which can also misbehave.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <map>
#include <string>
#include <string_view>
#include <system_error>

#include "platform/http/field_value.h"

namespace patente::http {

struct Received {
    int status = 0;  // 0: the connection ended before an answer
    std::string status_line;
    std::map<std::string, std::string> headers;  // names in lower case
    std::string body;

    std::string header(const std::string& name) const {
        const auto found = headers.find(name);
        return found == headers.end() ? "" : found->second;
    }
};

class TestClient {
public:
    explicit TestClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        const timeval patience{20, 0};  // a test that would hang fails instead
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
            throw std::system_error(errno, std::generic_category(), "connecting to the server");
    }
    ~TestClient() { ::close(socket_); }
    TestClient(const TestClient&) = delete;
    TestClient& operator=(const TestClient&) = delete;

    bool send(std::string_view bytes) {
        while (!bytes.empty()) {
            const auto count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (count <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(count));
        }
        return true;
    }
    void end_sending() { ::shutdown(socket_, SHUT_WR); }
    int number() const { return socket_; }
    bool has_answer() const {  // or was cut off
        pollfd ready{.fd = socket_, .events = POLLIN, .revents = 0};
        return ::poll(&ready, 1, 0) > 0;
    }

    Received get(const std::string& target, const std::string& more_headers = "") {
        send("GET " + target + " HTTP/1.1\r\nHost: test\r\n" + more_headers + "\r\n");
        return receive();
    }
    Received post(const std::string& target, const std::string& type, const std::string& body,
                  const std::string& more_headers = "") {
        send("POST " + target + " HTTP/1.1\r\nHost: test\r\nContent-Type: " + type +
             "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + more_headers + "\r\n" + body);
        return receive();
    }

    // One answer; `without_body` for the answer to HEAD.
    Received receive(bool without_body = false) {
        Received received = receive_head();
        if (received.status == 0 || without_body || received.status == 204 || received.status == 304 || received.status < 200)
            return received;
        if (received.header("transfer-encoding") == "chunked") {
            for (auto chunk = receive_chunk(); !chunk.empty(); chunk = receive_chunk()) received.body += chunk;
        } else {
            received.body = take(std::stoul(received.header("content-length")));
        }
        return received;
    }
    Received receive_head() {
        Received received;
        received.status_line = line();
        if (received.status_line.size() < 12) return received;
        received.status = std::stoi(received.status_line.substr(9, 3));
        for (auto text = line(); !text.empty(); text = line()) {
            const auto colon = text.find(':');
            received.headers[lower_case(text.substr(0, colon))] = std::string(trimmed(text.substr(colon + 1)));
        }
        return received;
    }
    std::string receive_chunk() {
        const auto size_line = line();
        if (size_line.empty()) return "";
        auto chunk = take(std::stoul(size_line, nullptr, 16));
        take(2);
        return chunk;
    }
    std::string receive_bytes(std::size_t count) { return take(count); }  // fewer when the server ends
    bool is_closed() { return !fill() && !timed_out_; }                   // the server ended the connection and sent nothing more

private:
    bool fill() {
        char bytes[16384];
        const auto count = ::recv(socket_, bytes, sizeof bytes, 0);
        timed_out_ = count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
        if (count <= 0) return false;
        held_.append(bytes, static_cast<std::size_t>(count));
        return true;
    }
    std::string line() {
        while (held_.find("\r\n") == std::string::npos)
            if (!fill()) return "";
        const auto end = held_.find("\r\n");
        std::string text = held_.substr(0, end);
        held_.erase(0, end + 2);
        return text;
    }
    std::string take(std::size_t count) {
        while (held_.size() < count && fill()) {}
        std::string bytes = held_.substr(0, count);
        held_.erase(0, count);
        return bytes;
    }

    int socket_;
    std::string held_;
    bool timed_out_ = false;
};

}  // namespace patente::http
