// Keeps photos, however they come: the bytes as evidence, a row, and the job that reads them.
#pragma once

#include <filesystem>

#include "domain/captures/feature.h"

namespace patente::captures {

struct Photo {
    std::filesystem::path file;  // on the disk of the evidence; is moved there
    std::string sha256;
    std::uint64_t size = 0;
};

// Where the device is registered counts beside what the sender said.
void add_place_of_device(const Dependencies& on, Given& given);

// Of who sends or asks.
Reach reach_of(const Dependencies& on, storage::Session& session, const auth::Caller& caller);
// forbidden "out-of-reach": what they send must be from within it.
Result<> check_reach(const Dependencies& on, const auth::Caller& caller, const Given& given);

// As it arrives: its bytes are on disk when this returns (none are kept of what is no image). Throws std::system_error.
Capture arrived(const Dependencies& on, const Settings& settings, const Photo& photo, const Given& given,
                const std::string& key_id, Instant received);

// Stores it and has it read, unless its bytes are here already or are no image. In the caller's transaction, which may run
// more than once. Senders take turns.
Capture stored(const Dependencies& on, storage::Session& session, Capture capture, const std::string& sender);

}  // namespace patente::captures
