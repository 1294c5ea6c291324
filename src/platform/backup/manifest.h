// What a backup says of itself.
#pragma once

#include "base/clock.h"
#include "base/json.h"

namespace patente::backup {

struct FileEntry {
    std::string path;  // below the backup's folder
    std::int64_t bytes = 0;
    std::string sha256;

    static constexpr auto fields() {
        return std::tuple{json::field("path", &FileEntry::path), json::field("bytes", &FileEntry::bytes).range(0, 9e15),
                          json::field("sha256", &FileEntry::sha256).pattern("[0-9a-f]{64}", "e3b0c442…")};
    }
};

constexpr int format_now = 1;

struct Manifest {
    int format = format_now;
    Instant made_at;
    std::string program;        // its version
    std::string database_kind;  // "sqlite", "postgresql"
    FileEntry database;
    FileEntry evidence_list;
    std::int64_t evidence_files = 0, evidence_bytes = 0;
    std::vector<FileEntry> files;            // of the data folder, below "files/"
    std::vector<std::string> damaged_blobs;  // evidence whose bytes were not those of its name: not in this backup

    static constexpr auto fields() {
        return std::tuple{json::field("format", &Manifest::format).range(format_now, format_now),
                          json::field("made_at", &Manifest::made_at),
                          json::field("program", &Manifest::program),
                          json::field("database_kind", &Manifest::database_kind),
                          json::field("database", &Manifest::database),
                          json::field("evidence_list", &Manifest::evidence_list),
                          json::field("evidence_files", &Manifest::evidence_files),
                          json::field("evidence_bytes", &Manifest::evidence_bytes),
                          json::field("files", &Manifest::files),
                          json::field("damaged_blobs", &Manifest::damaged_blobs)};
    }
};

}  // namespace patente::backup
