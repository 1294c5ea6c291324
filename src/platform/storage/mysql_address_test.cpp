#include "platform/storage/mysql_address.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace patente::storage {
namespace {

const std::string always = "charset=utf8mb4 connect_timeout=5";

TEST(MysqlAddress, BecomesWhatTheDriverTakes) {
    EXPECT_EQ(mysql_connect_string("mysql://ana:se%20cret@db.example:3307/patente"),
              always + " host='db.example' port='3307' user='ana' password='se cret' db='patente'");
    EXPECT_EQ(mysql_connect_string("mysql://root@localhost/patente?socket=/run/my.sock&sslca=/etc/ca.pem"),
              always + " host='localhost' user='root' db='patente' unix_socket='/run/my.sock' sslca='/etc/ca.pem'");
    EXPECT_EQ(mysql_connect_string("mysql://localhost/patente"), always + " host='localhost' db='patente'");
}

TEST(MysqlAddress, KeepsQuotesInsideTheirValue) {
    EXPECT_EQ(mysql_connect_string(R"(mysql://a:p@%27 db='x\@h/n)"),
              always + R"( host='h' user='a' password='p@\' db=\'x\\' db='n')");
}

TEST(MysqlAddress, SaysWhatIsWrongWithoutThePassword) {
    for (const char* wrong :
         {"mysql://a:secret@h", "mysql://a:secret@h:x/n", "mysql://a:secret%2@h/n", "mysql://a:secret@h/n?reconnect=1"})
        try {
            mysql_connect_string(wrong);
            ADD_FAILURE() << wrong << " was taken";
        } catch (const std::runtime_error& error) {
            EXPECT_EQ(std::string(error.what()).find("secret"), std::string::npos);
        }
}

}  // namespace
}  // namespace patente::storage
