// Two servers on free loopback ports, for bench/http_requests.py: ours with one trivial route, and the floor, which is the
// bare Beast loop that reads a request and writes an answer on as many threads. Prints their ports and waits for the
// end of its input.
#include "platform/http/server.h"
#include "platform/net/engine.h"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <cstdio>
#include <filesystem>
#include <thread>

namespace {

using namespace patente;
namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;

constexpr int threads = 2;

asio::awaitable<void> answer_all(tcp::socket socket) {
    beast::flat_buffer buffer;
    boost::system::error_code problem;
    while (true) {
        beast::http::request<beast::http::string_body> request;
        co_await beast::http::async_read(socket, buffer, request, asio::redirect_error(asio::use_awaitable, problem));
        if (problem) co_return;
        beast::http::response<beast::http::string_body> response(beast::http::status::ok, request.version());
        response.set(beast::http::field::content_type, "text/plain");
        response.body() = "hello";
        response.keep_alive(request.keep_alive());
        response.prepare_payload();
        co_await beast::http::async_write(socket, response, asio::redirect_error(asio::use_awaitable, problem));
        if (problem || !response.keep_alive()) co_return;
    }
}

asio::awaitable<void> accept_all(tcp::acceptor& acceptor, std::vector<std::unique_ptr<asio::io_context>>& loops) {
    for (std::size_t next = 0;; ++next) {
        auto& loop = *loops[next % loops.size()];
        auto socket = co_await acceptor.async_accept(loop, asio::use_awaitable);
        socket.set_option(tcp::no_delay(true));
        asio::co_spawn(loop, answer_all(std::move(socket)), asio::detached);
    }
}

}  // namespace

int main() {
    std::vector<std::unique_ptr<asio::io_context>> loops;
    for (int i = 0; i < threads; ++i) loops.push_back(std::make_unique<asio::io_context>(1));
    tcp::acceptor acceptor(*loops[0], tcp::endpoint(asio::ip::address_v4::loopback(), 0));
    asio::co_spawn(*loops[0], accept_all(acceptor, loops), asio::detached);
    std::vector<std::jthread> running;
    for (auto& loop : loops)
        running.emplace_back([&loop = *loop] {
            const auto stays = asio::make_work_guard(loop);
            loop.run();
        });

    http::Route hello{http::Method::get, "/hello", "", "Says hello", [](const http::Request&) -> http::Answer {
                          http::Response response;
                          response.content_type = "text/plain";
                          response.body = "hello";
                          return response;
                      }};
    const SystemClock clock;
    http::ServerSettings settings;
    settings.port = 0;
    settings.threads = threads;
    settings.incoming = std::filesystem::temp_directory_path() / "patente_bench_http";
    http::Server server(settings, {hello}, [](const auth::Credentials&) { return Result<auth::Caller>{auth::Caller{}}; }, clock);
    std::printf("%d %d\n", server.port(), acceptor.local_endpoint().port());
    std::fflush(stdout);
    while (std::getchar() != EOF) {}
    for (auto& loop : loops) loop->stop();
}
