#include "platform/web_client/web_client.h"

#include <curl/curl.h>
#include <fcntl.h>
#include <fmt/format.h>

#include <map>
#include <stdexcept>

#include "platform/observe/log.h"
#include "platform/web_client/addresses.h"

namespace patente::web {
namespace {

constexpr std::size_t body_read_max = 256 * 1024;  // then the connection is cut
constexpr int look_every_ms = 1'000;

void start_curl() {
    static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (started != CURLE_OK) throw std::runtime_error(std::string("libcurl cannot start: ") + curl_easy_strerror(started));
}

template <typename Value>
void set(CURL* handle, CURLoption option, Value value) {
    if (const auto outcome = curl_easy_setopt(handle, option, value); outcome != CURLE_OK)
        throw std::runtime_error(
            fmt::format("libcurl refuses option {}: {}", static_cast<int>(option), curl_easy_strerror(outcome)));
}

struct FreeHandle {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

}  // namespace

// One request on its way.
class Client::Transfer {
public:
    enum class Method { get, post };

    Transfer(Method method, Request request, Done done) : method_(method), request_(std::move(request)), done_(std::move(done)) {}

    // Throws when the request cannot even be made.
    CURL* begin(const ClientSettings& settings) {
        local_allowed_ = settings.local_allowed;
        handle_.reset(curl_easy_init());
        if (!handle_) throw std::runtime_error("libcurl has no memory for a request");
        CURL* const curl = handle_.get();
        set(curl, CURLOPT_PRIVATE, this);
        set(curl, CURLOPT_URL, request_.url.c_str());
        set(curl, CURLOPT_PROTOCOLS_STR, settings.local_allowed ? "http,https" : "https");
        set(curl, CURLOPT_FOLLOWLOCATION, 0L);
        set(curl, CURLOPT_PROXY, "");  // a proxy would connect where we cannot see it
        set(curl, CURLOPT_SSL_VERIFYPEER, 1L);
        set(curl, CURLOPT_SSL_VERIFYHOST, 2L);
        set(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
        if (!settings.certificates.empty()) set(curl, CURLOPT_CAINFO, settings.certificates.c_str());
        set(curl, CURLOPT_NOSIGNAL, 1L);
        set(curl, CURLOPT_QUICK_EXIT, 1L);  // else it waits for a name server that does not answer, and all others with it
        set(curl, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(settings.connect_time.count()));
        set(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(request_.time.count()));
        set(curl, CURLOPT_USERAGENT, settings.user_agent.c_str());
        if (method_ == Method::post) {
            set(curl, CURLOPT_POST, 1L);
            set(curl, CURLOPT_POSTFIELDS, request_.body.data());
            set(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size()));
        }
        for (const auto& header : request_.headers) add_header(header);
        add_header("Expect:");  // asks for no leave before the body
        set(curl, CURLOPT_HTTPHEADER, headers_.get());
        set(curl, CURLOPT_ERRORBUFFER, error_);
        set(curl, CURLOPT_WRITEFUNCTION, &Transfer::keep);
        set(curl, CURLOPT_WRITEDATA, this);
        set(curl, CURLOPT_OPENSOCKETFUNCTION, &Transfer::open_socket);
        set(curl, CURLOPT_OPENSOCKETDATA, this);
        return curl;
    }

    void end(CURLcode code) {
        long status = 0;
        curl_off_t retry_after = 0;
        curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &status);
        curl_easy_getinfo(handle_.get(), CURLINFO_RETRY_AFTER, &retry_after);
        const bool too_long = code == CURLE_WRITE_ERROR && read_ > body_read_max;  // its status is known all the same
        if (code != CURLE_OK && !too_long) return fail(fault_of(code));
        tell({static_cast<int>(status), "", std::move(body_), read_ <= request_.kept, std::chrono::seconds{retry_after}});
    }

    void fail(const std::string& fault) { tell({0, fault, {}, false, {}}); }

private:
    void add_header(const std::string& header) {
        auto* const longer = curl_slist_append(headers_.get(), header.c_str());
        if (!longer) throw std::runtime_error("libcurl has no memory for a header");
        static_cast<void>(headers_.release());
        headers_.reset(longer);
    }

    std::string fault_of(CURLcode code) const {
        if (refused_) return "the address is not public";
        return error_[0] != '\0' ? error_ : curl_easy_strerror(code);
    }

    void tell(const Outcome& outcome) {
        try {
            done_(outcome);
        } catch (const std::exception& error) {
            observe::log_error("web", "the outcome of a request could not be handled", {{"error", error.what()}});
        }
    }

