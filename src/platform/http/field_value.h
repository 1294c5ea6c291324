// The small grammars inside header fields (RFC 9110 section 5.6). Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace patente::http {

bool is_token(std::string_view text);                               // one or more tchar
bool equals_ignoring_case(std::string_view a, std::string_view b);  // ASCII
std::string lower_case(std::string_view text);                      // ASCII
std::string_view trimmed(std::string_view text);                    // spaces and tabs

// "form-data; name="image"; filename="a b.jpg"".
struct FieldValue {
    std::string value;
    std::vector<std::pair<std::string, std::string>> parameters;  // names in lower case

    std::optional<std::string> parameter(std::string_view lower_case_name) const;
};

// nullopt for broken quotes, a parameter without "=" or one that is there twice. In a quoted string \" and \\ stand for
// " and \; any other backslash is itself, since browsers send paths so.
std::optional<FieldValue> field_value_of(std::string_view text);

std::vector<std::string_view> list_items(std::string_view text);  // "gzip, br;q=0.5" in pieces, trimmed, none empty
double quality_of(std::string_view item);                         // its q; 1 when absent, 0 when malformed

}  // namespace patente::http
