#include "platform/http/multipart.h"

#include <algorithm>
#include <optional>

#include "platform/http/field_value.h"
#include "platform/http/target.h"

namespace patente::http {
namespace {

constexpr std::size_t boundary_length_max = 70;
constexpr std::size_t name_length_max = 1024;

Failure malformed(std::string en, std::string es) {
    return fail(ErrorKind::malformed, "multipart-malformed", {std::move(en), std::move(es)});
}
Failure too_large(std::string en, std::string es) {
    return fail(ErrorKind::too_large, "multipart-too-large", {std::move(en), std::move(es)});
}

bool is_boundary_character(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || std::string_view("'()+_,-./:=? ").contains(c);
}

// A name that some senders prefix with their own folders.
std::string without_folders(std::string_view path) { return std::string(path.substr(path.find_last_of("/\\") + 1)); }

Result<> read_disposition(std::string_view value, PartHead& head) {
    const auto parsed = field_value_of(value);
    if (!parsed || !equals_ignoring_case(parsed->value, "form-data"))
        return malformed("A part's Content-Disposition must be form-data.",
                         "El Content-Disposition de una parte debe ser form-data.");
    const auto name = parsed->parameter("name");
    if (!name || name->size() > name_length_max || !is_utf8(*name))
        return malformed("A part needs a name in UTF-8.", "Una parte necesita un nombre en UTF-8.");
    head.name = *name;
    const auto file_name = parsed->parameter("filename");
    if (!file_name) return {};
    if (file_name->size() > name_length_max || !is_utf8(*file_name))
        return malformed("A file's name must be UTF-8 of at most 1024 bytes.",
                         "El nombre de un archivo debe ser UTF-8 de a lo sumo 1024 bytes.");
    head.is_file = true;
    head.file_name = without_folders(*file_name);
    return {};
}

// One "Name: value" line of a part's head.
Result<> read_head_line(std::string_view line, PartHead& head, bool& has_disposition) {
    const auto colon = line.find(':');
    const std::string_view name = line.substr(0, colon);
    if (colon == std::string_view::npos || !is_token(name) ||
        std::ranges::any_of(line, [](char c) { return c == '\r' || c == '\n' || c == '\0'; }))
        return malformed("A part has a malformed header line.", "Una parte tiene una línea de encabezado mal formada.");
    const std::string_view value = trimmed(line.substr(colon + 1));
    if (equals_ignoring_case(name, "content-disposition")) {
        if (has_disposition)
            return malformed("A part has two Content-Disposition lines.", "Una parte tiene dos líneas Content-Disposition.");
        has_disposition = true;
        return read_disposition(value, head);
    }
    if (equals_ignoring_case(name, "content-type")) head.content_type = value;
    if (equals_ignoring_case(name, "content-transfer-encoding") && !equals_ignoring_case(value, "binary") &&
        !equals_ignoring_case(value, "8bit") && !equals_ignoring_case(value, "7bit"))
        return malformed("Parts must be sent as they are: no Content-Transfer-Encoding.",
                         "Las partes van tal cual: sin Content-Transfer-Encoding.");
    return {};
}

Result<PartHead> part_head(std::string_view lines) {
    PartHead head{.content_type = "text/plain"};
    bool has_disposition = false;
    while (!lines.empty()) {
        const auto end = lines.find("\r\n");
        TRY(read_head_line(lines.substr(0, end), head, has_disposition));
        lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 2);
    }
    if (!has_disposition) return malformed("A part has no Content-Disposition.", "Una parte no tiene Content-Disposition.");
    return head;
}

}  // namespace