    static std::size_t keep(char* bytes, std::size_t size, std::size_t count, void* to) {
        auto& self = *static_cast<Transfer*>(to);
        self.read_ += size * count;
        const std::size_t kept = self.request_.kept;
        if (self.body_.size() < kept) self.body_.append(bytes, std::min(size * count, kept - self.body_.size()));
        return self.read_ > body_read_max ? 0 : size * count;
    }

    static curl_socket_t open_socket(void* of, curlsocktype, curl_sockaddr* address) {
        auto& self = *static_cast<Transfer*>(of);
        if (!self.local_allowed_ && !is_public(address->addr)) {
            self.refused_ = true;
            return CURL_SOCKET_BAD;
        }
        self.refused_ = false;  // another address of the name
        return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
    }

    const Method method_;
    Request request_;
    Done done_;
    bool local_allowed_ = false, refused_ = false;
    std::unique_ptr<CURL, FreeHandle> handle_;
    std::unique_ptr<curl_slist, FreeList> headers_;
    std::string body_;
    std::size_t read_ = 0;
    char error_[CURL_ERROR_SIZE] = {};
};

// All that is on its way; used by the client's thread alone, but for wake().
class Client::Multi {
public:
    explicit Multi(const ClientSettings& settings) : settings_(settings) {
        start_curl();
        multi_ = curl_multi_init();
        if (!multi_) throw std::runtime_error("libcurl cannot start");
        curl_multi_setopt(multi_, CURLMOPT_MAX_TOTAL_CONNECTIONS, static_cast<long>(settings.connections_max));
        curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, static_cast<long>(settings.connections_max));
    }
    ~Multi() { curl_multi_cleanup(multi_); }
    Multi(const Multi&) = delete;
    Multi& operator=(const Multi&) = delete;

    void wake() { curl_multi_wakeup(multi_); }

    void add(std::unique_ptr<Transfer> transfer) {
        CURL* curl = nullptr;
        try {
            curl = transfer->begin(settings_);
        } catch (const std::exception& error) {
            return transfer->fail(error.what());
        }
        if (const auto added = curl_multi_add_handle(multi_, curl); added != CURLM_OK)
            return transfer->fail(curl_multi_strerror(added));
        running_.emplace(curl, std::move(transfer));
    }

    void wait_and_work() {
        curl_multi_poll(multi_, nullptr, 0, look_every_ms, nullptr);
        int still_running = 0;
        if (const auto worked = curl_multi_perform(multi_, &still_running); worked != CURLM_OK)
            throw std::runtime_error(curl_multi_strerror(worked));
        int left = 0;
        while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
            if (message->msg != CURLMSG_DONE) continue;
            const CURLcode code = message->data.result;
            const auto transfer = taken(message->easy_handle);
            transfer->end(code);
        }
    }

    void cut_all() {
        while (!running_.empty()) taken(running_.begin()->first)->fail("this server is stopping");
    }

private:
    std::unique_ptr<Transfer> taken(CURL* curl) {
        curl_multi_remove_handle(multi_, curl);
        auto node = running_.extract(curl);
        return std::move(node.mapped());
    }

    const ClientSettings& settings_;
    CURLM* multi_ = nullptr;
    std::map<CURL*, std::unique_ptr<Transfer>> running_;
};

Client::Client(ClientSettings settings) : settings_(std::move(settings)), multi_(std::make_unique<Multi>(settings_)) {
    thread_ = std::thread([this] { run(); });
}

Client::~Client() { stop(); }

void Client::post(Request request, Done done) {
    begin(std::make_unique<Transfer>(Transfer::Method::post, std::move(request), std::move(done)));
}

void Client::get(Request request, Done done) {
    begin(std::make_unique<Transfer>(Transfer::Method::get, std::move(request), std::move(done)));
}

void Client::begin(std::unique_ptr<Transfer> transfer) {
    {
        const std::lock_guard lock(mutex_);
        if (!ending_) newcomers_.push_back(std::move(transfer));
    }
    if (transfer) return transfer->fail("this server is stopping");
    multi_->wake();
}

void Client::stop() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    multi_->wake();
    if (thread_.joinable()) thread_.join();
}

void Client::take_newcomers() {
    std::vector<std::unique_ptr<Transfer>> newcomers;
    {
        const std::lock_guard lock(mutex_);
        newcomers.swap(newcomers_);
    }
    for (auto& each : newcomers) multi_->add(std::move(each));
}

void Client::run() {
    const auto is_ending = [this] {
        const std::lock_guard lock(mutex_);
        return ending_;
    };
    while (!is_ending()) {
        try {
            take_newcomers();
            multi_->wait_and_work();
        } catch (const std::exception& error) {
            observe::log_error("web", "requests to other servers stand still and are tried again", {{"error", error.what()}});
            std::this_thread::sleep_for(std::chrono::milliseconds{look_every_ms});
        }
    }
    take_newcomers();
    multi_->cut_all();
}

}  // namespace patente::web
