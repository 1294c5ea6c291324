// Errors as RFC 9457 problem documents, in the caller's language.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "platform/http/route.h"

namespace patente::http {

int status_of(ErrorKind kind);

// {type, title, status, detail, code, correlation_id, errors} as application/problem+json, with Content-Language, and
// Retry-After or WWW-Authenticate where they belong.
Response problem_response(const Error& error, Language language, std::string_view correlation_id);

// The same for what the server itself finds, with statuses that no ErrorKind has (408, 431, 500, …).
Response server_problem(int status, std::string slug, Text detail, Language language, std::string_view correlation_id);

// 500 for what was thrown: nothing of it is told.
Response crash_problem(Language language, std::string_view correlation_id);

// What a slug means, from docs/problems.toml; nullptr when it is not listed there.
const Text* meaning_of_problem(std::string_view slug);

// GET /problems/{slug}: a page that says what a problem means. Open to all, not in the OpenAPI document.
Route problem_page();

std::string html_escaped(std::string_view text);

}  // namespace patente::http
