#include "app/doctor/rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace patente::doctor {
namespace {

using std::chrono::minutes;

constexpr std::uint64_t mib = 1 << 20;
constexpr std::uint64_t free_least = 256 * mib, free_wanted = 1024 * mib;
constexpr std::uint64_t files_least = 1'000, files_wanted = 10'000;
constexpr std::chrono::days certificate_wanted{30};
constexpr std::chrono::hours backup_wanted{48};

Finding fine(std::string check, Text what) { return {std::move(check), State::ok, std::move(what), {}}; }

std::string size_of(std::uint64_t bytes) {
    if (bytes < 1024 * mib) return fmt::format("{} MiB", bytes / mib);
    return fmt::format("{:.1f} GiB", static_cast<double>(bytes) / (1024.0 * mib));
}

// "1 h 3 min", "2 d 4 h", "40 s"
std::string span_of(std::chrono::milliseconds span) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(std::chrono::abs(span)).count();
    if (seconds < 120) return fmt::format("{} s", seconds);
    if (seconds < 3'600) return fmt::format("{} min", seconds / 60);
    if (seconds < 86'400) return fmt::format("{} h {} min", seconds / 3'600, seconds / 60 % 60);
    return fmt::format("{} d {} h", seconds / 86'400, seconds / 3'600 % 24);
}

const Text set_the_clock{
    "Set the clock (timedatectl set-ntp true), then restart the server. Photos and stays of the time between carry wrong times.",
    "Ponga en hora el reloj (timedatectl set-ntp true) y reinicie el servidor. Las fotos y estadías de ese lapso llevan horas "
    "equivocadas."};

// Times that were true when they were written: none can lie ahead.
void look_ahead(Findings& found, const ClockFacts& clock, const std::optional<Instant>& time, const Text& of_what) {
    if (!time || *time <= clock.now + clock_tolerance) return;
    const auto ahead = span_of(*time - clock.now);
    found.push_back({"clock",
                     State::failed,
                     {fmt::format("{} is {} ahead of the clock: it was set back, or it was ahead before.", of_what.en, ahead),
                      fmt::format("{} está {} adelante del reloj: se atrasó, o antes estaba adelantado.", of_what.es, ahead)},
                     set_the_clock});
}

// Other clocks: none may differ.
void compare(Findings& found, const ClockFacts& clock, const std::optional<Instant>& other, const Text& whose) {
    if (!other || std::chrono::abs(*other - clock.now) <= clock_tolerance) return;
    const auto by = span_of(*other - clock.now);
    const bool ahead = clock.now > *other;
    found.push_back(
        {"clock",
         State::failed,
         {fmt::format("The clock is {} {} {}.", by, ahead ? "ahead of" : "behind", whose.en),
          fmt::format("El reloj está {} {} {}.", by, ahead ? "adelantado respecto de" : "atrasado respecto de", whose.es)},
         set_the_clock});
}

std::string mode_of(unsigned mode) { return fmt::format("{:04o}", mode); }

Finding with_state(Finding finding, State state, Text todo) {
    finding.state = state;
    finding.todo = std::move(todo);
    return finding;
}

}  // namespace

Finding judged(const DiskSpace& disk) {
    const auto percent = disk.all_bytes == 0 ? 0 : disk.free_bytes * 100 / disk.all_bytes;
    auto finding = fine("disk", {fmt::format("{}: {} free ({} %).", disk.folder, size_of(disk.free_bytes), percent),
                                 fmt::format("{}: {} libres ({} %).", disk.folder, size_of(disk.free_bytes), percent)});
    const Text todo{"Free some space or move the folder to a larger disk; while it is full nothing is taken in (503).",
                    "Libere espacio o mude la carpeta a un disco más grande; lleno, no se recibe nada (503)."};
    const bool counts_files = disk.all_files > 0;
    if (counts_files && disk.free_files < files_wanted) {
        finding.what.en += fmt::format(" Only {} more files fit.", disk.free_files);
        finding.what.es += fmt::format(" Solo caben {} archivos más.", disk.free_files);
    }
    if (disk.free_bytes < free_least || (counts_files && disk.free_files < files_least))
        return with_state(finding, State::failed, todo);
    if (disk.free_bytes < free_wanted || percent < 5 || (counts_files && disk.free_files < files_wanted))
        return with_state(finding, State::warning, todo);
    return finding;
}