Result<std::string> boundary_of(std::string_view content_type) {
    const auto parsed = field_value_of(content_type);
    if (!parsed || !equals_ignoring_case(parsed->value, "multipart/form-data"))
        return fail(ErrorKind::unsupported, "content-type-unsupported",
                    {"This address takes multipart/form-data.", "Esta dirección recibe multipart/form-data."});
    const auto boundary = parsed->parameter("boundary");
    if (!boundary || boundary->empty() || boundary->size() > boundary_length_max || boundary->ends_with(' ') ||
        !std::ranges::all_of(*boundary, is_boundary_character))
        return malformed("Content-Type needs a boundary of 1 to 70 characters.",
                         "Content-Type necesita un boundary de 1 a 70 caracteres.");
    return *boundary;
}

MultipartParser::MultipartParser(std::string_view boundary, PartSink& sink, MultipartLimits limits)
    : delimiter_("\r\n--" + std::string(boundary)), sink_(sink), limits_(limits) {}

Result<> MultipartParser::feed(std::string_view bytes) {
    held_.erase(0, begin_);
    begin_ = 0;
    held_ += bytes;
    while (true) {
        if (!TRY(step())) return {};
    }
}

Result<> MultipartParser::finish() {
    if (state_ == State::epilogue) return {};
    return malformed("The body ends before its closing boundary.", "El cuerpo termina antes de su boundary de cierre.");
}

Result<bool> MultipartParser::step() {
    switch (state_) {
        case State::preamble: return skip_preamble();
        case State::after_boundary: return read_after_boundary();
        case State::head: return read_head();
        case State::data: return read_data();
        case State::epilogue: consume(held().size()); return false;
    }
    return false;
}

Result<bool> MultipartParser::skip_preamble() {
    const auto at = held().find(delimiter_);
    const bool found = at != std::string_view::npos;
    const std::size_t skipped = found ? at : held().size() - std::min(held().size(), delimiter_.size() - 1);
    preamble_ += skipped;
    if (preamble_ > limits_.preamble_bytes)
        return malformed("The body does not start with its boundary.", "El cuerpo no empieza con su boundary.");
    consume(found ? at + delimiter_.size() : skipped);
    if (found) state_ = State::after_boundary;
    return found;
}

// "--" closes the body; spaces and tabs may stand before the line's end.
Result<bool> MultipartParser::read_after_boundary() {
    const auto rest = held();
    if (rest.starts_with("--")) {
        consume(2);
        state_ = State::epilogue;
        return true;
    }
    const auto padding = std::min(rest.find_first_not_of(" \t"), rest.size());
    if (padding > limits_.head_bytes)
        return too_large("A boundary line is too long.", "Una línea de boundary es demasiado larga.");
    const auto after = rest.substr(padding);
    if (after.starts_with("\r\n")) {
        if (++parts_ > limits_.parts) return too_large("The body has too many parts.", "El cuerpo tiene demasiadas partes.");
        consume(padding);  // the CRLF stays: a head may be empty
        state_ = State::head;
        return true;
    }
    if (after.empty() || after == "\r" || rest == "-") return false;
    return malformed("A boundary must end its line.", "Un boundary debe terminar su línea.");
}

Result<bool> MultipartParser::read_head() {
    const auto end = held().find("\r\n\r\n");
    if (std::min(end, held().size()) > limits_.head_bytes)
        return too_large("A part's headers are too long.", "Los encabezados de una parte son demasiado largos.");
    if (end == std::string_view::npos) return false;
    PartHead head = TRY(part_head(end == 0 ? std::string_view{} : held().substr(2, end - 2)));
    consume(end + 4);
    state_ = State::data;
    TRY(sink_.begin(std::move(head)));
    return true;
}

Result<bool> MultipartParser::read_data() {
    const auto at = held().find(delimiter_);
    const bool found = at != std::string_view::npos;
    const std::size_t count = found ? at : held().size() - std::min(held().size(), delimiter_.size() - 1);
    if (count > 0) TRY(sink_.data(held().substr(0, count)));
    consume(count);
    if (!found) return false;
    consume(delimiter_.size());
    state_ = State::after_boundary;
    TRY(sink_.end());
    return true;
}

}  // namespace patente::http
