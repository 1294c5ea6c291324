// Marks a loop to be compiled for wider vectors too; the processor's best is chosen when the program starts.
#pragma once

// Sanitizers run before the choice can be made.
#if defined(__x86_64__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) && defined(__GNUC__) && \
    !defined(__clang__)
#define PATENTE_WIDE __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default"), optimize("O3")))
#else
#define PATENTE_WIDE
#endif
