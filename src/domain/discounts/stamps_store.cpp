#include <algorithm>
#include <iterator>
#include <stdexcept>

#include "domain/discounts/store.h"
#include "platform/storage/rows.h"
#include "platform/storage/soci_types.h"

namespace patente::discounts::store {
namespace {

template <typename T>
T kept(const std::string& text) {
    auto value = json::read<T>(text);
    if (!value) throw std::runtime_error("a stored document is not readable: " + text);
    return *std::move(value);
}

std::vector<Stamp> stamps_where(storage::Session& session, const std::string& rest, const auto&... uses) {
    std::vector<Stamp> found;
    Stamp row;
    std::string settings;
    session.for_each(
        [&] {
            row.settings = kept<StampSettings>(settings);
            found.push_back(row);
        },
        "SELECT id, version, settings, created_at, changed_at FROM discounts_stamps " + rest, uses..., soci::into(row.id),
        soci::into(row.version), soci::into(settings), soci::into(row.created_at), soci::into(row.changed_at));
    return found;
}

// `bind(statement)` exchanges the values that `rest` names.
template <typename Bind>
std::vector<Validation> validations_where(storage::Session& session, const std::string& rest, const Bind& bind) {
    std::vector<Validation> found;
    Validation row;
    std::string benefit;
    session.for_each_with(
        [&] {
            row.benefit = kept<Benefit>(benefit);
            found.push_back(row);
        },
        "SELECT id, stamp, stay, shop, benefit, code, given_at, key_id, key_name FROM discounts_validations " + rest,
        [&](soci::statement& statement) {
            bind(statement);
            statement.exchange(soci::into(row.id));
            statement.exchange(soci::into(row.stamp));
            statement.exchange(soci::into(row.stay));
            statement.exchange(soci::into(row.shop));
            statement.exchange(soci::into(benefit));
            statement.exchange(soci::into(row.code));
            statement.exchange(soci::into(row.given_at));
            statement.exchange(soci::into(row.by.key_id));
            statement.exchange(soci::into(row.by.name));
        });
    return found;
}

template <typename T>
std::optional<T> first(std::vector<T> found) {
    return found.empty() ? std::nullopt : std::optional{std::move(found.front())};
}

}  // namespace

void add(storage::Session& session, const Stamp& stamp) {
    const std::string settings = json::text_of(stamp.settings);
    session.run(
        "INSERT INTO discounts_stamps (id, version, settings, created_at, changed_at) "
        "VALUES (:id, :version, :settings, :created_at, :changed_at)",
        soci::use(stamp.id), soci::use(stamp.version), soci::use(settings), soci::use(stamp.created_at),
        soci::use(stamp.changed_at));
}

void save(storage::Session& session, const Stamp& stamp) {
    const std::string settings = json::text_of(stamp.settings);
    session.run("UPDATE discounts_stamps SET version = :version, settings = :settings, changed_at = :changed_at WHERE id = :id",
                soci::use(stamp.version), soci::use(settings), soci::use(stamp.changed_at), soci::use(stamp.id));
}

std::optional<Stamp> stamp(storage::Session& session, const StampId& id) {
    return first(stamps_where(session, "WHERE id = :id", soci::use(id)));
}

std::vector<Stamp> stamps(storage::Session& session, const std::string& after_id, int limit) {
    return stamps_where(session, "WHERE id > :after ORDER BY id LIMIT :limit", soci::use(after_id), soci::use(limit));
}

Uses uses(storage::Session& session, const StampId& stamp, Instant today_from) {
    Uses uses;
    session.run("SELECT COUNT(*) FROM discounts_validations WHERE stamp = :stamp", soci::use(stamp), soci::into(uses.ever));
    session.run("SELECT COUNT(*) FROM discounts_validations WHERE stamp = :stamp AND given_at >= :since", soci::use(stamp),
                soci::use(today_from), soci::into(uses.today));
    return uses;
}

std::map<StampId, std::int64_t> uses_ever(storage::Session& session, const std::vector<StampId>& stamps) {
    std::map<StampId, std::int64_t> uses;
    StampId stamp;
    std::int64_t count = 0;
    storage::in_parts(std::span<const StampId>(stamps), [&](std::span<const StampId> part) {
        session.for_each_with([&] { uses[stamp] = count; },
                              "SELECT stamp, COUNT(*) FROM discounts_validations WHERE stamp IN (" +
                                  storage::values_text(part.size()) + ") GROUP BY stamp",
                              [&](soci::statement& statement) {
                                  for (const auto& each : part) statement.exchange(soci::use(each));
                                  statement.exchange(soci::into(stamp));
                                  statement.exchange(soci::into(count));
                              });
    });
    return uses;
}

void add(storage::Session& session, std::span<const Code> codes) {
    storage::insert_rows(session, "discounts_codes (code, stamp, made_at)", codes,
                         [](const Code& code) { return std::tie(code.code, code.stamp, code.made_at); });
}

std::optional<Code> code(storage::Session& session, const std::string& text) {
    std::vector<Code> found;
    Code row;
    session.for_each([&] { found.push_back(row); },
                     "SELECT code, stamp, made_at, used_by FROM discounts_codes WHERE code = :code", soci::use(text),
                     soci::into(row.code), soci::into(row.stamp), soci::into(row.made_at), soci::into(row.used_by));
    return first(std::move(found));
}

void use(storage::Session& session, const std::string& code, const std::optional<ValidationId>& by) {
    session.run("UPDATE discounts_codes SET used_by = :by WHERE code = :code", soci::use(by), soci::use(code));
}

void add(storage::Session& session, const Validation& validation) {
    const std::string benefit = json::text_of(validation.benefit);
    session.run(
        "INSERT INTO discounts_validations (id, stamp, stay, shop, benefit, code, given_at, key_id, key_name) "
        "VALUES (:id, :stamp, :stay, :shop, :benefit, :code, :given_at, :key_id, :key_name)",
        soci::use(validation.id), soci::use(validation.stamp), soci::use(validation.stay), soci::use(validation.shop),
        soci::use(benefit), soci::use(validation.code), soci::use(validation.given_at), soci::use(validation.by.key_id),
        soci::use(validation.by.name));
}

void remove(storage::Session& session, const ValidationId& id) {
    session.run("DELETE FROM discounts_validations WHERE id = :id", soci::use(id));
}

std::optional<Validation> validation(storage::Session& session, const ValidationId& id) {
    return first(
        validations_where(session, "WHERE id = :id", [&](soci::statement& statement) { statement.exchange(soci::use(id)); }));
}

std::optional<Validation> given(storage::Session& session, const std::string& stay, const StampId& stamp) {
    return first(validations_where(session, "WHERE stay = :stay AND stamp = :stamp", [&](soci::statement& statement) {
        statement.exchange(soci::use(stay));
        statement.exchange(soci::use(stamp));
    }));
}

std::vector<Validation> validations(storage::Session& session, const std::vector<std::string>& stays) {
    std::vector<Validation> found;
    storage::in_parts(std::span<const std::string>(stays), [&](std::span<const std::string> part) {
        std::ranges::move(validations_where(session, "WHERE stay IN (" + storage::values_text(part.size()) + ") ORDER BY id",
                                            [&](soci::statement& statement) {
                                                for (const auto& stay : part) statement.exchange(soci::use(stay));
                                            }),
                          std::back_inserter(found));
    });
    return found;
}

}  // namespace patente::discounts::store
