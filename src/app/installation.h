// A data folder and its database, opened, and the rooms over them: what every command over a data folder stands on.
#pragma once

#include <memory>

#include "app/doctor/quick_examiner.h"
#include "app/features.h"

namespace patente {

extern const char* const version;  // of the program, from CMakeLists.txt

// Nothing runs, and no table is touched.
class Installation {
public:
    // Throws with what to do: a folder that cannot be written, a database that does not answer, a model that is missing.
    Installation(const Settings& settings, Eyes eyes);

    storage::Database& database() { return *database_; }
    blobs::Blobs& blobs() { return blobs_; }
    queue::Queue& queue() { return *queue_; }
    feed::Feed& feed() { return feed_; }
    auth::Keys& keys() { return keys_; }
    const Rooms& rooms() const { return rooms_; }
    const Clock& clock() const { return clock_; }

    std::vector<http::Route> routes() const;             // of the rooms, the machine and the documentation
    std::vector<storage::Migration> migrations() const;  // of the platform and the rooms, in order

private:
    SystemClock clock_;
    std::unique_ptr<storage::Database> database_;
    blobs::Blobs blobs_;
    std::unique_ptr<queue::Queue> queue_;
    feed::Feed feed_;
    auth::Keys keys_;
    doctor::QuickExaminer examiner_;
    Rooms rooms_;
};

// Throws with what to do where there is no database yet: opening would make one.
void refuse_missing_database(const Settings& settings);
// The same where its tables are not this program's.
void require_current(Installation& installation);

}  // namespace patente
