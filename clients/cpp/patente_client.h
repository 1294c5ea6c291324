// Sends photos to Patente over TCP and gives back what was read. One header, C++17, POSIX sockets; TLS with OpenSSL where
// PATENTE_CLIENT_TLS is defined. The protocol is written out in docs/protocol.md.
//
//     patente_client::Client client({"127.0.0.1", 7070, key});
//     client.send("a.jpg", bytes);
//     while (client.pending() > 0)
//         if (const auto answer = client.next(1000)) std::puts(answer->json.c_str());
//
// A connection that is cut is made again, `attempts` times in a row at most: what has no answer yet is asked for again, and
// only what did not arrive is sent again. For use by one thread. Throws Refused for what the server refuses, and
// std::runtime_error when there is no connection.
#pragma once

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#ifdef PATENTE_CLIENT_TLS
#include <openssl/ssl.h>
#endif

namespace patente_client {

struct Options {
    std::string host = "127.0.0.1";
    std::uint16_t port = 7070;
    std::string key;                // "pat_…"
    std::string language = "en";    // of errors: "en" or "es"
    int attempts = 8;               // to connect again
    std::string trusted_file = {};  // with TLS: PEM of whom to trust; "": the system's
    bool tls = false;               // needs PATENTE_CLIENT_TLS
    std::string resume = {};        // the token of an earlier Client, to go on where it was cut
};

struct Refused : std::runtime_error {
    Refused(std::string code, std::string head)
        : std::runtime_error(code + ": " + head), code(std::move(code)), head(std::move(head)) {}
    std::string code;  // stable: "key-unknown"
    std::string head;  // JSON, with the server's text and every bad field
};

struct Answer {
    enum class Kind { stored, queued, result, error };
    Kind kind = Kind::result;
    std::uint64_t id = 0;
    std::string name;
    std::string json;  // of a result: the capture as GET /v1/captures/{id} answers it; else the frame's head
};

using Bytes = std::function<std::string()>;  // the photo; asked for again when it must be sent again

namespace detail {

inline void put(std::string& bytes, std::uint64_t number, int count) {
    for (int shift = 8 * (count - 1); shift >= 0; shift -= 8) bytes += static_cast<char>(number >> shift & 0xff);
}

inline std::uint64_t number_in(std::string_view bytes) {
    std::uint64_t number = 0;
    for (const char byte : bytes) number = number << 8 | static_cast<unsigned char>(byte);
    return number;
}

// The server's heads are flat; a full JSON reader is the application's.
inline std::string_view after(std::string_view json, std::string_view name) {
    const auto at = json.find("\"" + std::string(name) + "\":");
    return at == json.npos ? std::string_view{} : json.substr(at + name.size() + 3);
}
inline std::string text_of(std::string_view json, std::string_view name) {
    const auto rest = after(json, name);
    return rest.empty() || rest.front() != '"' ? "" : std::string(rest.substr(1, rest.find('"', 1) - 1));
}
inline std::uint64_t number_of(std::string_view json, std::string_view name) {
    return std::strtoull(std::string(after(json, name).substr(0, 20)).c_str(), nullptr, 10);
}

inline std::string quoted(std::string_view text) {
    std::string json = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') json += '\\';
        if (static_cast<unsigned char>(c) >= 0x20) json += c;
    }
    return json + "\"";
}

struct Cut : std::runtime_error {
    using std::runtime_error::runtime_error;
};

class Wire {
public:
    // Delegates, so that what was opened is closed when the rest fails.
    explicit Wire(const Options& options) : Wire() {
        addrinfo hints{}, *found = nullptr;
        hints.ai_socktype = SOCK_STREAM;
        if (getaddrinfo(options.host.c_str(), std::to_string(options.port).c_str(), &hints, &found) != 0)
            throw Cut("the name " + options.host + " is not known");
        for (const auto* each = found; each && socket_ < 0; each = each->ai_next) {
            socket_ = ::socket(each->ai_family, each->ai_socktype, each->ai_protocol);
            if (socket_ >= 0 && ::connect(socket_, each->ai_addr, each->ai_addrlen) != 0) ::close(std::exchange(socket_, -1));
        }
        freeaddrinfo(found);
        if (socket_ < 0) throw Cut("no connection to " + options.host + ":" + std::to_string(options.port));
        const int on = 1;
        ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        if (options.tls) secure(options);
    }
    Wire(const Wire&) = delete;
    Wire& operator=(const Wire&) = delete;
    ~Wire() {
#ifdef PATENTE_CLIENT_TLS
        if (tls_) SSL_free(tls_);
        if (context_) SSL_CTX_free(context_);
#endif
        if (socket_ >= 0) ::close(socket_);
    }

