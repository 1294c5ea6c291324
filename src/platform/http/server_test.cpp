#include "platform/http/server.h"

#include <boost/json/parse.hpp>

#include "platform/http/test_server.h"

namespace patente::http {
namespace {

using namespace std::string_literals;

Route hello() {
    return row(Method::get, "/hello", [](const Request&) { return text_response("hello"); });
}
Route echo() {
    return row(Method::post, "/echo", [](const Request& request) { return text_response(request.body); });
}
std::string code_of_problem(const Received& received) {
    return std::string(boost::json::parse(received.body).at("code").as_string());
}

TEST_F(ServerTest, AnswersSeveralRequestsOnOneConnection) {
    start({hello(), echo()});
    auto client = this->client();
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(client.get("/hello").body, "hello");
        EXPECT_EQ(client.post("/echo", "text/plain", "body " + std::to_string(i)).body, "body " + std::to_string(i));
    }
    EXPECT_EQ(server_->figures().connections, 1u);
    EXPECT_EQ(server_->figures().requests, 6u);
}

TEST_F(ServerTest, AnswersPipelinedRequestsInOrder) {
    start({row(Method::get, "/n/{n}", [](const Request& request) { return text_response(request.path_parameters.at("n")); }),
           echo()});
    auto client = this->client();
    std::string all;
    for (int i = 0; i < 20; ++i) all += "GET /n/" + std::to_string(i) + " HTTP/1.1\r\nHost: test\r\n\r\n";
    all += "POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 4\r\n\r\nlast";
    client.send(all);
    for (int i = 0; i < 20; ++i) EXPECT_EQ(client.receive().body, std::to_string(i));
    EXPECT_EQ(client.receive().body, "last");
}

TEST_F(ServerTest, EndsTheConnectionWhenAsked) {
    start({hello()});
    auto client = this->client();
    EXPECT_EQ(client.get("/hello", "Connection: close\r\n").header("connection"), "close");
    EXPECT_TRUE(client.is_closed());
    auto old = this->client();
    old.send("GET /hello HTTP/1.0\r\n\r\n");
    EXPECT_EQ(old.receive().body, "hello");
    EXPECT_TRUE(old.is_closed());
}

TEST_F(ServerTest, ReadsAChunkedBodyInPieces) {
    start({echo(), hello()});
    auto client = this->client();
    client.send("POST /echo HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nWi");
    client.send("ki\r\n5;name=value\r\npedia\r\n0\r\nTrailer: x\r\n\r\n");
    EXPECT_EQ(client.receive().body, "Wikipedia");
    EXPECT_EQ(client.get("/hello").body, "hello");
}

TEST_F(ServerTest, AnswersHeadAndOptions) {
    start({hello(), echo()});
    auto client = this->client();
    client.send("HEAD /hello HTTP/1.1\r\nHost: test\r\n\r\n");
    const auto head = client.receive(true);
    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(head.header("content-length"), "5");
    client.send("OPTIONS /hello HTTP/1.1\r\nHost: test\r\n\r\n");
    const auto options = client.receive();
    EXPECT_EQ(options.status, 204);
    EXPECT_EQ(options.header("allow"), "OPTIONS, GET, HEAD");
    const auto refused = client.get("/echo");
    EXPECT_EQ(refused.status, 405);
    EXPECT_EQ(refused.header("allow"), "OPTIONS, POST");
    EXPECT_EQ(code_of_problem(refused), "method-not-allowed");
    EXPECT_EQ(client.get("/hello").body, "hello");
}

TEST_F(ServerTest, DescribesProblemsInTheLanguageOfTheCaller) {
    start({hello()});
    auto client = this->client();
    const auto spanish = client.get("/nothing");
    EXPECT_EQ(spanish.status, 404);
    EXPECT_EQ(spanish.header("content-type"), "application/problem+json");
    EXPECT_EQ(spanish.header("content-language"), "es");
    const auto english = client.get("/nothing", "Accept-Language: en-GB\r\nX-Correlation-Id: abc-1\r\n");
    const auto document = boost::json::parse(english.body);
    EXPECT_EQ(document.at("detail").as_string(), "There is nothing at this address.");
    EXPECT_EQ(document.at("type").as_string(), "/problems/not-found");
    EXPECT_EQ(document.at("status").as_int64(), 404);
    EXPECT_EQ(document.at("correlation_id").as_string(), "abc-1");
    EXPECT_EQ(english.header("x-correlation-id"), "abc-1");
    EXPECT_EQ(client.get("/hello", "X-Correlation-Id: has spaces\r\n").header("x-correlation-id").size(), 36u);
}

TEST_F(ServerTest, ChecksTheKeyAndItsPermission) {
    start(
        {row(Method::get, "/things", [](const Request& request) { return text_response(request.caller.name); }, "things.read")});
    auto client = this->client();
    const auto without = client.get("/things");
    EXPECT_EQ(without.status, 401);
    EXPECT_EQ(without.header("www-authenticate"), "Bearer");
    EXPECT_EQ(client.get("/things", "Authorization: Bearer pat_wrong\r\n").status, 401);
    EXPECT_EQ(client.get("/things", "Authorization: Basic cGF0\r\n").status, 401);
    EXPECT_EQ(client.get("/things", "Authorization: Bearer pat_reader\r\n").body, "reader");
    EXPECT_EQ(client.get("/things", "authorization: token pat_admin\r\n").body, "admin");
}

TEST_F(ServerTest, AnswersWhatIsOpenToAllWhenKeysCannotBeLookedUp) {
    start({row(Method::get, "/alive", [](const Request&) { return text_response("yes"); }),
           row(Method::get, "/things", [](const Request&) { return text_response("all"); }, "things.read")});
    auto client = this->client();
    EXPECT_EQ(client.get("/alive", "Authorization: Bearer pat_unreachable\r\n").body, "yes");
    const auto refused = client.get("/things", "Authorization: Bearer pat_unreachable\r\n");
    EXPECT_EQ(refused.status, 503);
    EXPECT_EQ(refused.header("retry-after"), "5");
}

TEST_F(ServerTest, NamesTheMissingPermission) {
    start({row(Method::post, "/things", [](const Request&) { return text_response("made"); }, "things.create")});
    const auto refused =
        client().post("/things", "text/plain", "x", "Authorization: Bearer pat_reader\r\nAccept-Language: en\r\n");
    EXPECT_EQ(refused.status, 403);
    EXPECT_NE(refused.body.find("things.create"), std::string::npos);
}

TEST_F(ServerTest, TellsNothingOfWhatWasThrown) {
    start({row(Method::get, "/boom", [](const Request&) -> Answer { throw std::runtime_error("secret detail"); }), hello()});
    auto client = this->client();
    const auto failed = client.get("/boom", "X-Correlation-Id: c7\r\n");
    EXPECT_EQ(failed.status, 500);
    EXPECT_EQ(failed.body.find("secret"), std::string::npos);
    EXPECT_EQ(client.get("/hello").body, "hello");
    EXPECT_EQ(finished().front().failure, "secret detail");
    EXPECT_EQ(finished().front().correlation_id, "c7");
}

TEST_F(ServerTest, RefusesMalformedRequests) {
    start({hello(), echo()});
    const std::vector<std::string> malformed{
        "GET\r\n\r\n",
        "GET /hello\r\n\r\n",
        "GET /hello HTTP/1.1 extra\r\nHost: test\r\n\r\n",
        "GET /hello HTTP/9.9\r\nHost: test\r\n\r\n",
        "G@T /hello HTTP/1.1\r\nHost: test\r\n\r\n",
        "GET /hello HTTP/1.1\r\nHost: test\r\nno colon here\r\n\r\n",
        "GET /hello HTTP/1.1\r\nHost: test\r\nBad Name: x\r\n\r\n",
        "GET /hello HTTP/1.1\r\n\r\n",
        "GET /hello HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET /hello HTTP/1.1\r\nHost: a/b\r\n\r\n",
        "GET /%zz HTTP/1.1\r\nHost: test\r\n\r\n",
        "GET /hello?a=%f HTTP/1.1\r\nHost: test\r\n\r\n",
        "GET /../etc/passwd HTTP/1.1\r\nHost: test\r\n\r\n",
        "GET hello HTTP/1.1\r\nHost: test\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: x\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: -1\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcde",
        "POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: gzip\r\n\r\nabc",
        "POST /echo HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "POST /echo HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcX\r\n0\r\n\r\n",
        std::string("GET /hel\0lo HTTP/1.1\r\nHost: test\r\n\r\n", 36),
        std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11) + "\r\n\r\n",
    };
    for (const auto& bytes : malformed) {
        auto client = this->client();
        client.send(bytes);
        const auto received = client.receive();
        EXPECT_EQ(received.status, 400) << bytes;
        EXPECT_EQ(received.header("connection"), "close") << bytes;
        EXPECT_TRUE(client.is_closed()) << bytes;
    }
    EXPECT_EQ(client().get("/hello").body, "hello");
}

