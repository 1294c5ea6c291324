// Who may give which rights to whom, which roles there are from the start, and when a session ends. Pure.
#pragma once

#include "base/result.h"
#include "domain/identity/model.h"

namespace patente::identity {

// The roles that every installation has: what they may do until somebody changes it.
const std::vector<Role>& built_in_roles();
// Theirs is said in the language of who reads; others have the name that somebody gave them.
Text name_of_built_in(std::string_view role);

// What people may do, as screens say it; nullopt for what is no permission.
std::optional<Text> text_of_permission(std::string_view permission);

// The permissions of all these roles together, each once. Roles that are not there any more give none.
std::vector<std::string> permissions_of(const std::vector<std::string>& roles, const std::vector<Role>& there);

// Nobody gives what they do not have, nor rules over who may do more: forbidden "rights-exceeded".
Result<> check_within(const Rights& mine, const Rights& theirs);

// What the settings meet outside.
struct Known {
    std::vector<std::string> permissions;            // that routes name
    std::vector<std::string> roles, zones, devices;  // of those that are named: the ones that there are
};
// Errors: invalid "user-invalid", "role-invalid" with every fault.
Result<> checked(const UserSettings& settings, const Known& known, bool login_taken);
Result<> checked(const RoleSettings& settings, const Known& known);
// The faults of what a user or a key is limited to.
void check_limits(const std::vector<std::string>& zones, const std::vector<std::string>& devices, const Known& known,
                  std::vector<Fault>& faults);

bool is_administrator(const User& user);  // and may sign in
// One administrator stays: conflict "administrator-last". `others`: administrators beside this user.
Result<> check_administrator_stays(const User& before, const User* after, std::int64_t others);

// A session that nobody uses ends, and any ends some day.
constexpr std::chrono::hours idle_time{12};
constexpr std::chrono::days whole_time{7};
Instant end_of(const Session& session);

}  // namespace patente::identity
