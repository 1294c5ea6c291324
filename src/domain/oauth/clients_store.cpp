#include <fmt/format.h>

#include "domain/oauth/store.h"
#include "platform/storage/soci_types.h"

namespace patente::oauth::store {
namespace {

using soci::into;
using soci::use;
using storage::Session;

std::vector<Client> clients_of(Session& session, std::string_view rest, const auto&... uses) {
    std::vector<Client> found;
    Client each;
    std::string settings;
    session.for_each(
        [&] {
            each.settings = *json::read<ClientSettings>(settings);
            found.push_back(each);
        },
        fmt::format("SELECT id, version, settings, secret_hash, created_at, changed_at FROM oauth_clients {}", rest), uses...,
        into(each.id), into(each.version), into(settings), into(each.secret_hash), into(each.created_at), into(each.changed_at));
    return found;
}

}  // namespace

void add(Session& session, const Client& client) {
    const auto settings = json::text_of(client.settings);
    session.run(
        "INSERT INTO oauth_clients (id, version, settings, secret_hash, created_at, changed_at) "
        "VALUES (:id, :version, :settings, :hash, :created, :changed)",
        use(client.id), use(client.version), use(settings), use(client.secret_hash), use(client.created_at),
        use(client.changed_at));
}

void save(Session& session, const Client& client) {
    const auto settings = json::text_of(client.settings);
    session.run(
        "UPDATE oauth_clients SET version = :version, settings = :settings, secret_hash = :hash, changed_at = :changed WHERE id = :id",
        use(client.version), use(settings), use(client.secret_hash), use(client.changed_at), use(client.id));
}

void remove(Session& session, const ClientId& id) { session.run("DELETE FROM oauth_clients WHERE id = :id", use(id)); }

std::optional<Client> client(Session& session, const ClientId& id) {
    auto found = clients_of(session, "WHERE id = :id", use(id));
    return found.empty() ? std::nullopt : std::optional{std::move(found.front())};
}

std::vector<Client> clients(Session& session, const std::string& after, int limit) {
    return clients_of(session, "WHERE id > :after ORDER BY id LIMIT :limit", use(after), use(limit));
}

}  // namespace patente::oauth::store
