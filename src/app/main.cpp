// patente: the one program. Every subcommand is a file in commands/.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>

#include "app/commands/audit.h"
#include "app/commands/backup.h"
#include "app/commands/certificate.h"
#include "app/commands/doctor.h"
#include "app/commands/eval.h"
#include "app/commands/history.h"
#include "app/commands/keys.h"
#include "app/commands/migrate.h"
#include "app/commands/oauth.h"
#include "app/commands/openapi.h"
#include "app/commands/queue.h"
#include "app/commands/read.h"
#include "app/commands/send.h"
#include "app/commands/serve.h"
#include "app/commands/tariff.h"
#include "app/commands/users.h"
#include "app/commands/zone.h"

#ifndef PATENTE_VERSION
#error "PATENTE_VERSION comes from CMakeLists.txt"
#endif

int main(int count, char** arguments) try {
    CLI::App app{"Reads licence plates and does what follows: parking, tracking, fines.", "patente"};
    app.set_version_flag("--version", PATENTE_VERSION);
    app.require_subcommand(1);
    patente::add_serve_command(app);
    patente::add_read_command(app);
    patente::add_eval_command(app);
    patente::add_send_command(app);
    patente::add_history_command(app);
    patente::add_tariff_command(app);
    patente::add_keys_command(app);
    patente::add_users_command(app);
    patente::add_oauth_command(app);
    patente::add_certificate_command(app);
    patente::add_migrate_command(app);
    patente::add_backup_command(app);
    patente::add_restore_command(app);
    patente::add_doctor_command(app);
    patente::add_queue_command(app);
    patente::add_audit_command(app);
    patente::add_zone_command(app);
    patente::add_openapi_command(app);
    CLI11_PARSE(app, count, arguments);
    return 0;
} catch (const CLI::Error& error) {
    std::fprintf(stderr, "patente: %s\n", error.what());
    return error.get_exit_code() != 0 ? error.get_exit_code() : 1;
} catch (const std::exception& error) {
    std::fprintf(stderr, "patente: %s\n", error.what());
    return 1;
}
