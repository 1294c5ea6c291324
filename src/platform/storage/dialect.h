// What differs between the databases, in one place. Statements are written once, as SQLite and PostgreSQL both take them;
// `in_dialect` puts in the words that differ and rewrites the few phrases that MariaDB says in another way.
#pragma once

#include <string>
#include <string_view>

namespace patente::storage {

enum class Dialect { sqlite, postgresql, mysql };  // mysql: MariaDB, named by its protocol

std::string_view name_of(Dialect dialect);

// The type of a column, or after AS in a CAST:
// {blob} bytes · {instant} milliseconds since 1970 (64 bit) · {real} double · {big} 64 bit integer ·
// {id} a UUID's text · {text} text of at most 255 characters, compared byte by byte · {long} text of any length, in no key ·
// {json} text that holds JSON · {serial} the primary key as a number that rises with each row added
//
// For MariaDB also:
// INSERT … ON CONFLICT (…) DO NOTHING   becomes INSERT IGNORE (whose other warnings Session::run makes errors)
// ON CONFLICT (…) DO UPDATE SET x = excluded.y   becomes ON DUPLICATE KEY UPDATE x = VALUES(y)
// CREATE INDEX … WHERE condition   loses its condition, whose columns join the key: those that equal something in front
// CREATE UNIQUE INDEX … WHERE condition   gets a stored column that is 1 where the condition holds and else NULL
std::string in_dialect(Dialect dialect, std::string_view statement);

}  // namespace patente::storage
