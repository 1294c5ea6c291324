// Result<T>: a value, or the reason there is none. For outcomes a caller is expected to meet
// (not found, refused, malformed); a broken disk or a lost database throws instead.
#pragma once

#include <expected>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"

namespace patente {

// What went wrong, as the caller must treat it. platform/http turns each kind into one status.
enum class ErrorKind {
    malformed,            // 400: not even the syntax holds
    unauthenticated,      // 401
    forbidden,            // 403
    not_found,            // 404
    not_allowed,          // 405
    conflict,             // 409: the state forbids it now
    precondition_failed,  // 412
    too_large,            // 413
    unsupported,          // 415
    range_unsatisfiable,  // 416
    invalid,              // 422: understood, and wrong
    reason_needed,        // 428: say why
    too_many,             // 429
    busy,                 // 503: try again later
};

// One bad field. `pointer` is an RFC 6901 JSON pointer into the body ("/bands/0/price") or, for a
// query or header, its name ("limit").
struct Fault {
    std::string pointer;
    std::string code;  // stable: "required", "type", "range", "length", "pattern", "unknown", …
    Text detail;

    bool operator==(const Fault&) const = default;
};

struct Error {
    ErrorKind kind;
    std::string problem;  // stable slug, listed in docs/problems.md: "tariff-invalid"
    Text detail;          // one sentence for a person: what, where, what to do
    std::vector<Fault> faults = {};
    int retry_after_s = 0;  // for busy and too_many: when it is worth trying again
};

template <typename T = void>
using Result = std::expected<T, Error>;

using Failure = std::unexpected<Error>;

inline Failure fail(ErrorKind kind, std::string problem, Text detail, std::vector<Fault> faults = {}) {
    return Failure{Error{kind, std::move(problem), std::move(detail), std::move(faults)}};
}

}  // namespace patente

// The value of a Result, or leave the function with its error.
#define TRY(expression)                                                              \
    __extension__({                                                                  \
        auto try_outcome = (expression);                                             \
        if (!try_outcome) return ::patente::Failure{std::move(try_outcome).error()}; \
        *std::move(try_outcome);                                                     \
    })
