// A route is a row of data: what it answers to, who may call it, what it says of itself, and the
// function that answers. The server, the OpenAPI document and the permission list all read this row.
// Handlers are plain synchronous functions on a bounded pool; they may block.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "base/text.h"
#include "platform/auth/caller.h"

namespace patente::storage {
class Session;
}

namespace patente::http {

struct Response;

// Keeps the answer to a request that carries an Idempotency-Key.
class AnswerKeeper {
public:
    virtual ~AnswerKeeper() = default;
    virtual void keep(storage::Session& session, const Response& response) = 0;
};

enum class Method { get, post, put, patch, del };
std::string_view name_of(Method method);  // "GET"

// One part of a multipart/form-data body. Files are streamed to disk as they arrive and are deleted
// with the request unless the handler moves them away.
struct Part {
    std::string name;
    std::string file_name;  // empty: a plain field, whose text is in `value`
    std::string content_type;
    std::string value;           // of a plain field
    std::filesystem::path file;  // of a file
    std::uint64_t size = 0;      // bytes
    std::string sha256;          // of a file, 64 lower-case hex digits, taken while it streamed
};

struct Request {
    Method method = Method::get;
    std::string path;                                          // decoded, without the query
    std::map<std::string, std::string> path_parameters;        // {"stay", "0190…"}
    std::vector<std::pair<std::string, std::string>> query;    // decoded, in order
    std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
    std::string body;                                          // when it is not multipart
    std::vector<Part> parts;
    auth::Caller caller;
    Language language = Language::es;
    Instant received;                      // «now», for everything this request decides
    std::string correlation_id;            // X-Correlation-Id of the caller, or made here; echoed and logged
    std::string remote_address;            // of the peer
    std::string origin;                    // "https://host:port" as the caller sees us; for links and QR codes
    std::shared_ptr<AnswerKeeper> keeper;  // set when there is an Idempotency-Key; see keep_answer

    std::optional<std::string> query_value(std::string_view name) const;  // the first of that name
    std::string_view header(std::string_view lower_case_name) const;      // "" when absent
    const Part* part(std::string_view name) const;                        // the first of that name

    // Stores this answer for the request's Idempotency-Key in the transaction of its effect, so that a crash between
    // the two cannot make a retry do it again; does nothing without a key. Every handler of a POST that changes something
    // calls it. Where the answer is known only later, keep one that says where to look: what is answered at last takes
    // its place, in a transaction of its own.
    void keep_answer(storage::Session& session, const Response& response) const;
};

// A live connection of Server-Sent Events, or of WebSocket. Safe from any thread.
class EventStream {
public:
    virtual ~EventStream() = default;
    // False when the reader is gone or too slow (it is cut off and may resume after its last event). `data` is JSON where
    // the row speaks WebSocket.
    virtual bool send(std::string_view id, std::string_view event, std::string_view data) = 0;
    virtual bool has_room() const = 0;  // false: half of what may wait for the reader does
    virtual bool is_over() const = 0;   // nothing more is sent
    // Called by threads of the server, so they must be quick: when what waited is being written, and when all is over.
    virtual void on_room(std::function<void()> room) = 0;
    virtual void on_close(std::function<void()> closed) = 0;
};

struct Response {
    int status = 200;
    std::string content_type = "application/json";
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;
    std::filesystem::path file;  // when set, the body is this file (ranges and conditional requests are answered)
    std::function<void(std::shared_ptr<EventStream>)> events;  // when set, the answer is an event stream
    // When set, the body is what it gives, piece by piece, until it gives "". Called by one thread at a time; may block.
    std::function<std::string()> pieces;

    // For the record of who saw what.
    std::string about;                   // what it shows or changed, where the path does not say: a ticket's number
    std::optional<std::size_t> shown;    // how many things
    std::vector<std::string> shown_ids;  // which, while they are few
};

template <typename T>
Response json_response(const T& value, int status = 200) {
    constexpr std::size_t few = 10;
    Response response;
    response.status = status;
    response.body = json::text_of(value);
    if constexpr (requires { value.items.size(); }) response.shown = value.items.size();
    if constexpr (requires { value.items.front().id.text(); })
        if (value.items.size() <= few)
            for (const auto& each : value.items) response.shown_ids.push_back(each.id.text());
    return response;
}

using Answer = Result<Response>;  // an Error becomes a problem document with the right status

// What a route takes and gives, for OpenAPI; made by body_of<T>() and so on.
using SchemaMaker = std::function<json::Object(json::Components&)>;

template <typename T>
SchemaMaker schema_of() {
    return [](json::Components& components) { return json::schema_of<T>(components); };
}

struct QueryParameter {
    std::string name;
    std::string help;
    json::Object schema = {{"type", "string"}};
    bool required = false;
};

struct Route {
    Method method;
    std::string path;        // "/v1/stays/{stay}/payments"
    std::string permission;  // "" = everybody
    std::string summary;     // English, one sentence
    std::function<Answer(const Request&)> answer;

    // Documentation and limits; all optional.
    SchemaMaker takes = {};  // JSON body
    SchemaMaker gives = {};  // JSON answer; of an event stream the data of each event
    std::string gives_type = "application/json";
    int success = 200;
    std::vector<QueryParameter> query = {};
    std::vector<QueryParameter> form = {};  // multipart fields; files have {"type":"string","format":"binary"}
    std::uint64_t body_limit = 1 << 20;     // bytes; 413 beyond it
    std::uint64_t field_limit = 64 * 1024;  // bytes of a multipart field that is no file
    std::string description = {};
    bool hidden = false;                                           // pages and assets: served, not in the OpenAPI document
    bool idempotent = true;                                        // false: a POST that ignores Idempotency-Key (reads, log-ins)
    bool versioned = false;                                        // what it shows or edits has an ETag: see entity_tag.h
    std::function<Response(const Error&, Language)> refusal = {};  // in another's shape; else errors are problem documents
    std::string personal = {};  // whose personal data its answer shows, such as "sightings": each is recorded
    bool web_socket = false;    // its events may be followed over WebSocket, too
};

}  // namespace patente::http
