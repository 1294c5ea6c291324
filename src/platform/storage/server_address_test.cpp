#include "platform/storage/server_address.h"

#include <gtest/gtest.h>

namespace patente::storage {
namespace {

TEST(ServerAddress, NamesAnotherDatabaseOfTheSameServer) {
    EXPECT_EQ(with_database("mysql://ana:p@h:3306/one", "two"), "mysql://ana:p@h:3306/two");
    EXPECT_EQ(with_database("mysql://ana@localhost/one?socket=/run/my.sock", "two"),
              "mysql://ana@localhost/two?socket=/run/my.sock");
    EXPECT_EQ(with_database("postgresql://h?host=/run/pg", "two"), "postgresql://h/two?host=/run/pg");
    EXPECT_EQ(with_database("postgresql://h", "two"), "postgresql://h/two");
    EXPECT_EQ(with_database("postgresql:///one", "two"), "postgresql:///two");
}

}  // namespace
}  // namespace patente::storage