Findings judged(const ClockFacts& clock) {
    Findings found;
    look_ahead(found, clock, clock.newest_stored, {"The newest event in the database", "El último evento de la base de datos"});
    look_ahead(found, clock, clock.newest_file,
               {"The newest file of the data folder", "El archivo más nuevo de la carpeta de datos"});
    look_ahead(found, clock, clock.newest_backup, {"The newest backup", "La última copia de seguridad"});
    compare(found, clock, clock.database_server, {"the database server's", "del reloj del servidor de la base de datos"});
    compare(found, clock, clock.file_system, {"the file server's", "del reloj del servidor de archivos"});
    compare(found, clock, clock.hardware, {"the machine's hardware clock", "del reloj de la máquina"});
    compare(found, clock, clock.time_server, {"the time server's", "del reloj del servidor de hora"});
    if (clock.synchronised == false && !clock.time_server)
        found.push_back(
            {"clock",
             State::warning,
             {"The kernel says that the clock is not synchronised.", "El núcleo dice que el reloj no está sincronizado."},
             {"Run an NTP client (timedatectl set-ntp true), or compare with --time-server HOST.",
              "Use un cliente NTP (timedatectl set-ntp true), o compare con --time-server HOST."}});
    if (!found.empty()) return found;
    const auto now = to_rfc3339(clock.now);
    return {fine("clock", {fmt::format("{}; nothing that it can be compared with differs.", now),
                           fmt::format("{}; nada con que se pueda comparar difiere.", now)})};
}

Findings judged(const std::vector<FileFacts>& files) {
    Findings found;
    for (const auto& file : files) {
        if (file.owner != files.front().owner)
            found.push_back(
                {"permissions",
                 State::failed,
                 {fmt::format("{} belongs to user {}, the data folder to user {}.", file.path, file.owner, files.front().owner),
                  fmt::format("{} es del usuario {}, la carpeta de datos del usuario {}.", file.path, file.owner,
                              files.front().owner)},
                 {fmt::format("chown -R {} {}; run commands as the user that the server runs as.", files.front().owner,
                              files.front().path),
                  fmt::format("chown -R {} {}; use los comandos con el usuario del servidor.", files.front().owner,
                              files.front().path)}});
        if (file.is_secret && (file.mode & 077) != 0)
            found.push_back(
                {"permissions",
                 State::failed,
                 {fmt::format("{} is a secret that others may read ({}).", file.path, mode_of(file.mode)),
                  fmt::format("{} es un secreto que otros pueden leer ({}).", file.path, mode_of(file.mode))},
                 {fmt::format("chmod 600 {}; if others may have read it, revoke the key or replace the certificate.", file.path),
                  fmt::format("chmod 600 {}; si otros pudieron leerlo, revoque la clave o cambie el certificado.", file.path)}});
        else if ((file.mode & 002) != 0)
            found.push_back({"permissions",
                             State::failed,
                             {fmt::format("{} may be written by everybody ({}).", file.path, mode_of(file.mode)),
                              fmt::format("{} lo puede escribir cualquiera ({}).", file.path, mode_of(file.mode))},
                             {fmt::format("chmod o-w {}", file.path), fmt::format("chmod o-w {}", file.path)}});
    }
    if (!files.empty() && (files.front().mode & 005) != 0)
        found.push_back({"permissions",
                         State::warning,
                         {fmt::format("Everybody may look into {} ({}), where plates and photos are.", files.front().path,
                                      mode_of(files.front().mode)),
                          fmt::format("Cualquiera puede mirar en {} ({}), donde hay patentes y fotos.", files.front().path,
                                      mode_of(files.front().mode))},
                         {fmt::format("chmod 700 {}", files.front().path), fmt::format("chmod 700 {}", files.front().path)}});
    if (!found.empty()) return found;
    return {fine("permissions", {fmt::format("{} files and folders, of one owner, closed to others.", files.size()),
                                 fmt::format("{} archivos y carpetas, de un solo dueño, cerrados a los demás.", files.size())})};
}

