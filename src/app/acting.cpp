#include "app/acting.h"

#include <pwd.h>
#include <unistd.h>

#include <cstdlib>

#include "domain/audit/recorder.h"

namespace patente {
namespace {

// Who became root by sudo is named as himself.
std::string user_of_system() {
    if (const char* sudo = std::getenv("SUDO_USER"); sudo && geteuid() == 0) return sudo;
    const passwd* user = getpwuid(geteuid());
    return user ? user->pw_name : std::to_string(geteuid());
}

}  // namespace

audit::NewEntry entry_of_command(const std::string& name, Instant now, const std::string& why) {
    const auto user = user_of_system();
    audit::NewEntry entry{.at = now, .by = {.kind = "command", .id = user, .name = user}, .act = "command " + name};
    const std::pair<std::string_view, std::string_view> members[] = {{"why", why}};
    if (!why.empty()) entry.personal = audit::Personal{.content = audit::object_of(members)};
    return entry;
}

storage::Witness recorded_as_command(const std::string& name, Instant now) {
    return storage::Witness([entry = entry_of_command(name, now)](storage::Session& session) { audit::append(session, entry); });
}

}  // namespace patente
