#include "domain/parking/api.h"
#include "platform/http/entity_tag.h"

namespace patente::parking {
namespace {

http::Response answer_with(const Dependencies& on, storage::Session& session, const Stay& stay, Instant now, int status = 200) {
    const auto view = wire::view_of(stay, *store::zone(session, stay.zone), on.metering.quote(session, stay, now));
    return http::tagged(http::json_response(view, status), stay.version);
}

// An attendant's act on the stay in the path, and the stay as it stands after it.
template <typename Act>
http::Answer act_on(const Dependencies& on, const http::Request& request, Act&& act) {
    return on.database.write([&](storage::Session& session) -> http::Answer {
        const auto before = TRY(stay_in(session, request));
        TRY(http::unchanged_since(request, before.version));
        Attendant attendant{on.metering};
        const Stay stay = TRY(act(attendant, session, before.id));
        return answer_with(on, session, stay, request.received);
    });
}

http::Answer begin(const Dependencies& on, const http::Request& request) {
    const auto body = TRY(json::read<wire::NewStayIn>(request.body));
    const NewStay wanted{body.plate.plate, body.zone, body.entered_at.value_or(request.received), body.vehicle_class};
    if (!request.caller.may_at(body.zone.text())) return zone_not_found();
    return on.database.write([&](storage::Session& session) -> http::Answer {
        const Stay stay = TRY(Attendant{on.metering}.begin(session, wanted, request.received, caller_of(request)));
        auto response = answer_with(on, session, stay, request.received, 201);
        response.headers.emplace_back("Location", "/v1/parking/stays/" + stay.id.text());
        request.keep_answer(session, response);
        return response;
    });
}

http::Answer close(const Dependencies& on, const http::Request& request) {
    const auto body = TRY(json::read<wire::ClosureIn>(request.body.empty() ? "{}" : request.body));
    return act_on(on, request, [&](Attendant& attendant, storage::Session& session, const StayId& id) {
        return attendant.end(session, id, body.left_at.value_or(request.received), body.reason, request.received,
                             caller_of(request));
    });
}

http::Answer reopen(const Dependencies& on, const http::Request& request) {
    return act_on(on, request, [&](Attendant& attendant, storage::Session& session, const StayId& id) {
        return attendant.take_back_end(session, id, "taken_back", request.received, caller_of(request));
    });
}

http::Answer undo_match(const Dependencies& on, const http::Request& request) {
    return act_on(on, request, [&](Attendant& attendant, storage::Session& session, const StayId& id) {
        return attendant.undo_match(session, id, request.received, caller_of(request));
    });
}

http::Answer answer(const Dependencies& on, const http::Request& request) {
    const auto body = TRY(json::read<wire::AnswerIn>(request.body));
    if (body.of.has_value() != (body.is == AnswerKind::exit))
        return fail(
            ErrorKind::invalid, "body-invalid",
            {"Some fields are not right; see errors.", "Algunos campos no están bien; ver errores."},
            {{"/of",
              "required",
              {"With exit, and only with it: the stay that it ends.", "Con exit, y solo con él: la estadía que termina."}}});
    return act_on(on, request, [&](Attendant& attendant, storage::Session& session, const StayId& id) -> Result<Stay> {
        const auto other = body.of ? store::stay(session, *body.of) : std::nullopt;
        if (other && !request.caller.may_at(other->zone.text())) return stay_not_found();
        return attendant.answer(session, id, body.is, body.of, request.received, caller_of(request));
    });
}

http::Answer change_stay(const Dependencies& on, const http::Request& request) {
    auto body = TRY(json::read<wire::StayChangeIn>(request.body));
    const StayChange wanted{body.plate ? std::optional{body.plate->plate} : std::nullopt, body.entered_at, body.vehicle_class,
                            body.reason};
    return act_on(on, request, [&](Attendant& attendant, storage::Session& session, const StayId& id) {
        return attendant.change(session, id, wanted, request.received, caller_of(request));
    });
}

// ---- reading -------------------------------------------------------------------------------------------------------

Result<store::StaySearch> search_in(const http::Request& request) {
    static const std::vector<std::string_view> states{"",     "open",     "ask",     "closed", "unpaid", "partly_paid",
                                                      "paid", "forgiven", "disputed"};
    const auto period = TRY(period_in(request));
    const auto state = request.query_value("state").value_or("");
    if (std::ranges::find(states, state) == states.end())
        return query_invalid("state", {"No such state.", "No existe ese estado."});
    return store::StaySearch{TRY(plate_in(request, period, state == "open" || state == "ask")),
                             request.query_value("zone").value_or(""),
                             state,
                             period.from,
                             period.to,
                             request.caller.zones};
}

Result<std::optional<std::pair<Instant, StayId>>> after_in(const http::PageAsked& asked) {
    if (!asked.after) return std::nullopt;
    const auto at = parse_rfc3339(asked.after->sort_key);
    const auto id = StayId::parse(asked.after->id);
    if (!at || !id) return query_invalid("cursor", {"Take it from next.", "Tómelo de next."});
    return std::pair{*at, *id};
}

http::Answer list_stays(const Dependencies& on, const http::Request& request) {
    const auto asked = TRY(http::page_asked(request));
    const auto after = TRY(after_in(asked));
    const auto search = TRY(search_in(request));
    return on.database.read([&](storage::Session& session) -> http::Answer {
        const auto stays = store::stays(session, search, after, asked.limit + 1);
        std::set<ZoneId> ids;
        for (const auto& stay : stays) ids.insert(stay.zone);
        const auto zones = store::zones(session, ids);
        const auto quoted = on.metering.quotes(session, zones, stays, request.received);
        std::vector<wire::StayOut> rows;
        for (std::size_t i = 0; i < stays.size(); ++i)
            rows.push_back(wire::view_of(stays[i], zones.at(stays[i].zone), quoted[i]));
        return http::json_response(http::page_of(std::move(rows), asked.limit, [](const wire::StayOut& each) {
            return http::Cursor{to_rfc3339(each.entered_at), each.id.text()};
        }));
    });
}

template <typename Act>
http::Answer read_stay(const Dependencies& on, const http::Request& request, Act&& act) {
    return on.database.read(
        [&](storage::Session& session) -> http::Answer { return act(session, TRY(stay_in(session, request))); });
}

http::Answer show_stay(const Dependencies& on, const http::Request& request) {
    return read_stay(on, request, [&](storage::Session& session, const Stay& stay) {
        return answer_with(on, session, stay, request.received);
    });
}

http::Answer quote(const Dependencies& on, const http::Request& request) {
    return read_stay(on, request, [&](storage::Session& session, const Stay& stay) {
        return http::json_response(on.metering.quote(session, stay, request.received));
    });
}

http::Answer history(const Dependencies& on, const http::Request& request) {
    return read_stay(on, request, [&](storage::Session& session, const Stay& stay) {
        wire::HistoryOut out;
        for (const auto& line : store::history(session, stay.id)) out.items.push_back(wire::view_of(line));
        return http::json_response(out);
    });
}

}  // namespace

std::vector<http::Route> stay_routes(const Dependencies& on) {
    using http::Method, http::Request, http::schema_of;
    const std::string stay = "/v1/parking/stays/{stay}";
    return {
        {.method = Method::post,
         .path = "/v1/parking/stays",
         .permission = "parking.operate",
         .summary = "Begin a stay by hand",
         .answer = [on](const Request& request) { return begin(on, request); },
         .takes = schema_of<wire::NewStayIn>(),
         .gives = schema_of<wire::StayOut>(),
         .success = 201},
        {.method = Method::get,
         .path = "/v1/parking/stays",
         .permission = "parking.read",
         .summary = "Stays, the latest entered first",
         .answer = [on](const Request& request) { return list_stays(on, request); },
         .gives = schema_of<http::Page<wire::StayOut>>(),
         .query = list_parameters("open, ask, closed, unpaid, partly_paid, paid, forgiven or disputed."),
         .personal = "stays"},
        {.method = Method::get,
         .path = stay,
         .permission = "parking.read",
         .summary = "One stay",
         .answer = [on](const Request& request) { return show_stay(on, request); },
         .gives = schema_of<wire::StayOut>(),
         .versioned = true,
         .personal = "stays"},
        {.method = Method::patch,
         .path = stay,
         .permission = "parking.operate",
         .summary = "Set a stay's plate, entry or vehicle class right; it is charged again",
         .answer = [on](const Request& request) { return change_stay(on, request); },
         .takes = schema_of<wire::StayChangeIn>(),
         .gives = schema_of<wire::StayOut>(),
         .versioned = true},
        {.method = Method::get,
         .path = stay + "/charge",
         .permission = "parking.read",
         .summary = "What this stay owes now, line by line",
         .answer = [on](const Request& request) { return quote(on, request); },
         .gives = schema_of<Charge>(),
         .personal = "stays"},
        {.method = Method::get,
         .path = stay + "/history",
         .permission = "parking.read",
         .summary = "What happened to this stay: when, by whom and why",
         .answer = [on](const Request& request) { return history(on, request); },
         .gives = schema_of<wire::HistoryOut>(),
         .personal = "stays"},
        {.method = Method::put,
         .path = stay + "/closure",
         .permission = "parking.operate",
         .summary = "End a stay by hand, or set its end right",
         .answer = [on](const Request& request) { return close(on, request); },
         .takes = schema_of<wire::ClosureIn>(),
         .gives = schema_of<wire::StayOut>(),
         .versioned = true},
        {.method = Method::del,
         .path = stay + "/closure",
         .permission = "parking.operate",
         .summary = "Take back the end of a stay; its ticket is annulled",
         .answer = [on](const Request& request) { return reopen(on, request); },
         .gives = schema_of<wire::StayOut>(),
         .versioned = true},
        {.method = Method::put,
         .path = stay + "/answer",
         .permission = "parking.operate",
         .summary = "Say what an unclear sighting was: an exit, a new car, or nothing",
         .answer = [on](const Request& request) { return answer(on, request); },
         .takes = schema_of<wire::AnswerIn>(),
         .gives = schema_of<wire::StayOut>(),
         .versioned = true},
        {.method = Method::del,
         .path = stay + "/match",
         .permission = "parking.operate",
         .summary = "Undo an exit that was matched through a misreading",
         .answer = [on](const Request& request) { return undo_match(on, request); },
         .gives = schema_of<wire::StayOut>(),
         .description = "The stay is open again and the sighting counts anew, as another car's.",
         .versioned = true},
    };
}

}  // namespace patente::parking
