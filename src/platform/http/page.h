// Lists in pages that stay right while rows are added: `limit` and `cursor` in the query, {items, next} out.
//
//     const PageAsked asked = TRY(page_asked(request));
//     auto rows = store.stays(asked.limit + 1, asked.after);       // one more than asked tells whether there is a next
//     return json_response(page_of(std::move(rows), asked.limit, [](const StayView& each) {
//         return Cursor{to_rfc3339(each.entered_at), each.id.text()};
//     }));
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "platform/http/route.h"

namespace patente::http {

// The place after which the next page starts: the last row's sort key, and its id among equal keys.
struct Cursor {
    std::string sort_key;
    std::string id;

    bool operator==(const Cursor&) const = default;
};

struct PageAsked {
    int limit = 50;               // 1 to 200
    std::optional<Cursor> after;  // nullopt: from the start
};

// From ?limit= and ?cursor=. 422 "query-invalid" with faults named "limit" and "cursor".
Result<PageAsked> page_asked(const Request& request);

std::string text_of(const Cursor& cursor);                 // opaque, base64url
std::optional<Cursor> cursor_from(std::string_view text);  // nullopt when we did not make it

// The two rows of Route::query that say so.
std::vector<QueryParameter> page_parameters();

template <typename T>
struct Page {
    std::vector<T> items;
    std::optional<std::string> next;  // the cursor of the next page; null on the last

    static constexpr auto fields() {
        return std::tuple{json::field("items", &Page::items),
                          json::field("next", &Page::next).help("Cursor of the next page; null on the last page.")};
    }
};

// `rows`: up to limit + 1 of them. `cursor_of(row)` gives the Cursor of the last row shown.
template <typename T, typename CursorOf>
Page<T> page_of(std::vector<T> rows, int limit, CursorOf&& cursor_of) {
    Page<T> page{std::move(rows), std::nullopt};
    if (page.items.size() > static_cast<std::size_t>(limit)) {
        page.items.resize(limit);
        page.next = text_of(cursor_of(std::as_const(page.items.back())));
    }
    return page;
}

}  // namespace patente::http
