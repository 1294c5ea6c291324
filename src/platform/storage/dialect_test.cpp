#include "platform/storage/dialect.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace patente::storage {
namespace {

TEST(Dialect, PutsInTheWordOfTheDatabase) {
    EXPECT_EQ(in_dialect(Dialect::sqlite, "a {blob}, b {real}"), "a BLOB, b REAL");
    EXPECT_EQ(in_dialect(Dialect::postgresql, "a {blob}, b {real}"), "a BYTEA, b DOUBLE PRECISION");
    EXPECT_EQ(in_dialect(Dialect::mysql, "a {blob}, b {real}"), "a LONGBLOB, b DOUBLE");
}

TEST(Dialect, KnowsOtherWordsInACast) {
    const auto* cast = "CAST(:a AS {blob}), CAST(:b AS {text}), CAST(:c AS {big})";
    EXPECT_EQ(in_dialect(Dialect::sqlite, cast), "CAST(:a AS BLOB), CAST(:b AS TEXT), CAST(:c AS BIGINT)");
    EXPECT_EQ(in_dialect(Dialect::postgresql, cast), "CAST(:a AS BYTEA), CAST(:b AS TEXT), CAST(:c AS BIGINT)");
    EXPECT_EQ(in_dialect(Dialect::mysql, cast), "CAST(:a AS BINARY), CAST(:b AS CHAR), CAST(:c AS SIGNED)");
}

TEST(Dialect, SaysDuplicatesAsMariaDbDoes) {
    EXPECT_EQ(in_dialect(Dialect::mysql, "INSERT INTO t (a, b) VALUES (:a, :b) ON CONFLICT (a) DO NOTHING"),
              "INSERT IGNORE INTO t (a, b) VALUES (:a, :b)");
    EXPECT_EQ(in_dialect(Dialect::mysql, "INSERT INTO t (a) SELECT a FROM u ON CONFLICT DO NOTHING RETURNING a"),
              "INSERT IGNORE INTO t (a) SELECT a FROM u RETURNING a");
    EXPECT_EQ(
        in_dialect(Dialect::mysql, "INSERT INTO t (a, b) VALUES (:a, 1) ON CONFLICT (a) DO UPDATE SET b = excluded.b + t.b"),
        "INSERT INTO t (a, b) VALUES (:a, 1) ON DUPLICATE KEY UPDATE b = VALUES(b) + t.b");
    const auto* statement = "INSERT INTO t (a) VALUES (:a) ON CONFLICT (a) DO NOTHING";
    EXPECT_EQ(in_dialect(Dialect::postgresql, statement), statement);
}

TEST(Dialect, GivesMariaDbWholeIndicesForPartialOnes) {
    const auto of = [](const char* statement) { return in_dialect(Dialect::mysql, statement); };
    EXPECT_EQ(of("CREATE INDEX i ON t (a, b) WHERE c = 'x' AND d IS NULL"), "CREATE INDEX i ON t (c, d, a, b)");
    EXPECT_EQ(of("CREATE INDEX i ON t (a) WHERE b >= 2"), "CREATE INDEX i ON t (a, b)");
    EXPECT_EQ(of("CREATE INDEX i ON t (a, b) WHERE a IS NOT NULL"), "CREATE INDEX i ON t (a, b)");
    EXPECT_EQ(of("CREATE UNIQUE INDEX i ON t (a)\n    WHERE b IN ('x', 'y')"),
              "ALTER TABLE t ADD COLUMN i_holds TINYINT AS (CASE WHEN b IN ('x', 'y') THEN 1 END) STORED INVISIBLE, "
              "ADD UNIQUE INDEX i (a, i_holds)");
    EXPECT_EQ(of("CREATE UNIQUE INDEX i ON t (a) WHERE a IS NOT NULL"), "CREATE UNIQUE INDEX i ON t (a)");
    EXPECT_EQ(of("CREATE UNIQUE INDEX i ON t (a)"), "CREATE UNIQUE INDEX i ON t (a)");
}

TEST(Dialect, LeavesOtherBracesAlone) {
    for (const char* text : {"", "x", R"('{"a": {}}')", "{", "}", "a {", "{A}"})
        EXPECT_EQ(in_dialect(Dialect::sqlite, text), text);
}

TEST(Dialect, RefusesAPlaceholderItDoesNotKnow) { EXPECT_THROW(in_dialect(Dialect::sqlite, "{bolb}"), std::logic_error); }

}  // namespace
}  // namespace patente::storage
