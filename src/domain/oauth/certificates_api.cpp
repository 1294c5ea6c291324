#include "domain/oauth/api.h"
#include "domain/oauth/wire.h"

namespace patente::oauth {
namespace {

using http::Request;
using storage::Session;

wire::CertificateOut view_of(const Certificate& each) {
    return {each.fingerprint, each.settings, each.made_at, each.expires_at, each.revoked_at};
}

http::Answer add_certificate(const Dependencies& on, const Request& request) {
    const auto body = TRY(json::read<wire::CertificateIn>(request.body));
    const auto known = on.permissions();
    std::vector<Fault> faults;
    for (std::size_t i = 0; i < body.settings.permissions.size(); ++i) {
        const auto& each = body.settings.permissions[i];
        const auto pointer = "/settings/permissions/" + std::to_string(i);
        if (!names(known, each))
            faults.push_back({pointer, "unknown", {"There is no such permission.", "No existe ese permiso."}});
        else if (!request.caller.may(each))
            faults.push_back({pointer, "beyond", {"You may not do this yourself.", "Usted mismo no puede hacer esto."}});
    }
    if (body.expires_at <= request.received) faults.push_back({"/expires_at", "range", {"It lies in the past.", "Ya pasó."}});
    if (!faults.empty())
        return fail(ErrorKind::invalid, "certificate-invalid",
                    {"The certificate is not right; see errors.", "El certificado no está bien; ver errores."},
                    std::move(faults));
    const Certificate certificate{body.fingerprint, body.settings, request.received, body.expires_at, std::nullopt};
    auto answer = on.database.write([&](Session& session) -> http::Answer {
        if (store::certificate(session, certificate.fingerprint))
            return fail(ErrorKind::conflict, "certificate-exists", {"It is registered already.", "Ya está registrado."});
        store::put(session, certificate);
        auto response = http::json_response(view_of(certificate), 201);
        request.keep_answer(session, response);
        return response;
    });
    on.services.certificates.forget();
    return answer;
}

http::Answer list_certificates(const Dependencies& on) {
    wire::CertificatesOut all;
    for (const auto& each : on.database.read([](Session& session) { return store::certificates(session); }))
        all.items.push_back(view_of(each));
    return http::json_response(all);
}

http::Answer revoke_certificate(const Dependencies& on, const Request& request) {
    const bool revoked = on.database.write([&](Session& session) {
        return store::revoke_certificate(session, request.path_parameters.at("fingerprint"), request.received);
    });
    if (!revoked)
        return fail(ErrorKind::not_found, "certificate-not-found",
                    {"No certificate in force has this fingerprint.", "Ningún certificado vigente tiene esta huella."});
    on.services.certificates.forget();
    return http::Response{.status = 204, .content_type = {}};
}

}  // namespace

std::vector<http::Route> certificate_routes(const Dependencies& on) {
    using http::Method, http::schema_of;
    const std::string all = "/v1/oauth/certificates";
    return {
        {.method = Method::post,
         .path = all,
         .permission = "oauth.configure",
         .summary = "Register the certificate of a device",
         .answer = [on](const Request& request) { return add_certificate(on, request); },
         .takes = schema_of<wire::CertificateIn>(),
         .gives = schema_of<wire::CertificateOut>(),
         .success = 201,
         .description = "It counts where the server trusts who signed it (--client-ca)."},
        {.method = Method::get,
         .path = all,
         .permission = "oauth.read",
         .summary = "The certificates of devices, oldest first",
         .answer = [on](const Request&) { return list_certificates(on); },
         .gives = schema_of<wire::CertificatesOut>()},
        {.method = Method::del,
         .path = all + "/{fingerprint}",
         .permission = "oauth.configure",
         .summary = "Revoke a device's certificate",
         .answer = [on](const Request& request) { return revoke_certificate(on, request); },
         .success = 204},
    };
}

}  // namespace patente::oauth
