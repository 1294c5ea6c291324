#include "platform/storage/reserved_words.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <sstream>

#include "platform/storage/session.h"

namespace patente::storage {
namespace {

// SQLite 3.40: found by trying each keyword as the name of a column. PostgreSQL 15: pg_get_keywords(), "reserved".
// MariaDB 10.11: the page "Reserved Words" of its manual.
constexpr const char* words =
    "accessible add all alter analyse analyze and any array as asc asensitive asymmetric authorization autoincrement before "
    "between bigint binary blob both by call cascade case cast change char character check collate collation column commit "
    "concurrently condition constraint continue convert create cross current_catalog current_date current_role "
    "current_schema current_time current_timestamp current_user cursor database databases day_hour day_microsecond "
    "day_minute day_second dec decimal declare default deferrable delayed delete delete_domain_id desc describe "
    "deterministic distinct distinctrow div do do_domain_ids double drop dual each else elseif enclosed end escape escaped "
    "except exists exit explain false fetch float float4 float8 for force foreign freeze from full fulltext general grant "
    "group having high_priority hour_microsecond hour_minute hour_second if ignore ignore_domain_ids ignore_server_ids "
    "ilike in index infile initially inner inout insensitive insert int int1 int2 int3 int4 int8 integer intersect interval "
    "into is isnull iterate join key keys kill lateral leading leave left like limit linear lines load localtime "
    "localtimestamp lock long longblob longtext loop low_priority master_heartbeat_period master_ssl_verify_server_cert "
    "match maxvalue mediumblob mediumint mediumtext middleint minute_microsecond minute_second mod modifies natural "
    "no_write_to_binlog not nothing notnull null numeric offset on only optimize option optionally or order out outer "
    "outfile over overlaps page_checksum parse_vcol_expr partition placing precision primary procedure purge range read "
    "read_write reads real recursive ref_system_id references regexp release rename repeat replace require resignal "
    "restrict return returning revoke right rlike row_number rows schema schemas second_microsecond select sensitive "
    "separator session_user set show signal similar slow smallint some spatial specific sql sql_big_result "
    "sql_calc_found_rows sql_small_result sqlexception sqlstate sqlwarning ssl starting stats_auto_recalc stats_persistent "
    "stats_sample_pages straight_join symmetric table tablesample terminated then tinyblob tinyint tinytext to trailing "
    "transaction trigger true undo union unique unlock unsigned update usage use user using utc_date utc_time utc_timestamp "
    "values varbinary varchar varcharacter variadic varying verbose when where while window with write xor year_month "
    "zerofill ";

std::set<std::string, std::less<>> reserved() {
    std::istringstream all(words);
    return {std::istream_iterator<std::string>(all), {}};
}

}  // namespace

bool is_reserved_word(std::string_view name) {
    static const auto all = reserved();
    std::string lower(name);
    std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return std::tolower(c); });
    return all.contains(lower);
}

std::vector<std::string> reserved_names(Session& session) {
    std::set<std::string> found;
    std::string table, column;
    session.for_each(
        [&] {
            if (is_reserved_word(table)) found.insert(table);
            if (is_reserved_word(column)) found.insert(table + "." + column);
        },
        "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type IN ('table', 'view')",
        soci::into(table), soci::into(column));
    return {found.begin(), found.end()};
}

}  // namespace patente::storage
