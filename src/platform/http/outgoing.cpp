#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "platform/http/exchange.h"
#include "platform/http/field_value.h"
#include "platform/http/negotiation.h"
#include "platform/http/problem.h"

namespace patente::http {
namespace {

constexpr std::string_view page_policy =
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

std::string_view reason_of(int status) {
    switch (status) {
        case 200: return "OK";
        case 201: return "Created";
        case 202: return "Accepted";
        case 204: return "No Content";
        case 206: return "Partial Content";
        case 301: return "Moved Permanently";
        case 302: return "Found";
        case 303: return "See Other";
        case 304: return "Not Modified";
        case 307: return "Temporary Redirect";
        case 308: return "Permanent Redirect";
        case 400: return "Bad Request";
        case 401: return "Unauthorized";
        case 403: return "Forbidden";
        case 404: return "Not Found";
        case 405: return "Method Not Allowed";
        case 408: return "Request Timeout";
        case 409: return "Conflict";
        case 410: return "Gone";
        case 412: return "Precondition Failed";
        case 413: return "Content Too Large";
        case 415: return "Unsupported Media Type";
        case 416: return "Range Not Satisfiable";
        case 422: return "Unprocessable Content";
        case 428: return "Precondition Required";
        case 429: return "Too Many Requests";
        case 431: return "Request Header Fields Too Large";
        case 500: return "Internal Server Error";
        case 503: return "Service Unavailable";
        default: return "";
    }
}

std::string* field(Response& response, std::string_view name) {
    const auto found =
        std::ranges::find_if(response.headers, [&](const auto& each) { return equals_ignoring_case(each.first, name); });
    return found == response.headers.end() ? nullptr : &found->second;
}

void add_unless_there(Response& response, std::string_view name, std::string_view value) {
    if (!field(response, name)) response.headers.emplace_back(name, value);
}

// Evidence is named by its SHA-256, which never changes for its bytes; other files by when and how large they are.
std::string tag_of(const std::filesystem::path& file, const struct stat& about) {
    const std::string name = file.stem();
    constexpr std::size_t sha256_digits = 64;
    if (name.size() == sha256_digits && name.find_first_not_of("0123456789abcdef") == std::string::npos) return '"' + name + '"';
    return fmt::format("\"{:x}-{:x}-{:x}\"", about.st_size, about.st_mtim.tv_sec, about.st_mtim.tv_nsec);
}

bool is_not_modified(const Exchange& exchange, Response& response) {
    const std::string* tag = field(response, "ETag");
    return exchange.request.method == Method::get && response.status == 200 && tag &&
           names_tag(exchange.request.header("if-none-match"), *tag);
}

void drop_body(Outgoing& outgoing, Response& response, int status) {
    response.status = status;
    response.body.clear();
    outgoing.file = {};
    outgoing.file_length = 0;
}

void cut_range(const Exchange& exchange, Outgoing& outgoing, Response& response) {
    const std::uint64_t size = outgoing.file_length;
    response.headers.emplace_back("Accept-Ranges", "bytes");
    const std::string_view if_range = exchange.request.header("if-range");
    if (exchange.request.method != Method::get || response.status != 200 ||
        (!if_range.empty() && if_range != *field(response, "ETag")))
        return;
    const auto [asked, range] = range_asked(exchange.request.header("range"), size);
    if (asked == RangeAsked::whole) return;
    if (asked == RangeAsked::unsatisfiable) {
        drop_body(outgoing, response, 416);
        response = problem_response({ErrorKind::range_unsatisfiable,
                                     "range-unsatisfiable",
                                     {fmt::format("There are {} bytes.", size), fmt::format("Hay {} bytes.", size)}},
                                    exchange.request.language, exchange.request.correlation_id);
        response.headers.emplace_back("Content-Range", fmt::format("bytes */{}", size));
        return;
    }
    response.status = 206;
    response.headers.emplace_back("Content-Range",
                                  fmt::format("bytes {}-{}/{}", range.first, range.first + range.length - 1, size));
    outgoing.file_offset = range.first;
    outgoing.file_length = range.length;
}

void open_file(Outgoing& outgoing, Response& response) {
    outgoing.file = net::Descriptor::open(response.file, O_RDONLY);
    struct stat about{};
    if (::fstat(outgoing.file.number(), &about) != 0) throw std::system_error(errno, std::generic_category(), response.file);
    outgoing.file_length = static_cast<std::uint64_t>(about.st_size);
    add_unless_there(response, "ETag", tag_of(response.file, about));
    add_unless_there(response, "Last-Modified", http_date(Instant{std::chrono::seconds{about.st_mtim.tv_sec}}));
    add_unless_there(response, "Cache-Control", "private, no-cache");
}

void compress(const Exchange& exchange, Response& response) {
    if (!is_worth_compressing(response.content_type, response.body.size()) || field(response, "Content-Encoding")) return;
    response.headers.emplace_back("Vary", "Accept-Encoding");
    if (!accepts(exchange.request.header("accept-encoding"), "gzip")) return;
    response.body = gzip(response.body);
    response.headers.emplace_back("Content-Encoding", "gzip");
    // The bytes are others, so the tag is weak: it names the content, not its form.
    if (std::string* tag = field(response, "ETag"); tag && !tag->starts_with("W/")) tag->insert(0, "W/");
}

void add_common_fields(const Exchange& exchange, Response& response, Instant now) {
    response.headers.emplace_back("Date", http_date(now));
    response.headers.emplace_back("X-Correlation-Id", exchange.request.correlation_id);
    add_unless_there(response, "X-Content-Type-Options", "nosniff");
    add_unless_there(response, "Referrer-Policy", "no-referrer");
    add_unless_there(response, "Cache-Control", "no-store");
    if (response.content_type.starts_with("text/html")) add_unless_there(response, "Content-Security-Policy", page_policy);
}

// A field value with a line break in it would be a second field of the attacker's choice.
std::string one_line(std::string_view value) {
    std::string line(value);
    std::ranges::replace_if(line, [](char c) { return c == '\r' || c == '\n' || c == '\0'; }, ' ');
    return line;
}

std::string head_of(const Exchange& exchange, const Response& response, std::uint64_t length, bool is_stream) {
    std::string head = fmt::format("HTTP/1.1 {} {}\r\n", response.status, reason_of(response.status));
    const bool has_length = response.status != 204 && response.status != 304 && !is_stream;
    if (has_length) fmt::format_to(std::back_inserter(head), "Content-Length: {}\r\n", length);
    if (is_stream && exchange.chunks_allowed) head += "Transfer-Encoding: chunked\r\n";
    if (!response.content_type.empty() && response.status != 304)
        head += "Content-Type: " + one_line(response.content_type) + "\r\n";
    head +=
        exchange.keep_alive && (!is_stream || exchange.chunks_allowed) ? "Connection: keep-alive\r\n" : "Connection: close\r\n";
    for (const auto& [name, value] : response.headers)
        if (is_token(name)) head.append(name).append(": ").append(one_line(value)).append("\r\n");
    return head += "\r\n";
}

}  // namespace

Outgoing outgoing_of(const Exchange& exchange, Response response, Instant now) {
    Outgoing outgoing;
    if (!response.file.empty()) open_file(outgoing, response);
    if (is_not_modified(exchange, response))
        drop_body(outgoing, response, 304);
    else if (outgoing.file.is_open())
        cut_range(exchange, outgoing, response);
    else if (!response.events && !response.pieces)
        compress(exchange, response);
    if (response.events) response.content_type = "text/event-stream";
    add_common_fields(exchange, response, now);
    const auto length = outgoing.file.is_open() ? outgoing.file_length : response.body.size();
    outgoing.status = response.status;
    outgoing.head = head_of(exchange, response, length, response.events || response.pieces);
    if (exchange.is_head) {
        outgoing.file = {};
        return outgoing;
    }
    outgoing.body = std::move(response.body);
    outgoing.events = std::move(response.events);
    outgoing.pieces = std::move(response.pieces);
    return outgoing;
}

}  // namespace patente::http
