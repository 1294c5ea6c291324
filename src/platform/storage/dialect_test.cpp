#include "platform/storage/dialect.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace patente::storage {
namespace {

TEST(Dialect, PutsInTheWordOfTheDatabase) {
    EXPECT_EQ(in_dialect(Dialect::sqlite, "a {blob}, b {real}"), "a BLOB, b REAL");
    EXPECT_EQ(in_dialect(Dialect::postgresql, "a {blob}, b {real}"), "a BYTEA, b DOUBLE PRECISION");
}

TEST(Dialect, LeavesOtherBracesAlone) {
    for (const char* text : {"", "x", R"('{"a": {}}')", "{", "}", "a {", "{A}"})
        EXPECT_EQ(in_dialect(Dialect::sqlite, text), text);
}

TEST(Dialect, RefusesAPlaceholderItDoesNotKnow) { EXPECT_THROW(in_dialect(Dialect::sqlite, "{bolb}"), std::logic_error); }

}  // namespace
}  // namespace patente::storage
