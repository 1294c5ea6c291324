// Applying the numbered steps of the rooms' tables: what is not yet there, in order, each with its line in
// schema_migrations(name, sha256, applied_at). Called by the databases, which see to it that one runs at a time.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/storage/database.h"

namespace patente::storage {

// The statements of a script, cut at the semicolons that stand outside of quotes, comments, $tags$ and
// BEGIN … END of a trigger.
std::vector<std::string> statements_of(std::string_view script);

// Throws std::runtime_error, with the name, when one that was applied has another text today or when one fails.
void apply_migrations(Session& session, const std::vector<Migration>& migrations);

bool has_table(Session& session, const std::string& name);

// How the tables of a database stand to this program; changes nothing, and also works before the first migration.
struct MigrationState {
    int present = 0;                   // applied, with today's text
    std::vector<std::string> waiting;  // still to apply
    std::vector<std::string> changed;  // applied with another text
    std::vector<std::string> unknown;  // applied by a program that knows more: a newer one
};
MigrationState migration_state(Session& session, const std::vector<Migration>& migrations);

}  // namespace patente::storage