    void send(std::string_view bytes) {
        while (!bytes.empty()) {
#ifdef PATENTE_CLIENT_TLS
            const auto count = tls_
                                   ? SSL_write(tls_, bytes.data(), static_cast<int>(std::min<std::size_t>(bytes.size(), 1 << 20)))
                                   : ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
#else
            const auto count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
#endif
            if (count <= 0) throw Cut("the connection was cut while sending");
            bytes.remove_prefix(static_cast<std::size_t>(count));
        }
    }
    std::string read(std::size_t count) {
        std::string bytes(count, '\0');
        for (std::size_t filled = 0; filled < count;) {
#ifdef PATENTE_CLIENT_TLS
            const auto more = tls_ ? SSL_read(tls_, bytes.data() + filled, static_cast<int>(count - filled))
                                   : ::recv(socket_, bytes.data() + filled, count - filled, 0);
#else
            const auto more = ::recv(socket_, bytes.data() + filled, count - filled, 0);
#endif
            if (more <= 0) throw Cut("the server closed the connection");
            filled += static_cast<std::size_t>(more);
        }
        return bytes;
    }
    bool readable(int timeout_ms) {
#ifdef PATENTE_CLIENT_TLS
        if (tls_ && SSL_pending(tls_) > 0) return true;
#endif
        pollfd watched{socket_, POLLIN, 0};
        return ::poll(&watched, 1, timeout_ms) > 0;
    }

private:
    Wire() = default;

    void secure([[maybe_unused]] const Options& options) {
#ifdef PATENTE_CLIENT_TLS
        context_ = SSL_CTX_new(TLS_client_method());
        if (options.trusted_file.empty())
            SSL_CTX_set_default_verify_paths(context_);
        else if (SSL_CTX_load_verify_locations(context_, options.trusted_file.c_str(), nullptr) != 1)
            throw std::runtime_error("the certificate " + options.trusted_file + " cannot be read");
        SSL_CTX_set_verify(context_, SSL_VERIFY_PEER, nullptr);
        tls_ = SSL_new(context_);
        SSL_set_tlsext_host_name(tls_, options.host.c_str());
        SSL_set1_host(tls_, options.host.c_str());
        SSL_set_fd(tls_, socket_);
        if (SSL_connect(tls_) != 1) throw std::runtime_error("the server's certificate is not trusted, or it speaks no TLS");
#else
        throw std::runtime_error("this program was built without PATENTE_CLIENT_TLS");
#endif
    }

    int socket_ = -1;
#ifdef PATENTE_CLIENT_TLS
    SSL_CTX* context_ = nullptr;
    SSL* tls_ = nullptr;
#endif
};

struct Frame {
    std::uint8_t type;
    std::uint64_t id;
    std::string head, body;
};

}  // namespace detail

class Client {
public:
    explicit Client(Options options) : options_(std::move(options)), resume_(options_.resume) { connect(); }

    bool has_room() const { return sent_.size() < window_; }  // send() waits while there is none
    std::size_t pending() const { return sent_.size() + answers_.size(); }
    const std::string& resume_token() const { return resume_; }

    // Gives the id of this photo in the session. `more`: further fields of the head, JSON: "\"zone\":\"centro\"".
    std::uint64_t send(const std::string& name, Bytes photo, const std::string& more = {}) {
        while (!has_room()) take(-1);
        const auto id = ++last_id_;
        const std::string head = "\"name\":" + detail::quoted(name) + (more.empty() ? "" : "," + more);
        sent_[id] = {name, head, std::move(photo)};
        write(image, id, "{" + head + "}", sent_[id].photo());
        return id;
    }
    std::uint64_t send(const std::string& name, std::string bytes) {
        return send(name, [kept = std::make_shared<std::string>(std::move(bytes))] { return *kept; });
    }

    // The next thing that became known of any photo; nothing when none came in time. -1 waits for ever.
    std::optional<Answer> next(int timeout_ms) {
        const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(timeout_ms);
        while (answers_.empty()) {
            const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now()).count();
            if (!take(timeout_ms < 0 ? -1 : static_cast<int>(std::max<long long>(left, 0)))) return std::nullopt;
        }
        auto answer = std::move(answers_.front());
        answers_.pop_front();
        return answer;
    }

    void cancel(std::uint64_t id) { write(cancelled, id, "{}"); }

    // One page of earlier captures: the head {"next": cursor or null} and the captures, both JSON. `filter`: a JSON object.
    std::pair<std::string, std::string> history(const std::string& filter) {
        const auto id = ++last_id_;
        for (const detail::Wire* asked = nullptr; replies_.count(id) == 0; take(-1))
            if (asked != wire_.get()) {  // a question is lost with its connection
                write(history_asked, id, filter);
                asked = wire_.get();
            }
        const auto reply = replies_.extract(id).mapped();
        if (reply.type == error) throw Refused(detail::text_of(reply.head, "code"), reply.head);
        return {reply.head, reply.body};
    }

