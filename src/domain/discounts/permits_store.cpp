#include <algorithm>
#include <stdexcept>

#include "domain/discounts/store.h"
#include "platform/storage/rows.h"
#include "platform/storage/soci_types.h"

namespace patente::discounts::store {
namespace {

void add_plates(storage::Session& session, const PermitId& permit, const std::vector<std::string>& plates) {
    std::vector<std::string> known;
    std::string plate;
    session.for_each([&] { known.push_back(plate); }, "SELECT plate FROM discounts_permit_plates WHERE permit = :permit",
                     soci::use(permit), soci::into(plate));
    std::vector<std::string> added;
    for (const auto& each : plates)
        if (std::ranges::find(known, each) == known.end()) added.push_back(each);
    storage::insert_rows(session, "discounts_permit_plates (plate, permit)", std::span<const std::string>(added),
                         [&](const std::string& each) { return std::tie(each, permit); });
}

void insert_version(storage::Session& session, const PermitId& permit, const PermitVersion& version) {
    const std::string settings = json::text_of(version.settings);
    session.run(
        "INSERT INTO discounts_permit_versions (permit, version, settings, since, made_at, key_id, key_name) "
        "VALUES (:permit, :version, :settings, :since, :made_at, :key_id, :key_name)",
        soci::use(permit), soci::use(version.version), soci::use(settings), soci::use(version.since), soci::use(version.made_at),
        soci::use(version.by.key_id), soci::use(version.by.name));
    add_plates(session, permit, version.settings.plates);
}

// Gives each of these permits its versions.
void add_versions(storage::Session& session, std::vector<Permit>& permits) {
    std::map<PermitId, Permit*> by_id;
    std::vector<PermitId> ids;
    for (auto& permit : permits) {
        by_id[permit.id] = &permit;
        ids.push_back(permit.id);
    }
    PermitId id;
    PermitVersion row;
    std::string settings;
    storage::in_parts(std::span<const PermitId>(ids), [&](std::span<const PermitId> part) {
        session.for_each_with(
            [&] {
                auto read = json::read<PermitSettings>(settings);
                if (!read) throw std::runtime_error("a stored permit is not readable: " + settings);
                row.settings = *std::move(read);
                by_id.at(id)->versions.push_back(row);
            },
            "SELECT permit, version, settings, since, made_at, key_id, key_name FROM discounts_permit_versions WHERE permit IN (" +
                storage::values_text(part.size()) + ") ORDER BY permit, version",
            [&](soci::statement& statement) {
                for (const auto& each : part) statement.exchange(soci::use(each));
                statement.exchange(soci::into(id));
                statement.exchange(soci::into(row.version));
                statement.exchange(soci::into(settings));
                statement.exchange(soci::into(row.since));
                statement.exchange(soci::into(row.made_at));
                statement.exchange(soci::into(row.by.key_id));
                statement.exchange(soci::into(row.by.name));
            });
    });
}

// `bind(statement)` exchanges the values that `rest` names.
template <typename Bind>
std::vector<Permit> permits_where(storage::Session& session, const std::string& rest, const Bind& bind) {
    std::vector<Permit> found;
    Permit row;
    session.for_each_with(
        [&] { found.push_back(row); },
        "SELECT id, revoked_at, revoked_reason, revoked_key_id, revoked_key_name FROM discounts_permits " + rest,
        [&](soci::statement& statement) {
            bind(statement);
            statement.exchange(soci::into(row.id));
            statement.exchange(soci::into(row.revoked_at));
            statement.exchange(soci::into(row.revoked_reason));
            statement.exchange(soci::into(row.revoked_by.key_id));
            statement.exchange(soci::into(row.revoked_by.name));
        });
    add_versions(session, found);
    return found;
}

std::optional<Permit> first(std::vector<Permit> found) {
    return found.empty() ? std::nullopt : std::optional{std::move(found.front())};
}

}  // namespace

void add(storage::Session& session, const Permit& permit) {
    session.run(
        "INSERT INTO discounts_permits (id, reference, version, revoked_reason, revoked_key_id, revoked_key_name) "
        "VALUES (:id, :reference, :version, '', '', '')",
        soci::use(permit.id), soci::use(permit.now().settings.reference), soci::use(permit.now().version));
    for (const auto& version : permit.versions) insert_version(session, permit.id, version);
}

void add_version(storage::Session& session, const PermitId& permit, const PermitVersion& version) {
    session.run("UPDATE discounts_permits SET reference = :reference, version = :version WHERE id = :id",
                soci::use(version.settings.reference), soci::use(version.version), soci::use(permit));
    insert_version(session, permit, version);
}

void revoke(storage::Session& session, const PermitId& permit, Instant at, const std::string& reason, const Person& by) {
    session.run(
        "UPDATE discounts_permits SET revoked_at = :at, revoked_reason = :reason, revoked_key_id = :key_id, "
        "revoked_key_name = :key_name WHERE id = :id",
        soci::use(at), soci::use(reason), soci::use(by.key_id), soci::use(by.name), soci::use(permit));
}

std::optional<Permit> permit(storage::Session& session, const PermitId& id) {
    return first(
        permits_where(session, "WHERE id = :id", [&](soci::statement& statement) { statement.exchange(soci::use(id)); }));
}

std::optional<Permit> in_force(storage::Session& session, const std::string& reference) {
    return first(permits_where(session, "WHERE reference = :reference AND revoked_at IS NULL",
                               [&](soci::statement& statement) { statement.exchange(soci::use(reference)); }));
}

std::vector<Permit> permits_of(storage::Session& session, const std::vector<std::string>& plates) {
    std::map<PermitId, Permit> found;  // by age; one may name several
    storage::in_parts(std::span<const std::string>(plates), [&](std::span<const std::string> part) {
        for (auto& permit : permits_where(session,
                                          "WHERE id IN (SELECT permit FROM discounts_permit_plates WHERE plate IN (" +
                                              storage::values_text(part.size()) + "))",
                                          [&](soci::statement& statement) {
                                              for (const auto& plate : part) statement.exchange(soci::use(plate));
                                          }))
            found.try_emplace(permit.id, permit);
    });
    std::vector<Permit> permits;
    for (auto& [id, permit] : found) permits.push_back(std::move(permit));
    return permits;
}

std::vector<Permit> permits(storage::Session& session, const std::string& after_id, int limit) {
    return permits_where(session, "WHERE id > :after ORDER BY id LIMIT :limit", [&](soci::statement& statement) {
        statement.exchange(soci::use(after_id));
        statement.exchange(soci::use(limit));
    });
}

}  // namespace patente::discounts::store
