// The tables of this room, as verbs. Every function runs in the caller's transaction.
#pragma once

#include "domain/oauth/model.h"
#include "platform/storage/database.h"

namespace patente::oauth {

std::vector<storage::Migration> migrations();

namespace store {

// ---- clients_store.cpp
void add(storage::Session& session, const Client& client);
void save(storage::Session& session, const Client& client);
void remove(storage::Session& session, const ClientId& id);
std::optional<Client> client(storage::Session& session, const ClientId& id);
std::vector<Client> clients(storage::Session& session, const std::string& after, int limit);  // oldest first

// ---- grants_store.cpp
void ask(storage::Session& session, const std::string& hash, const std::string& user, const AuthorizationRequest& request,
         Instant expires_at);
// Gives what was asked, once, to the user that it was asked of.
std::optional<AuthorizationRequest> take_asked(storage::Session& session, const std::string& hash, const std::string& user,
                                               Instant now);
void add(storage::Session& session, const Grant& grant);
std::optional<Grant> grant(storage::Session& session, const GrantId& id);
std::vector<Grant> grants_of_user(storage::Session& session, const std::string& user, Instant now);  // in force, newest first
void end(storage::Session& session, const GrantId& id, Instant now);
void end_grants_of_client(storage::Session& session, const ClientId& client, Instant now);
void end_grants_of_user(storage::Session& session, const std::string& user, Instant now);
void add(storage::Session& session, const Code& code);
std::optional<Code> code(storage::Session& session, const std::string& hash);
void use_code(storage::Session& session, const std::string& hash, Instant now);
void add(storage::Session& session, const RefreshToken& token);
std::optional<RefreshToken> refresh_token(storage::Session& session, const std::string& hash);
void use_refresh_token(storage::Session& session, const std::string& hash, Instant now);

void revoke(storage::Session& session, const Revocation& revocation);
std::vector<Revocation> revocations(storage::Session& session, Instant now);
// Forgets what has ended by itself.
void sweep(storage::Session& session, Instant now);

// ---- keys_store.cpp
void add(storage::Session& session, const SigningKey& key);
void remove_key(storage::Session& session, const std::string& id);
std::vector<SigningKey> signing_keys(storage::Session& session);  // in order of id

// ---- providers_store.cpp
void add(storage::Session& session, const Provider& provider);
void save(storage::Session& session, const Provider& provider);
void remove(storage::Session& session, const ProviderId& id);
std::optional<Provider> provider(storage::Session& session, const ProviderId& id);
std::vector<Provider> providers(storage::Session& session);  // oldest first
void add(storage::Session& session, const Login& login);
std::optional<Login> take_login(storage::Session& session, const std::string& hash, Instant now);  // once
std::optional<Subject> subject(storage::Session& session, const std::string& issuer, const std::string& subject);
void put(storage::Session& session, const Subject& subject);  // also where it is there
bool remove_subject(storage::Session& session, const std::string& issuer, const std::string& subject);
std::vector<Subject> subjects(storage::Session& session, const std::string& issuer);

// ---- certificates_store.cpp
void put(storage::Session& session, const Certificate& certificate);
std::optional<Certificate> certificate(storage::Session& session, const std::string& fingerprint);
std::vector<Certificate> certificates(storage::Session& session);                                 // oldest first
bool revoke_certificate(storage::Session& session, const std::string& fingerprint, Instant now);  // false: none in force

}  // namespace store
}  // namespace patente::oauth
