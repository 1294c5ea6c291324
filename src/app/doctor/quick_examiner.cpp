#include "app/doctor/quick_examiner.h"

#include "app/doctor/checks.h"

namespace patente::doctor {

namespace {

constexpr std::chrono::seconds worth_showing{10};

}  // namespace

operations::Examination QuickExaminer::examined() {
    const std::lock_guard lock(mutex_);
    const auto now = std::chrono::steady_clock::now();
    if (!last_ || now - looked_ > worth_showing) {
        last_ = look();
        looked_ = now;
    }
    return *last_;
}

operations::Examination QuickExaminer::look() const {
    const Patient patient{.settings = settings_, .backups = {.backups = settings_.backups}};
    operations::Examination found{.at = installation_.clock().now(),
                                  .version = version,
                                  .database = std::string(storage::name_of(installation_.database().dialect())),
                                  .running_since = running_since_};
    auto& findings = found.findings;
    add(findings, "disk", [&] { return check_disks(patient); });
    add(findings, "database", [&] { return check_tables(installation_); });
    add(findings, "queue", [&] { return check_queue(installation_); });
    add(findings, "clock", [&] { return check_clock(patient, &installation_); });
    add(findings, "certificates", [&] { return check_certificates(patient); });
    add(findings, "models", [&] { return check_model_files(); });
    add(findings, "backups", [&] { return check_backups(patient); });
    add(findings, "permissions", [&] { return check_files(patient); });
    for (const auto& space : spaces(patient))
        found.disks.push_back(
            {space.folder, static_cast<std::int64_t>(space.free_bytes), static_cast<std::int64_t>(space.all_bytes)});
    for (const auto& [file, sha256] : model_sums()) found.models.push_back({file, sha256});
    return found;
}

}  // namespace patente::doctor
