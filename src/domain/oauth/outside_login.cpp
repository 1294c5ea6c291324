#include "domain/oauth/outside_login.h"

#include <future>

#include "base/base64url.h"
#include "domain/oauth/api.h"
#include "platform/auth/openssl.h"
#include "platform/observe/log.h"

namespace patente::oauth {
namespace {

using namespace std::chrono_literals;

constexpr auto metadata_kept = 1h, keys_kept = 1h;
constexpr std::size_t document_max = 256 * 1024, subject_max = 255, remembered_max = 100;

Failure unreachable(const std::string& why) {
    observe::log_warning("oauth", "a provider does not answer as it should", {{"error", why}});
    return fail(
        ErrorKind::busy, "provider-unreachable",
        {"The provider does not answer as it should; try again later.", "El proveedor no responde como debe; pruebe más tarde."});
}

Failure log_in_refused(const std::string& why) {
    observe::log_warning("oauth", "a log-in by way of a provider was refused", {{"error", why}});
    return fail(ErrorKind::unauthenticated, "provider-refused",
                {"The provider's answer does not show who you are.", "La respuesta del proveedor no muestra quién es usted."});
}

std::string text_in(const json::Object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    const auto* text = value ? value->if_string() : nullptr;
    return text ? std::string(*text) : "";
}

bool lists(const json::Object& object, std::string_view name, std::string_view text) {
    const auto* value = object.if_contains(name);
    const auto* list = value ? value->if_array() : nullptr;
    return list && std::ranges::any_of(*list, [&](const json::Value& each) {
               return each.is_string() && std::string_view(each.get_string()) == text;
           });
}

Result<json::Object> object_in(const web::Outcome& outcome, const std::string& url) {
    if (!outcome.is_success())
        return unreachable(url + ": " + (outcome.status == 0 ? outcome.fault : "HTTP " + std::to_string(outcome.status)));
    auto value = outcome.is_whole ? json::parsed(outcome.body) : Result<json::Value>{unreachable(url + ": too long")};
    if (!value || !value->is_object()) return unreachable(url + ": no JSON object");
    return std::move(value->as_object());
}

// RFC 6749, 2.3.1: each is encoded before the two are put together.
std::string basic(const std::string& id, const std::string& secret) {
    auto text = base64url(percent_encoded(id) + ":" + percent_encoded(secret));
    for (auto& c : text) c = c == '-' ? '+' : c == '_' ? '/' : c;
    while (text.size() % 4 != 0) text += '=';
    return "Authorization: Basic " + text;
}

template <typename T>
void remember(std::map<std::string, T>& all, const std::string& name, const T& value) {
    if (all.size() >= remembered_max) all.clear();
    all.insert_or_assign(name, value);
}

}  // namespace

web::Client& OutsideLogin::client() {
    const std::lock_guard lock(mutex_);
    if (!client_) client_ = std::make_unique<web::Client>(web::ClientSettings{.local_allowed = local_allowed_});
    return *client_;
}

Result<web::Outcome> OutsideLogin::asked(bool is_post, web::Request request) {
    const auto outcome = std::make_shared<std::promise<web::Outcome>>();
    auto told = outcome->get_future();
    request.kept = document_max;
    request.headers.emplace_back("Accept: application/json");
    const auto done = [outcome](const web::Outcome& each) { outcome->set_value(each); };
    if (is_post)
        client().post(std::move(request), done);
    else
        client().get(std::move(request), done);
    return told.get();  // bounded by the request's own time
}

Result<json::Object> OutsideLogin::document(const std::string& url) { return object_in(TRY(asked(false, {.url = url})), url); }

Result<OutsideLogin::Metadata> OutsideLogin::metadata(const ProviderSettings& provider) {
    const Instant now = clock_.now();
    {
        const std::lock_guard lock(mutex_);
        const auto found = metadata_.find(provider.issuer);
        if (found != metadata_.end() && now < found->second.read_at + metadata_kept) return found->second;
    }
    const std::string base =
        provider.issuer.ends_with('/') ? provider.issuer.substr(0, provider.issuer.size() - 1) : provider.issuer;
    const auto object = TRY(document(base + "/.well-known/openid-configuration"));
    if (text_in(object, "issuer") != provider.issuer) return unreachable("it says that it is " + text_in(object, "issuer"));
    const auto* names_issuer = object.if_contains("authorization_response_iss_parameter_supported");
    Metadata metadata{.authorization = text_in(object, "authorization_endpoint"),
                      .token = text_in(object, "token_endpoint"),
                      .jwks = text_in(object, "jwks_uri"),
                      .names_issuer = names_issuer && names_issuer->is_bool() && names_issuer->get_bool(),
                      .takes_basic = !object.contains("token_endpoint_auth_methods_supported") ||
                                     lists(object, "token_endpoint_auth_methods_supported", "client_secret_basic"),
                      .read_at = now};
    for (const auto* each : {&metadata.authorization, &metadata.token, &metadata.jwks})
        if (!each->starts_with("https://") && !(local_allowed_ && each->starts_with("http://")))
            return unreachable("it has no address for everything that is needed");
    const std::lock_guard lock(mutex_);
    remember(metadata_, provider.issuer, metadata);
    return metadata;
}

Result<auth::KeySet> OutsideLogin::keys(const Metadata& metadata, const std::string& key_id, auth::Algorithm algorithm) {
    const Instant now = clock_.now();
    {
        const std::lock_guard lock(mutex_);
        const auto found = keys_.find(metadata.jwks);
        if (found != keys_.end() && now < found->second.read_at + keys_kept && found->second.set.find(key_id, algorithm))
            return found->second.set;
    }
    const auto outcome = TRY(asked(false, {.url = metadata.jwks}));
    auto set = outcome.is_success() && outcome.is_whole ? auth::KeySet::read(outcome.body)
                                                        : Result<auth::KeySet>{unreachable(metadata.jwks + ": " + outcome.fault)};
    if (!set) return unreachable(metadata.jwks + ": " + set.error().detail.en);
    const std::lock_guard lock(mutex_);
    remember(keys_, metadata.jwks, Keys{*set, now});
    return *std::move(set);
}

Result<std::string> OutsideLogin::address(const ProviderSettings& provider, const Bond& bond) {
    const auto metadata = TRY(this->metadata(provider));
    std::vector<std::string> scopes{"openid"};
    for (const auto& each : provider.scopes)
        if (!names(scopes, each)) scopes.push_back(each);
    return with_parameters(metadata.authorization, {{"response_type", "code"},
                                                    {"client_id", provider.client_id},
                                                    {"redirect_uri", bond.redirect_uri},
                                                    {"scope", joined(scopes)},
                                                    {"state", bond.state},
                                                    {"nonce", bond.nonce},
                                                    {"code_challenge", base64url(auth::sha256_of(bond.verifier))},
                                                    {"code_challenge_method", "S256"}});
}

Result<json::Object> OutsideLogin::tokens(const ProviderSettings& provider, const Metadata& metadata, const std::string& secret,
                                          const std::string& code, const Bond& bond) {
    Parameters form{{"grant_type", "authorization_code"},
                    {"code", code},
                    {"redirect_uri", bond.redirect_uri},
                    {"code_verifier", bond.verifier}};
    web::Request request{.url = metadata.token, .headers = {"Content-Type: application/x-www-form-urlencoded"}};
    if (secret.empty() || !metadata.takes_basic) form.emplace_back("client_id", provider.client_id);
    if (!secret.empty() && metadata.takes_basic) request.headers.push_back(basic(provider.client_id, secret));
    if (!secret.empty() && !metadata.takes_basic) form.emplace_back("client_secret", secret);
    request.body = with_parameters("", form).substr(1);
    const auto outcome = TRY(asked(true, std::move(request)));
    if (outcome.status >= 400 && outcome.status < 500)
        return log_in_refused("HTTP " + std::to_string(outcome.status) + " " + outcome.body.substr(0, 200));
    return object_in(outcome, metadata.token);
}

Result<json::Object> OutsideLogin::claims(const ProviderSettings& provider, const std::string& secret, const Answer& answer,
                                          const Bond& bond) {
    const auto metadata = TRY(this->metadata(provider));
    // Another provider's answer, passed on to us to have its code sent to the wrong one (RFC 9207).
    if (answer.issuer.empty() ? metadata.names_issuer : answer.issuer != provider.issuer)
        return log_in_refused("the answer names the issuer \"" + answer.issuer + "\"");
    const auto given = TRY(tokens(provider, metadata, secret, answer.code, bond));
    const auto token = text_in(given, "id_token");
    const auto unchecked = auth::taken_apart(token);
    if (!unchecked) return log_in_refused("its id_token: " + unchecked.error().detail.en);
    const auto set = TRY(keys(metadata, unchecked->key_id, unchecked->algorithm));
    auto claims = auth::checked(token, set, {"jwt", provider.issuer, provider.client_id}, clock_.now());
    if (!claims) return log_in_refused("its id_token: " + claims.error().detail.en);
    if (!auth::same_secret(claims->text("nonce"), bond.nonce)) return log_in_refused("its id_token is another log-in's");
    if ((claims->audience.size() > 1 || claims->all.contains("azp")) && claims->text("azp") != provider.client_id)
        return log_in_refused("its id_token was made for another");
    if (claims->subject.size() > subject_max) return log_in_refused("its subject is too long");
    return std::move(claims->all);
}

}  // namespace patente::oauth
