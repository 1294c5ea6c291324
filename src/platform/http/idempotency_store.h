// The table http_idempotency: which keys were used, for what, and what was answered.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/http/route.h"
#include "platform/process/process.h"
#include "platform/storage/database.h"

namespace patente::http {

std::vector<storage::Migration> migrations();

struct AnswerId {
    std::string caller;  // key id; "" for everybody without one
    std::string key;
};

class IdempotencyStore {
public:
    IdempotencyStore(storage::Database& database, process::Identity self)
        : database_(database), self_(std::move(self)), process_(self_.text()) {}

    struct Begun {
        enum class State { new_one, running, reused, kept } state = State::new_one;
        std::optional<Response> answer;  // when kept
    };
    // Takes the key for this request, unless it is taken. What a process that has ended left running is taken over at
    // once, anything else that still seems to run after ten minutes.
    Begun begin(const AnswerId& id, std::string_view fingerprint, Instant now);
    void keep(const AnswerId& id, const Response& answer);  // in a transaction of its own
    void keep(storage::Session& session, const AnswerId& id, const Response& answer);
    void forget(const AnswerId& id);  // only while it runs
    void sweep(Instant now);

private:
    storage::Database& database_;
    const process::Identity self_;
    const std::string process_;  // as the table names it
};

}  // namespace patente::http
