// What differs between the databases, in one place. Statements are written once; where a word must
// differ, they hold a placeholder in braces that `in_dialect` puts in.
#pragma once

#include <string>
#include <string_view>

namespace patente::storage {

enum class Dialect { sqlite, postgresql };

// {blob} bytes · {instant} milliseconds since 1970 (64 bit) · {real} double · {big} 64 bit integer ·
// {id} a UUID's text · {text} text, compared byte by byte · {json} text that holds JSON ·
// {serial} the primary key as a number that rises with each row added
std::string in_dialect(Dialect dialect, std::string_view sql);

}  // namespace patente::storage
