// The tables of this room, as verbs. Every function runs in the caller's transaction.
#pragma once

#include "domain/identity/rules.h"
#include "platform/storage/database.h"

namespace patente::identity {

std::vector<storage::Migration> migrations();

namespace store {

// ---- users: users_store.cpp ----------------------------------------------------------------------------------------

void add(storage::Session& session, const User& user);
void save(storage::Session& session, const User& user);  // all but its sign-in
void save_signed_in(storage::Session& session, const UserId& id, std::int64_t totp_used, Instant now);
void remove(storage::Session& session, const UserId& id);  // with its sessions
std::optional<User> user(storage::Session& session, const UserId& id);
std::optional<User> named(storage::Session& session, const std::string& login);
std::vector<User> users(storage::Session& session, const std::string& after_login, int limit);  // by login
bool has_users(storage::Session& session);
std::int64_t administrators_beside(storage::Session& session, const UserId& id);

// ---- roles: roles_store.cpp ----------------------------------------------------------------------------------------

std::vector<Role> roles(storage::Session& session);  // the built-in ones first, as they were changed
std::optional<Role> role(storage::Session& session, const std::string& id);
void save(storage::Session& session, const Role& role);  // or add
void remove(storage::Session& session, const std::string& role);
bool is_given(storage::Session& session, const std::string& role);  // to a user

// ---- sessions: sessions_store.cpp ----------------------------------------------------------------------------------

void add(storage::Session& session, const Session& made, const std::string& secret_sha256);
std::optional<Session> session_of(storage::Session& session, const std::string& secret_sha256);
std::vector<Session> sessions(storage::Session& session, const UserId& user);  // newest first
void touch(storage::Session& session, const SessionId& id, Instant now);
void end(storage::Session& session, const SessionId& id);
void end_all(storage::Session& session, const UserId& user);
void sweep_sessions(storage::Session& session, Instant now);  // those that have ended by themselves

}  // namespace store
}  // namespace patente::identity
