// Milliseconds of processor time that the calling thread spends: what work costs, whatever else the machine does.
#pragma once

#include <ctime>

namespace patente::vision {

inline double processor_ms() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

// Adds what passes until its end.
class Stopwatch {
public:
    explicit Stopwatch(double& ms) : ms_(ms), start_(processor_ms()) {}
    ~Stopwatch() { ms_ += processor_ms() - start_; }
    Stopwatch(const Stopwatch&) = delete;
    Stopwatch& operator=(const Stopwatch&) = delete;

private:
    double& ms_;
    double start_;
};

}  // namespace patente::vision