Finding judged(const CertificateFacts& certificate, Instant now) {
    const auto until = to_rfc3339(certificate.until);
    auto finding = fine("certificates", {fmt::format("{}: good until {}.", certificate.file, until),
                                         fmt::format("{}: vale hasta {}.", certificate.file, until)});
    const Text renew = certificate.is_self_signed
                           ? Text{"Restart the server: it makes a new one.", "Reinicie el servidor: hace uno nuevo."}
                           : Text{"Renew it and restart the server.", "Renuévelo y reinicie el servidor."};
    if (!certificate.key_matches)
        return with_state(
            fine("certificates", {fmt::format("{}: the private key is not this certificate's.", certificate.file),
                                  fmt::format("{}: la clave privada no es la de este certificado.", certificate.file)}),
            State::failed, {"Give the key that belongs to it.", "Dé la clave que le corresponde."});
    if (now < certificate.from)
        return with_state(
            fine("certificates", {fmt::format("{}: good only from {}.", certificate.file, to_rfc3339(certificate.from)),
                                  fmt::format("{}: vale recién desde {}.", certificate.file, to_rfc3339(certificate.from))}),
            State::failed,
            {"Look at the clock first, then at the certificate.", "Mire primero el reloj, después el certificado."});
    if (now >= certificate.until)
        return with_state(fine("certificates", {fmt::format("{}: expired on {}.", certificate.file, until),
                                                fmt::format("{}: venció el {}.", certificate.file, until)}),
                          State::failed, renew);
    if (certificate.until - now < certificate_wanted) return with_state(finding, State::warning, renew);
    return finding;
}

Finding judged(const QueueFacts& queue) {
    const auto oldest = span_of(std::chrono::milliseconds{queue.oldest_ms});
    auto finding = fine("queue", {fmt::format("{}: {} waiting, {} dead.", queue.job, queue.waiting, queue.dead),
                                  fmt::format("{}: {} en espera, {} muertas.", queue.job, queue.waiting, queue.dead)});
    if (queue.waiting > 0) {
        finding.what.en += fmt::format(" The oldest waits since {}.", oldest);
        finding.what.es += fmt::format(" La más vieja espera hace {}.", oldest);
    }
    if (queue.waiting > 0 && std::chrono::milliseconds{queue.oldest_ms} > stuck_after)
        return queue.somebody_runs
                   ? with_state(finding, State::failed,
                                {"A server runs and does not do it: see that a process has the role, and read its log.",
                                 "Corre un servidor y no lo hace: vea que algún proceso tenga el rol, y lea su registro."})
                   : with_state(finding, State::warning, {"It is done once a server runs.", "Se hace cuando corra un servidor."});
    if (queue.dead > 0)
        return with_state(finding, State::warning,
                          {"These were given up: patente queue list tells why; mend it, then patente queue retry.",
                           "Se abandonaron: patente queue list dice por qué; corríjalo, y después patente queue retry."});
    return finding;
}

Findings judged(const BackupFacts& backup, Instant now) {
    if (backup.newest.empty())
        return {
            with_state(fine("backups", {fmt::format("There is no backup in {}.", backup.folder),
                                        fmt::format("No hay copias de seguridad en {}.", backup.folder)}),
                       State::warning,
                       {"patente backup, every day (docs/operate.md).", "patente backup, todos los días (docs/operate.md)."})};
    Findings found;
    const auto age = now - backup.made_at;
    if (age > backup_wanted)
        found.push_back({"backups",
                         State::warning,
                         {fmt::format("The newest backup is {} old.", span_of(age)),
                          fmt::format("La última copia de seguridad es de hace {}.", span_of(age))},
                         {"patente backup, every day (docs/operate.md).", "patente backup, todos los días (docs/operate.md)."}});
    if (backup.damaged_blobs > 0)
        found.push_back({"backups",
                         State::failed,
                         {fmt::format("{} files of evidence were damaged in the data folder when {} was made.",
                                      backup.damaged_blobs, backup.newest),
                          fmt::format("{} archivos de evidencia estaban dañados en la carpeta de datos al hacer {}.",
                                      backup.damaged_blobs, backup.newest)},
                         {"Test the disk, and restore an older backup beside this one to get them back.",
                          "Pruebe el disco, y restaure aparte una copia más vieja para recuperarlos."}});
    if (backup.on_the_same_disk)
        found.push_back({"backups",
                         State::warning,
                         {fmt::format("{} lies on the same disk as the data.", backup.folder),
                          fmt::format("{} está en el mismo disco que los datos.", backup.folder)},
                         {"Name a folder of another disk or machine: --backups or PATENTE_BACKUPS.",
                          "Nombre una carpeta de otro disco o máquina: --backups o PATENTE_BACKUPS."}});
    if (!found.empty()) return found;
    return {fine("backups", {fmt::format("{}: {} old.", backup.newest, span_of(age)),
                             fmt::format("{}: de hace {}.", backup.newest, span_of(age))})};
}

State worst(const Findings& findings) {
    State state = State::ok;
    for (const auto& finding : findings) state = std::max(state, finding.state);
    return state;
}

}  // namespace patente::doctor
