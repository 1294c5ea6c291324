#include "platform/process/process.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

namespace patente::process {
namespace {

TEST(Process, KnowsWhoRunsOnThisMachine) {
    const auto self = own_identity();
    EXPECT_EQ(self, own_identity());
    EXPECT_EQ(life_of(self, self), Life::alive);
    auto earlier = self;  // of the same pid
    --earlier.started;
    EXPECT_EQ(life_of(earlier, self), Life::dead);
    auto elsewhere = self;
    elsewhere.host = "another boot";
    EXPECT_EQ(life_of(elsewhere, self), Life::unknown);
}

TEST(Process, IsDeadOnceKilledThoughNobodyHasWaitedForIt) {
    int tell[2];
    ASSERT_EQ(::pipe(tell), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        const auto text = own_identity().text();
        if (::write(tell[1], text.data(), text.size()) < 0) ::_exit(1);
        ::pause();
        ::_exit(0);
    }
    char text[512];
    const auto length = ::read(tell[0], text, sizeof text);
    ASSERT_GT(length, 0);
    const auto other = Identity::parse({text, static_cast<std::size_t>(length)});
    ASSERT_TRUE(other);
    EXPECT_EQ(other->pid, child);
    EXPECT_EQ(life_of(*other, own_identity()), Life::alive);
    ::kill(child, SIGKILL);
    siginfo_t ended;
    ::waitid(P_PID, static_cast<id_t>(child), &ended, WEXITED | WNOWAIT);  // it stays a zombie
    EXPECT_EQ(life_of(*other, own_identity()), Life::dead);
    ::waitpid(child, nullptr, 0);
    EXPECT_EQ(life_of(*other, own_identity()), Life::dead);
    ::close(tell[0]);
    ::close(tell[1]);
}

TEST(Process, IsReadFromItsText) {
    const auto self = own_identity();
    EXPECT_EQ(Identity::parse(self.text()), self);
    for (const auto* wrong : {"", "x", "host 1", "host 1 x", "host x 1", "host  1"})
        EXPECT_FALSE(Identity::parse(wrong)) << wrong;
}

}  // namespace
}  // namespace patente::process
