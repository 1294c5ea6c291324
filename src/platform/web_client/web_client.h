// Asks servers of others: any number at once on one thread, bounded in time, to public addresses only unless allowed.
//
//     client.post({.url = url, .headers = {"webhook-id: …"}, .body = body}, [](const web::Outcome& outcome) { … });
#pragma once

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace patente::web {

struct ClientSettings {
    bool local_allowed = false;  // also addresses that are not public, and plain http
    std::string user_agent = "Patente";
    std::filesystem::path certificates;  // PEM of those to trust; "" = those that the system trusts
    int connections_max = 256;           // at once; more wait
    std::chrono::milliseconds connect_time{5'000};
};

struct Request {
    std::string url;
    std::vector<std::string> headers;        // "name: value"
    std::string body;                        // of a post
    std::chrono::milliseconds time{10'000};  // for all of it
    std::size_t kept = 1024;                 // first bytes of the answer's body
};

struct Outcome {
    int status = 0;                       // of HTTP; 0: there was no answer, and `fault` says why
    std::string fault;                    // English, for whoever runs the receiver
    std::string body;                     // its first bytes
    bool is_whole = false;                // and there were no more
    std::chrono::seconds retry_after{0};  // what the answer asks for

    bool is_success() const { return status >= 200 && status < 300; }
};

// Safe from any thread.
class Client {
public:
    using Done = std::function<void(const Outcome&)>;

    explicit Client(ClientSettings settings);
    ~Client();  // what runs is cut off, and told so

    // `done` is called once, on the client's thread or, after stop(), at once; it must be quick and may post.
    void post(Request request, Done done);
    void get(Request request, Done done);
    void stop();

private:
    class Transfer;
    class Multi;
    void begin(std::unique_ptr<Transfer> transfer);
    void run();
    void take_newcomers();

    const ClientSettings settings_;
    std::mutex mutex_;
    bool ending_ = false;
    std::vector<std::unique_ptr<Transfer>> newcomers_;
    std::unique_ptr<Multi> multi_;
    std::thread thread_;
};

}  // namespace patente::web
