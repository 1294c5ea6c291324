// What `patente doctor` looks at, as far as it is quick: for the health that a running server shows.
#pragma once

#include <chrono>
#include <mutex>
#include <optional>

#include "app/settings.h"
#include "domain/operations/contract.h"

namespace patente {
class Installation;
}

namespace patente::doctor {

class QuickExaminer final : public operations::Examiner {
public:
    // `installation` is asked only by examined().
    QuickExaminer(Installation& installation, const Settings& settings, Instant running_since)
        : installation_(installation), settings_(settings), running_since_(running_since) {}

    // Looks anew when the last look is older than ten seconds.
    operations::Examination examined() override;

private:
    operations::Examination look() const;

    Installation& installation_;
    const Settings settings_;
    const Instant running_since_;
    std::mutex mutex_;
    std::optional<operations::Examination> last_;
    std::chrono::steady_clock::time_point looked_;
};

}  // namespace patente::doctor
