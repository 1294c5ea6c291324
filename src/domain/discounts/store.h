// The tables of this room, as verbs. Every function runs in the caller's transaction.
#pragma once

#include <map>
#include <span>

#include "domain/discounts/rules.h"
#include "platform/storage/database.h"

namespace patente::discounts {

std::vector<storage::Migration> migrations();

namespace store {

// ---- permits: permits_store.cpp ------------------------------------------------------------------------------------

void add(storage::Session& session, const Permit& permit);
void add_version(storage::Session& session, const PermitId& permit, const PermitVersion& version);
void revoke(storage::Session& session, const PermitId& permit, Instant at, const std::string& reason, const Person& by);
std::optional<Permit> permit(storage::Session& session, const PermitId& id);
std::optional<Permit> in_force(storage::Session& session, const std::string& reference);  // not revoked
// That name any of these plates, or once did; the oldest first.
std::vector<Permit> permits_of(storage::Session& session, const std::vector<std::string>& plates);
// The oldest first, those after `after`; at most `limit`.
std::vector<Permit> permits(storage::Session& session, const std::string& after_id, int limit);

// ---- stamps, codes and validations: stamps_store.cpp ---------------------------------------------------------------

void add(storage::Session& session, const Stamp& stamp);
void save(storage::Session& session, const Stamp& stamp);
std::optional<Stamp> stamp(storage::Session& session, const StampId& id);
std::vector<Stamp> stamps(storage::Session& session, const std::string& after_id, int limit);  // the oldest first
Uses uses(storage::Session& session, const StampId& stamp, Instant today_from);
std::map<StampId, std::int64_t> uses_ever(storage::Session& session, const std::vector<StampId>& stamps);  // but none

void add(storage::Session& session, std::span<const Code> codes);
std::optional<Code> code(storage::Session& session, const std::string& text);
void use(storage::Session& session, const std::string& code, const std::optional<ValidationId>& by);

void add(storage::Session& session, const Validation& validation);
void remove(storage::Session& session, const ValidationId& id);
std::optional<Validation> validation(storage::Session& session, const ValidationId& id);
std::optional<Validation> given(storage::Session& session, const std::string& stay, const StampId& stamp);
std::vector<Validation> validations(storage::Session& session, const std::vector<std::string>& stays);  // as they were given

}  // namespace store
}  // namespace patente::discounts
