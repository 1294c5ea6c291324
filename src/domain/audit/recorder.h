// Records what is done and seen over HTTP: acts in the transaction of their change, reads of personal data before the answer
// leaves.
#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "domain/audit/rules.h"
#include "domain/audit/sequencer.h"
#include "platform/http/recorder.h"

namespace patente::audit {

// What the product did by itself, as an event tells it: «event parking.opened», by the system, of a stay. Its payload names the
// stay.
void append_told(storage::Session& session, std::string_view event, std::string_view payload, Instant now);

class Recorder final : public http::Recorder {
public:
    // `reasons`: permissions whose readers must say why.
    Recorder(storage::Database& database, const Clock& clock, std::vector<std::string> reasons)
        : database_(database), clock_(clock), reasons_(std::move(reasons)) {}

    http::Answer recorded(const http::Route& route, http::Request& request) override;
    void turned_away(const http::Route& route, const http::Request& request, const Error& error) override;

    void tell_counted(bool at_once);  // what strangers did too often to be told each time

private:
    http::Answer acted(const http::Route& route, http::Request& request, const NewEntry& asked);
    http::Answer shown(const http::Route& route, const http::Request& request, NewEntry entry);
    void record(const NewEntry& entry);  // is on disk when it returns; of strangers not each
    void record_refusal(NewEntry entry, const http::Request& request, const Error& error);

    storage::Database& database_;
    const Clock& clock_;
    const std::vector<std::string> reasons_;
    std::mutex mutex_;
    Strangers strangers_;
};

}  // namespace patente::audit
