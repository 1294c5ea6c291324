#include <fmt/format.h>

#include "domain/oauth/store.h"
#include "platform/storage/soci_types.h"

namespace patente::oauth::store {
namespace {

using soci::into;
using soci::use;
using storage::Session;

std::vector<Provider> providers_of(Session& session, std::string_view rest, const auto&... uses) {
    std::vector<Provider> found;
    Provider each;
    std::string settings;
    session.for_each(
        [&] {
            each.settings = *json::read<ProviderSettings>(settings);
            found.push_back(each);
        },
        fmt::format("SELECT id, version, settings, sealed, created_at, changed_at FROM oauth_providers {}", rest), uses...,
        into(each.id), into(each.version), into(settings), into(each.sealed), into(each.created_at), into(each.changed_at));
    return found;
}

std::vector<Subject> subjects_of(Session& session, std::string_view rest, const auto&... uses) {
    std::vector<Subject> found;
    Subject each;
    session.for_each([&] { found.push_back(each); },
                     fmt::format("SELECT issuer, subject, user_id, made_at, seen_at FROM oauth_subjects {}", rest), uses...,
                     into(each.issuer), into(each.subject), into(each.user), into(each.made_at), into(each.seen_at));
    return found;
}

}  // namespace

void add(Session& session, const Provider& provider) {
    const auto settings = json::text_of(provider.settings);
    session.run(
        "INSERT INTO oauth_providers (id, version, settings, sealed, created_at, changed_at) "
        "VALUES (:id, :version, :settings, :sealed, :created, :changed)",
        use(provider.id), use(provider.version), use(settings), use(provider.sealed), use(provider.created_at),
        use(provider.changed_at));
}

void save(Session& session, const Provider& provider) {
    const auto settings = json::text_of(provider.settings);
    session.run(
        "UPDATE oauth_providers SET version = :version, settings = :settings, sealed = :sealed, changed_at = :changed WHERE id = :id",
        use(provider.version), use(settings), use(provider.sealed), use(provider.changed_at), use(provider.id));
}

void remove(Session& session, const ProviderId& id) {
    session.run("DELETE FROM oauth_logins WHERE provider = :id", use(id));
    session.run("DELETE FROM oauth_providers WHERE id = :id", use(id));
}

std::optional<Provider> provider(Session& session, const ProviderId& id) {
    auto found = providers_of(session, "WHERE id = :id", use(id));
    return found.empty() ? std::nullopt : std::optional{std::move(found.front())};
}

std::vector<Provider> providers(Session& session) { return providers_of(session, "ORDER BY id"); }

void add(Session& session, const Login& login) {
    session.run(
        "INSERT INTO oauth_logins (hash, provider, browser_hash, return_path, expires_at) "
        "VALUES (:hash, :provider, :browser, :path, :expires)",
        use(login.hash), use(login.provider), use(login.browser_hash), use(login.return_path), use(login.expires_at));
}

std::optional<Login> take_login(Session& session, const std::string& hash, Instant now) {
    Login login{.hash = hash};
    if (!session
             .run("SELECT provider, browser_hash, return_path, expires_at FROM oauth_logins WHERE hash = :hash", use(hash),
                  into(login.provider), into(login.browser_hash), into(login.return_path), into(login.expires_at))
             .got_data)
        return std::nullopt;
    session.run("DELETE FROM oauth_logins WHERE hash = :hash", use(hash));
    return now < login.expires_at ? std::optional{login} : std::nullopt;
}

std::optional<Subject> subject(Session& session, const std::string& issuer, const std::string& subject) {
    auto found = subjects_of(session, "WHERE issuer = :issuer AND subject = :subject", use(issuer), use(subject));
    return found.empty() ? std::nullopt : std::optional{std::move(found.front())};
}

void put(Session& session, const Subject& subject) {
    session.run(
        "INSERT INTO oauth_subjects (issuer, subject, user_id, made_at, seen_at) VALUES (:issuer, :subject, :user, :made, :seen) "
        "ON CONFLICT (issuer, subject) DO UPDATE SET user_id = excluded.user_id, seen_at = excluded.seen_at",
        use(subject.issuer), use(subject.subject), use(subject.user), use(subject.made_at), use(subject.seen_at));
}

bool remove_subject(Session& session, const std::string& issuer, const std::string& subject) {
    return session.run("DELETE FROM oauth_subjects WHERE issuer = :issuer AND subject = :subject", use(issuer), use(subject))
               .rows_changed > 0;
}

std::vector<Subject> subjects(Session& session, const std::string& issuer) {
    return subjects_of(session, "WHERE issuer = :issuer ORDER BY subject", use(issuer));
}

}  // namespace patente::oauth::store
