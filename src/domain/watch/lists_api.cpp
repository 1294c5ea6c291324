// Watch lists and their entries.
#include "domain/watch/api.h"
#include "domain/watch/wire.h"
#include "platform/http/entity_tag.h"
#include "platform/http/merge_patch.h"
#include "platform/http/page.h"

namespace patente::watch {
namespace {

using storage::Session;

constexpr std::uint64_t import_body_limit = 16 << 20;
constexpr std::size_t imported_at_once = 500;  // so that others may write in between

Failure list_not_found() {
    return fail(ErrorKind::not_found, "watch-list-not-found",
                {"There is no such watch list.", "No existe esa lista de búsqueda."});
}

Result<List> list_in(Session& session, const http::Request& request) {
    const auto id = ListId::parse(request.path_parameters.at("list"));
    auto list = id ? store::list(session, *id) : std::nullopt;
    if (!list) return list_not_found();
    return *std::move(list);
}

Result<Entry> entry_in(Session& session, const http::Request& request) {
    const auto list = TRY(list_in(session, request));
    const auto id = EntryId::parse(request.path_parameters.at("entry"));
    auto entry = id ? store::entry(session, list.id, *id) : std::nullopt;
    if (!entry)
        return fail(ErrorKind::not_found, "watch-entry-not-found",
                    {"The list has no such entry.", "La lista no tiene esa entrada."});
    return *std::move(entry);
}

template <typename View>
http::Response answer_with(const View& view, const std::string& path, int status = 200) {
    auto response = http::tagged(http::json_response(view, status), view.version);
    if (status == 201) response.headers.emplace_back("Location", path + view.id.text());
    return response;
}

http::Response answer_list(Session& session, const List& list, int status = 200) {
    return answer_with(wire::view_of(list, store::count_entries(session, list.id)), "/v1/watch/lists/", status);
}

http::Response answer_entry(const Entry& entry, Instant now, int status = 200) {
    return answer_with(wire::view_of(entry, now), "/v1/watch/lists/" + entry.list.text() + "/entries/", status);
}

Result<> name_is_free(Session& session, const List& list) {
    const auto other = store::list_named(session, list.settings.name);
    if (!other || other->id == list.id) return {};
    return fail(ErrorKind::invalid, "watch-list-invalid",
                {"The list is not right; see errors.", "La lista no está bien; ver errores."},
                {{"/name", "taken", {"Another list has this name.", "Otra lista tiene este nombre."}}});
}

Result<> plate_is_free(Session& session, const Entry& entry) {
    const auto other = store::entry_of_plate(session, entry.list, entry.settings.plate);
    if (!other || other->id == entry.id) return {};
    return fail(ErrorKind::invalid, "watch-entry-invalid",
                {"The entry is not right; see errors.", "La entrada no está bien; ver errores."},
                {{"/plate", "taken", {"The list has this plate already.", "La lista ya tiene esta patente."}}});
}

http::Answer add_list(const Dependencies& on, const http::Request& request) {
    const List list{ListId::made_at(request.received), 1, TRY(json::read<ListSettings>(request.body)), request.received,
                    request.received};
    return on.database.write([&](Session& session) -> http::Answer {
        TRY(name_is_free(session, list));
        store::add(session, list);
        auto response = answer_list(session, list, 201);
        request.keep_answer(session, response);
        return response;
    });
}

http::Answer lists(const Dependencies& on, const http::Request& request) {
    const auto asked = TRY(http::page_asked(request));
    const auto after = asked.after.value_or(http::Cursor{}).sort_key;
    return on.database.read([&](Session& session) -> http::Answer {
        std::vector<wire::ListOut> rows;
        for (const auto& each : store::lists(session, after, asked.limit + 1))
            rows.push_back(wire::view_of(each, store::count_entries(session, each.id)));
        return http::json_response(http::page_of(
            std::move(rows), asked.limit, [](const wire::ListOut& each) { return http::Cursor{each.name, each.id.text()}; }));
    });
}

http::Answer show_list(const Dependencies& on, const http::Request& request) {
    return on.database.read(
        [&](Session& session) -> http::Answer { return answer_list(session, TRY(list_in(session, request))); });
}

http::Answer edit_list(const Dependencies& on, const http::Request& request) {
    return on.database.write([&](Session& session) -> http::Answer {
        auto list = TRY(list_in(session, request));
        TRY(http::unchanged_since(request, list.version));
        list.settings = TRY(http::patched(list.settings, request.body));
        TRY(name_is_free(session, list));
        ++list.version;
        list.changed_at = request.received;
        store::save(session, list);
        return answer_list(session, list);
    });
}

http::Answer remove_list(const Dependencies& on, const http::Request& request) {
    return on.database.write([&](Session& session) -> http::Answer {
        const auto list = TRY(list_in(session, request));
        TRY(http::unchanged_since(request, list.version));
        store::remove(session, list.id);
        return http::Response{.status = 204, .content_type = {}};
    });
}

http::Answer add_entry(const Dependencies& on, const http::Request& request) {
    Entry entry{.id = EntryId::made_at(request.received),
                .settings = TRY(checked(TRY(json::read<EntrySettings>(request.body)))),
                .added_by = request.caller.name,
                .created_at = request.received,
                .changed_at = request.received};
    return on.database.write([&](Session& session) -> http::Answer {
        entry.list = TRY(list_in(session, request)).id;
        TRY(plate_is_free(session, entry));
        store::add(session, entry);
        auto response = answer_entry(entry, request.received, 201);
        request.keep_answer(session, response);
        return response;
    });
}

http::Answer entries(const Dependencies& on, const http::Request& request) {
    const auto asked = TRY(http::page_asked(request));
    const auto after = asked.after.value_or(http::Cursor{}).sort_key;
    return on.database.read([&](Session& session) -> http::Answer {
        const auto list = TRY(list_in(session, request));
        std::vector<wire::EntryOut> rows;
        for (const auto& each : store::entries(session, list.id, after, asked.limit + 1))
            rows.push_back(wire::view_of(each, request.received));
        return http::json_response(http::page_of(
            std::move(rows), asked.limit, [](const wire::EntryOut& each) { return http::Cursor{each.plate, each.id.text()}; }));
    });
}

http::Answer show_entry(const Dependencies& on, const http::Request& request) {
    return on.database.read(
        [&](Session& session) -> http::Answer { return answer_entry(TRY(entry_in(session, request)), request.received); });
}

http::Answer edit_entry(const Dependencies& on, const http::Request& request) {
    return on.database.write([&](Session& session) -> http::Answer {
        auto entry = TRY(entry_in(session, request));
        TRY(http::unchanged_since(request, entry.version));
        entry.settings = TRY(checked(TRY(http::patched(entry.settings, request.body))));
        TRY(plate_is_free(session, entry));
        ++entry.version;
        entry.changed_at = request.received;
        store::save(session, entry);
        return answer_entry(entry, request.received);
    });
}

http::Answer remove_entry(const Dependencies& on, const http::Request& request) {
    return on.database.write([&](Session& session) -> http::Answer {
        const auto entry = TRY(entry_in(session, request));
        TRY(http::unchanged_since(request, entry.version));
        store::remove(session, entry.id);
        return http::Response{.status = 204, .content_type = {}};
    });
}

// Adds an entry, or brings the one of its plate up to date.
void take_in(Session& session, const ListId& list, const EntrySettings& settings, const http::Request& request,
             wire::ImportOut& out) {
    auto entry = store::entry_of_plate(session, list, settings.plate);
    if (!entry) {
        store::add(session, Entry{EntryId::made_at(request.received), list, 1, settings, request.caller.name, request.received,
                                  request.received});
        ++out.added;
        return;
    }
    if (json::text_of(entry->settings) == json::text_of(settings)) {
        ++out.unchanged;
        return;
    }
    entry->settings = settings;
    ++entry->version;
    entry->changed_at = request.received;
    store::save(session, *entry);
    ++out.changed;
}

// Good lines count, a part at a time; the same file again changes nothing.
http::Answer import_entries(const Dependencies& on, const http::Request& request) {
    const auto list = TRY(on.database.read([&](Session& session) { return list_in(session, request); }));
    const auto csv = TRY(imported(request.body));
    wire::ImportOut out{.lines = csv.lines};
    for (const auto& each : csv.faults) out.errors.push_back({each.line, each.column, each.code, each.detail});
    for (std::size_t begin = 0; begin < csv.entries.size(); begin += imported_at_once) {
        const auto end = std::min(begin + imported_at_once, csv.entries.size());
        out = TRY(on.database.write([&](Session& session) -> Result<wire::ImportOut> {
            if (!store::list(session, list.id)) return list_not_found();
            auto so_far = out;
            for (auto i = begin; i < end; ++i) take_in(session, list.id, csv.entries[i], request, so_far);
            return so_far;
        }));
    }
    auto response = http::json_response(out);
    on.database.write([&](Session& session) { request.keep_answer(session, response); });
    return response;
}

}  // namespace

std::vector<http::Route> list_routes(const Dependencies& on) {
    using http::Method, http::Request, http::schema_of;
    const std::string all = "/v1/watch/lists", list = all + "/{list}", entry = list + "/entries/{entry}";
    return {
        {.method = Method::post,
         .path = all,
         .permission = "watch.write",
         .summary = "Make a watch list",
         .answer = [on](const Request& request) { return add_list(on, request); },
         .takes = schema_of<ListSettings>(),
         .gives = schema_of<wire::ListOut>(),
         .success = 201},
        {.method = Method::get,
         .path = all,
         .permission = "watch.read",
         .summary = "All watch lists, by name",
         .answer = [on](const Request& request) { return lists(on, request); },
         .gives = schema_of<http::Page<wire::ListOut>>(),
         .query = http::page_parameters()},
        {.method = Method::get,
         .path = list,
         .permission = "watch.read",
         .summary = "One watch list",
         .answer = [on](const Request& request) { return show_list(on, request); },
         .gives = schema_of<wire::ListOut>(),
         .versioned = true},
        {.method = Method::patch,
         .path = list,
         .permission = "watch.write",
         .summary = "Change a watch list",
         .answer = [on](const Request& request) { return edit_list(on, request); },
         .takes = http::patch_of<ListSettings>(),
         .gives = schema_of<wire::ListOut>(),
         .versioned = true},
        {.method = Method::del,
         .path = list,
         .permission = "watch.write",
         .summary = "Remove a watch list with its entries; its alerts stay",
         .answer = [on](const Request& request) { return remove_list(on, request); },
         .success = 204,
         .versioned = true},
        {.method = Method::post,
         .path = list + "/entries",
         .permission = "watch.write",
         .summary = "Look for a plate",
         .answer = [on](const Request& request) { return add_entry(on, request); },
         .takes = schema_of<EntrySettings>(),
         .gives = schema_of<wire::EntryOut>(),
         .success = 201,
         .description =
             "Sightings from now on alert, also those that were read as a look-alike, each with the chance that it is this plate."},
        {.method = Method::get,
         .path = list + "/entries",
         .permission = "watch.read",
         .summary = "The plates of a list, by plate",
         .answer = [on](const Request& request) { return entries(on, request); },
         .gives = schema_of<http::Page<wire::EntryOut>>(),
         .query = http::page_parameters(),
         .personal = "watch_entries"},
        {.method = Method::get,
         .path = entry,
         .permission = "watch.read",
         .summary = "One entry",
         .answer = [on](const Request& request) { return show_entry(on, request); },
         .gives = schema_of<wire::EntryOut>(),
         .versioned = true,
         .personal = "watch_entries"},
        {.method = Method::patch,
         .path = entry,
         .permission = "watch.write",
         .summary = "Change an entry",
         .answer = [on](const Request& request) { return edit_entry(on, request); },
         .takes = http::patch_of<EntrySettings>(),
         .gives = schema_of<wire::EntryOut>(),
         .versioned = true},
        {.method = Method::del,
         .path = entry,
         .permission = "watch.write",
         .summary = "Look for a plate no more",
         .answer = [on](const Request& request) { return remove_entry(on, request); },
         .success = 204,
         .versioned = true},
        {.method = Method::post,
         .path = list + "/imports",
         .permission = "watch.write",
         .summary = "Take plates in from a CSV file",
         .answer = [on](const Request& request) { return import_entries(on, request); },
         .gives = schema_of<wire::ImportOut>(),
         .body_limit = import_body_limit,
         .description =
             "The body is text/csv with the columns plate, why, who and, if wanted, reference, region, until, named in the first line; "
             "divided by commas or semicolons. Good lines are taken in: a plate that the list has is brought up to date. The others "
             "are named by line."},
    };
}

}  // namespace patente::watch
