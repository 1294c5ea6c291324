// What LeakSanitizer is not to report: memory that libraries of others keep until the process ends.
extern "C" const char* __lsan_default_suppressions() { return "leak:libfontconfig\n"; }
