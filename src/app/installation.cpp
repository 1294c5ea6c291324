#include "app/installation.h"

#include "app/machine_routes.h"
#include "platform/auth/keys.h"
#include "platform/http/idempotency.h"
#include "platform/http/openapi.h"
#include "platform/storage/migrations.h"

namespace patente {

const char* const version = PATENTE_VERSION;

namespace {

// Personal data lies in it: its owner's alone, when it is made here.
const std::filesystem::path& made(const std::filesystem::path& folder) {
    if (std::filesystem::create_directories(folder)) std::filesystem::permissions(folder, std::filesystem::perms::owner_all);
    return folder;
}

void add(std::vector<storage::Migration>& all, std::vector<storage::Migration> more) {
    all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

}  // namespace

Installation::Installation(const Settings& settings, Eyes eyes)
    : database_(storage::Database::open({.connection = (made(settings.data), settings.connection())})),
      blobs_(settings.data / "evidence"),
      queue_(queue::Queue::make(*database_, clock_)),
      feed_(*database_, clock_),
      keys_(*database_, clock_),
      examiner_(*this, settings, clock_.now()),
      rooms_(Ground{*database_, *queue_, feed_, blobs_, keys_, clock_, examiner_}, settings, eyes) {
    queue_->add(rooms_.workers());
}

std::vector<http::Route> Installation::routes() const {
    auto all = rooms_.routes();
    for (auto& route : machine_routes(*queue_, version)) all.push_back(std::move(route));
    for (auto& route : http::documentation_routes(all, version)) all.push_back(std::move(route));
    return all;
}

std::vector<storage::Migration> Installation::migrations() const {
    std::vector<storage::Migration> all;
    add(all, auth::migrations());
    add(all, queue::Queue::migrations());
    add(all, http::migrations());
    add(all, rooms_.migrations());
    return all;
}

void refuse_missing_database(const Settings& settings) {
    const auto connection = settings.connection();
    if (!connection.starts_with("sqlite:") || std::filesystem::exists(connection.substr(7))) return;
    throw std::runtime_error("there is no database " + connection.substr(7) + "; patente migrate or patente serve makes one");
}

void require_current(Installation& installation) {
    const auto migrations = installation.migrations();
    const auto state =
        installation.database().read([&](storage::Session& session) { return storage::migration_state(session, migrations); });
    if (!state.waiting.empty()) throw std::runtime_error("the database is older than this program; patente migrate brings it up");
    if (!state.changed.empty() || !state.unknown.empty())
        throw std::runtime_error("the database was made by another version of the program; use that one");
}

}  // namespace patente
