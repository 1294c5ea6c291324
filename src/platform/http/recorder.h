// Who did and who saw what, kept for those who ask later. The rows say what is personal; a room above keeps the record.
#pragma once

#include "platform/http/route.h"

namespace patente::http {

// Safe from any thread. May throw as a handler may.
class Recorder {
public:
    virtual ~Recorder() = default;
    // Answers by the row's handler. What it changes has its record in the same transaction, and what is personal in its answer
    // leaves only after the record is on disk. 428 "reason-needed" where X-Reason must say why.
    virtual Answer recorded(const Route& route, Request& request) = 0;
    // The request was turned away before its handler.
    virtual void turned_away(const Route& route, const Request& request, const Error& error) = 0;
};

}  // namespace patente::http
