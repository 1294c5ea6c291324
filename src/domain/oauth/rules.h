// What a client may be and ask for, when keys sign, and what the tokens of a grant are worth. Pure.
#pragma once

#include <functional>
#include <map>
#include <span>

#include "base/result.h"
#include "domain/oauth/model.h"

namespace patente::oauth {

constexpr std::chrono::seconds access_time{600}, code_time{60}, consent_time{600}, forgiven_time{10}, login_time{600};
constexpr std::chrono::days refresh_time{30}, grant_time{180};
constexpr std::chrono::minutes key_announced{10};  // before a key signs, it is in the set that others read
constexpr std::chrono::seconds keys_cached{300};   // how long others may keep the set; shorter than that
constexpr std::chrono::days key_signs{90};
constexpr std::chrono::hours key_kept{1};  // after it signed last; longer than any token lives

// ---- clients -------------------------------------------------------------------------------------------------------

using Allows = std::function<bool(const std::string& permission)>;

// Errors: invalid "oauth-client-invalid" naming every wrong field. `known`: there is such a permission; `own`: who registers the
// client may do it.
Result<ClientSettings> checked(ClientSettings settings, const Allows& known, const Allows& own);
// nullptr when a person may be sent back there.
const char* redirect_fault(std::string_view uri);

// ---- what is asked for ---------------------------------------------------------------------------------------------

// Why a request is refused, in the words of RFC 6749.
struct Refusal {
    std::string error, description;

    bool operator==(const Refusal&) const = default;
};

using Parameters = std::vector<std::pair<std::string, std::string>>;
// The value of a parameter; "" when it is absent. nullopt: it is there twice.
std::optional<std::string> single(const Parameters& parameters, std::string_view name);

// A request whose client and redirect URI are known to be good.
std::expected<AuthorizationRequest, Refusal> request_of(const Parameters& parameters, const Client& client);

bool is_standard_scope(std::string_view scope);  // openid, profile, offline_access: no permission
std::vector<std::string> scopes_in(std::string_view text);
std::string joined(const std::vector<std::string>& scopes);
bool names(const std::vector<std::string>& list, std::string_view text);
// The asked that are among `most`, where "*" stands for all; what is no permission stays.
std::vector<std::string> narrowed(const std::vector<std::string>& asked, const std::vector<std::string>& most);
// The same, all of which a client may ask for: refused when it asks for more; all of it when it names none.
std::expected<std::vector<std::string>, Refusal> scopes_asked(std::string_view text, const Client& client);

// S256 of RFC 7636; `challenge` and `verifier` as they come.
bool is_challenge(std::string_view text);
bool is_verifier(std::string_view text);

// ---- codes and refresh tokens --------------------------------------------------------------------------------------

enum class Standing { good, forgiven, reused, over };
// forgiven: used moments ago, and the answer may have been lost.
Standing standing_of(const Code& code, Instant now);
Standing standing_of(const RefreshToken& token, bool next_was_used, Instant now);

// ---- signing keys --------------------------------------------------------------------------------------------------

// The one that signs now: of those of the algorithm the last to begin. nullptr when there is none.
const SigningKey* signing(std::span<const SigningKey> keys, std::string_view algorithm, Instant now);
bool needs_next(std::span<const SigningKey> keys, std::string_view algorithm, Instant now);  // there is none, or it is old
// Nothing it signed is in force any more.
bool is_over(const SigningKey& key, std::span<const SigningKey> keys, Instant now);

// ---- outside providers ---------------------------------------------------------------------------------------------

// Errors: invalid "oauth-provider-invalid" naming every wrong field. `local_allowed`: plain http is taken too.
Result<ProviderSettings> checked(ProviderSettings settings, bool local_allowed);
// The roles that the claims give, each once, in the order of the settings.
std::vector<std::string> roles_of(const ProviderSettings& settings, const json::Object& claims);
// A path of ours to go back to; "/" for what could lead elsewhere.
std::string return_path(std::string_view asked);
// The login of a new user, from what the provider calls them: "ana@example.com@google". No local user has such a one.
std::string login_of(const json::Object& claims, std::string_view provider);

}  // namespace patente::oauth