private:
    enum Type : std::uint8_t {
        hello = 1,
        image = 2,
        cancelled = 3,
        history_asked = 4,
        welcome = 129,
        stored = 130,
        queued = 131,
        result = 132,
        page = 133,
        error = 134,
        window = 136
    };
    struct Sent {
        std::string name, head;
        Bytes photo;
    };

    static std::string frame(Type type, std::uint64_t id, std::string_view head, std::string_view body = {}) {
        std::string bytes;
        detail::put(bytes, 11 + head.size() + body.size(), 4);
        detail::put(bytes, type, 1);
        detail::put(bytes, id, 8);
        detail::put(bytes, head.size(), 2);
        return bytes.append(head).append(body);
    }

    detail::Frame read_frame() {
        const auto start = wire_->read(15);
        const std::string_view view(start);
        const auto head = detail::number_in(view.substr(13, 2));
        detail::Frame read{static_cast<std::uint8_t>(view[4]), detail::number_in(view.substr(5, 8)), wire_->read(head), {}};
        read.body = wire_->read(detail::number_in(view.substr(0, 4)) - 11 - head);
        return read;
    }

    void connect() {
        wire_ = std::make_unique<detail::Wire>(options_);
        std::string head =
            "{\"version\":1,\"key\":" + detail::quoted(options_.key) + ",\"language\":" + detail::quoted(options_.language);
        if (!resume_.empty()) {
            head += ",\"resume\":" + detail::quoted(resume_) + ",\"pending\":[";
            for (const auto& [id, sent] : sent_) head += (head.back() == '[' ? "" : ",") + std::to_string(id);
            head += "]";
        }
        wire_->send(frame(hello, 0, head + "}"));
        const auto answer = read_frame();
        if (answer.type == error) throw Refused(detail::text_of(answer.head, "code"), answer.head);
        resume_ = detail::text_of(answer.head, "resume");
        window_ = detail::number_of(answer.head, "window");
        auto parts = detail::after(answer.head, "partial");
        for (auto id = detail::number_of(parts, "id"); id != 0; id = detail::number_of(parts, "id")) {
            send_rest(id, detail::number_of(parts, "bytes"));
            parts = detail::after(parts, "bytes");
        }
    }

    void connect_again(std::string why) {
        for (int attempt = 0; attempt < options_.attempts; ++attempt) {
            std::this_thread::sleep_for(
                std::min(std::chrono::milliseconds(5000), std::chrono::milliseconds(100) * (1 << std::min(attempt, 6))));
            try {
                return connect();
            } catch (const detail::Cut& still) {
                why = still.what();
            } catch (const Refused& refused) {
                if (refused.code != "service-busy") throw;
            }
        }
        throw std::runtime_error("no connection after " + std::to_string(options_.attempts) + " attempts: " + why);
    }

    void send_rest(std::uint64_t id, std::uint64_t offset) {
        const auto sent = sent_.find(id);
        if (sent == sent_.end()) return;
        const auto bytes = sent->second.photo();
        wire_->send(frame(image, id, "{" + sent->second.head + ",\"offset\":" + std::to_string(offset) + "}",
                          std::string_view(bytes).substr(std::min<std::size_t>(offset, bytes.size()))));
    }

    void write(Type type, std::uint64_t id, std::string_view head, std::string_view body = {}) {
        try {
            wire_->send(frame(type, id, head, body));
        } catch (const detail::Cut& cut) {
            connect_again(cut.what());  // what is pending is asked for again there
        }
    }

    bool take(int timeout_ms) {
        try {
            if (!wire_->readable(timeout_ms)) return false;
            handle(read_frame());
        } catch (const detail::Cut& cut) {
            connect_again(cut.what());
        }
        return true;
    }

    void handle(detail::Frame read) {
        switch (read.type) {
            case window: window_ = detail::number_of(read.head, "images"); return;
            case page: replies_[read.id] = std::move(read); return;
            case stored: return tell(Answer::Kind::stored, read.id, std::move(read.head));
            case queued: return tell(Answer::Kind::queued, read.id, std::move(read.head));
            case result: return settle(Answer::Kind::result, read.id, std::move(read.body));
            case error: return handle_error(std::move(read));
            default: return;
        }
    }

    void handle_error(detail::Frame read) {
        const auto code = detail::text_of(read.head, "code");
        if (read.id == 0) throw Refused(code, read.head);
        if (code == "image-unknown" && sent_.count(read.id) > 0) return send_rest(read.id, 0);
        if (sent_.count(read.id) > 0) return settle(Answer::Kind::error, read.id, std::move(read.head));
        replies_[read.id] = std::move(read);
    }

    void tell(Answer::Kind kind, std::uint64_t id, std::string json) {
        const auto sent = sent_.find(id);
        if (sent != sent_.end()) answers_.push_back({kind, id, sent->second.name, std::move(json)});
    }
    void settle(Answer::Kind kind, std::uint64_t id, std::string json) {
        tell(kind, id, std::move(json));
        sent_.erase(id);
    }

    const Options options_;
    std::unique_ptr<detail::Wire> wire_;
    std::string resume_;
    std::uint64_t last_id_ = 0, window_ = 1;
    std::map<std::uint64_t, Sent> sent_;  // no answer yet
    std::deque<Answer> answers_;          // not taken yet
    std::map<std::uint64_t, detail::Frame> replies_;
};

}  // namespace patente_client