TEST_F(ServerTest, IgnoresAnEmptyLineBeforeARequest) {
    start({hello()});
    auto client = this->client();
    client.send("\r\nGET /hello HTTP/1.1\r\nHost: test\r\n\r\n");
    EXPECT_EQ(client.receive().body, "hello");
}

TEST_F(ServerTest, RefusesHeadersThatAreTooLarge) {
    start({hello()});
    auto one_long = client();
    one_long.send("GET /hello HTTP/1.1\r\nHost: test\r\nX-Long: " + std::string(20'000, 'a') + "\r\n\r\n");
    EXPECT_EQ(one_long.receive().status, 431);
    auto endless = client();
    endless.send("GET /hello HTTP/1.1\r\nHost: test\r\nX-Long: " + std::string(40'000, 'a'));
    EXPECT_EQ(endless.receive().status, 431);
    EXPECT_EQ(client().get("/hello", "X-Fits: " + std::string(12'000, 'a') + "\r\n").status, 200);
}

TEST_F(ServerTest, RefusesABodyThatIsTooLargeWithoutReadingIt) {
    auto small = echo();
    small.body_limit = 1000;
    start({small});
    auto announced = client();
    announced.send("POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 5000000000\r\n\r\nabc");
    const auto refused = announced.receive();
    EXPECT_EQ(refused.status, 413);
    EXPECT_EQ(code_of_problem(refused), "body-too-large");
    auto chunked = client();
    chunked.send("POST /echo HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n");
    const std::string chunk = "190\r\n" + std::string(400, 'x') + "\r\n";
    for (int i = 0; i < 4; ++i) chunked.send(chunk);
    EXPECT_EQ(chunked.receive().status, 413);
    EXPECT_EQ(client().post("/echo", "text/plain", std::string(1000, 'y')).body.size(), 1000u);
}

TEST_F(ServerTest, BoundsAllBodiesTogether) {
    settings_.limits.bodies_in_memory = 100'000;
    Barrier barrier;
    start({row(Method::post, "/hold",
               [&](const Request& request) {
                   barrier.pass();
                   return text_response(request.body);
               }),
           echo()});
    auto holder = client();
    holder.send("POST /hold HTTP/1.1\r\nHost: test\r\nContent-Length: 60000\r\n\r\n" + std::string(60'000, 'x'));
    barrier.wait_for(1);
    const auto refused = client().post("/echo", "text/plain", std::string(50'000, 'y'));
    EXPECT_EQ(refused.status, 503);
    EXPECT_EQ(code_of_problem(refused), "bodies-full");
    EXPECT_NE(refused.header("retry-after"), "");
    auto other = client();
    EXPECT_EQ(other.post("/echo", "text/plain", std::string(40'000, 'y')).status, 200);
    barrier.open();
    EXPECT_EQ(holder.receive().body.size(), 60'000u);
    for (auto* each : {&holder, &other}) EXPECT_EQ(each->get("/nothing").status, 404);  // by now the requests above are over
    EXPECT_EQ(client().post("/echo", "text/plain", std::string(99'000, 'y')).status, 200);
}

TEST_F(ServerTest, RefusesABodyItCannotRead) {
    auto json = row(Method::post, "/json", [](const Request& request) { return text_response(request.body); });
    json.takes = [](json::Components&) { return json::Object{}; };
    start({json});
    auto client = this->client();
    EXPECT_EQ(client.post("/json", "application/json; charset=utf-8", "{}").body, "{}");
    EXPECT_EQ(client.post("/json", "application/x-www-form-urlencoded", "a=b").status, 415);
    EXPECT_EQ(this->client().post("/json", "application/json", "{}", "Content-Encoding: gzip\r\n").status, 415);
}

TEST_F(ServerTest, SlowClientsHarmNobody) {
    settings_.limits.header_time = std::chrono::seconds{3};  // of those who are quick, too, however slow the machine
    settings_.limits.body_grace = std::chrono::seconds{3};
    start({hello(), echo()});
    std::vector<std::unique_ptr<TestClient>> slow;
    for (int i = 0; i < 200; ++i) {
        slow.push_back(std::make_unique<TestClient>(server_->port()));
        slow.back()->send(i % 2 ? "GET /hello HTTP/1.1\r\nHost: te"
                                : "POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 10\r\n\r\nab");
    }
    EXPECT_EQ(client().get("/hello").body, "hello");
    for (auto& each : slow) EXPECT_EQ(each->receive().status, 408);
    EXPECT_EQ(client().get("/hello").body, "hello");
}

TEST_F(ServerTest, EndsAnIdleConnection) {
    settings_.limits.idle_time = std::chrono::milliseconds{100};
    start({hello()});
    auto client = this->client();
    EXPECT_EQ(client.get("/hello").status, 200);
    EXPECT_TRUE(client.is_closed());
}

TEST_F(ServerTest, CutsAReaderWhoTakesNothing) {
    settings_.limits.write_time = std::chrono::milliseconds{300};
    start({row(Method::get, "/huge", [](const Request&) { return text_response(std::string(64 << 20, 'x')); }), hello()});
    TestClient stuck(server_->port());
    stuck.send("GET /huge HTTP/1.1\r\nHost: test\r\n\r\n");
    EXPECT_EQ(client().get("/hello").body, "hello");
    while (server_->figures().connections > 0) std::this_thread::yield();
    EXPECT_EQ(server_->figures().connections, 0u);
}

TEST_F(ServerTest, RefusesConnectionsBeyondItsLimit) {
    settings_.limits.connections = 2;
    start({hello()});
    auto first = client();
    auto second = client();
    EXPECT_EQ(first.get("/hello").status, 200);
    EXPECT_EQ(second.get("/hello").status, 200);
    auto third = client();
    const auto refused = third.receive();
    EXPECT_EQ(refused.status, 503);
    EXPECT_EQ(refused.header("retry-after"), "1");
    EXPECT_EQ(first.get("/hello").status, 200);
}

TEST_F(ServerTest, RefusesWhenEveryHandlerIsBusy) {
    settings_.limits.handlers = 2;
    settings_.limits.handlers_waiting = 1;
    Barrier barrier;
    start({row(Method::get, "/slow", [&](const Request&) {
        barrier.pass();
        return text_response("done");
    })});
    std::vector<std::unique_ptr<TestClient>> clients;
    for (int i = 0; i < 3; ++i) {
        clients.push_back(std::make_unique<TestClient>(server_->port()));
        clients.back()->send("GET /slow HTTP/1.1\r\nHost: test\r\n\r\n");
    }
    barrier.wait_for(2);
    while (server_->figures().handlers_waiting < 1) std::this_thread::yield();
    auto late = client();
    const auto refused = late.get("/slow", "Accept-Language: en\r\n");
    EXPECT_EQ(refused.status, 503);
    EXPECT_EQ(code_of_problem(refused), "server-busy");
    EXPECT_EQ(refused.header("retry-after"), "1");
    barrier.open();
    for (auto& each : clients) EXPECT_EQ(each->receive().body, "done");
    EXPECT_EQ(late.get("/slow").body, "done");
    EXPECT_EQ(server_->figures().refused_busy, 1u);
}

TEST_F(ServerTest, DrainsWhatRunsAndClosesWhatIsIdle) {
    Barrier barrier;
    start({row(Method::get, "/slow",
               [&](const Request&) {
                   barrier.pass();
                   return text_response("done");
               }),
           hello()});
    auto idle = client();
    EXPECT_EQ(idle.get("/hello").status, 200);
    auto running = client();
    running.send("GET /slow HTTP/1.1\r\nHost: test\r\n\r\n");
    barrier.wait_for(1);
    bool drained = false;
    std::thread drain([&] { drained = server_->drain(std::chrono::minutes{1}); });
    EXPECT_TRUE(idle.is_closed());
    EXPECT_THROW(while (true) client(), std::system_error);
    barrier.open();
    const auto answer = running.receive();
    drain.join();
    EXPECT_EQ(answer.body, "done");
    EXPECT_EQ(answer.header("connection"), "close");
    EXPECT_TRUE(drained);
}

TEST_F(ServerTest, CutsWhatDoesNotEndInTime) {
    start({hello()});
    auto half = client();
    half.send("GET /hello HTTP/1.1\r\nHos");
    while (server_->figures().connections < 1) std::this_thread::yield();
    auto answered = client();  // so that the bytes before are read, too
    EXPECT_EQ(answered.get("/hello").status, 200);
    server_->drain(std::chrono::milliseconds{50});
    EXPECT_TRUE(half.is_closed());
}

TEST_F(ServerTest, AsksForTheBodyOnlyWhenItWillBeTaken) {
    auto guarded =
        row(Method::post, "/things", [](const Request& request) { return text_response(request.body); }, "things.create");
    start({guarded});
    auto allowed = client();
    allowed.send(
        "POST /things HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer pat_admin\r\nExpect: 100-continue\r\nContent-Length: 100000\r\n\r\n");
    EXPECT_EQ(allowed.receive_head().status, 100);
    allowed.send(std::string(100'000, 'x'));
    EXPECT_EQ(allowed.receive().body.size(), 100'000u);
    auto refused = client();
    refused.send("POST /things HTTP/1.1\r\nHost: test\r\nExpect: 100-continue\r\nContent-Length: 100000\r\n\r\n");
    EXPECT_EQ(refused.receive().status, 401);
    EXPECT_TRUE(refused.is_closed());
}

TEST_F(ServerTest, GivesEveryRequestWhatItsHandlerNeeds) {
    std::optional<Request> seen;
    start({row(Method::get, "/stays/{stay}/lines", [&](const Request& request) {
        seen = request;
        return text_response("");
    })});
    client().get("/stays/a%2Fb/lines?plate=AB%20C&plate=x+y&empty", "X-Thing: One\r\nAccept-Language: en\r\n");
    ASSERT_TRUE(seen);
    EXPECT_EQ(seen->path_parameters.at("stay"), "a/b");
    EXPECT_EQ(seen->query_value("plate"), "AB C");
    EXPECT_EQ(seen->query.at(1).second, "x y");
    EXPECT_EQ(seen->query_value("empty"), "");
    EXPECT_EQ(seen->query_value("absent"), std::nullopt);
    EXPECT_EQ(seen->header("x-thing"), "One");
    EXPECT_EQ(seen->origin, "http://test");
    EXPECT_EQ(seen->received, clock_.now());
    EXPECT_EQ(seen->language, Language::en);
}

TEST_F(ServerTest, ReportsEveryAnswer) {
    start({hello(), echo()});
    auto client = this->client();
    client.post("/echo", "text/plain", "four");
    client.get("/nothing");
    client.get("/hello");
    const auto reports = finished();  // written before the third answer could be asked for, but for the last
    ASSERT_GE(reports.size(), 2u);
    EXPECT_EQ(reports[0].method, "POST");
    EXPECT_EQ(reports[0].route, "/echo");
    EXPECT_EQ(reports[0].bytes_in, 4u);
    EXPECT_EQ(reports[0].bytes_out, 4u);
    EXPECT_EQ(reports[1].status, 404);
    EXPECT_EQ(reports[1].route, "");
}

TEST_F(ServerTest, SaysWhereAnAddressIsTaken) {
    start({hello()});
    auto settings = settings_;
    settings.port = server_->port();
    EXPECT_THROW(
        Server(settings, {hello()}, [](const auth::Credentials& shown) { return caller_of(shown); }, clock_), std::system_error);
}

}  // namespace
}  // namespace patente::http
