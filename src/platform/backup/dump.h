// A database as one file, and back.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace patente::backup {

using Progress = std::function<void(std::uint64_t done, std::uint64_t all)>;

// One kind of database, behind its address.
class Dump {
public:
    virtual ~Dump() = default;

    virtual std::string kind() const = 0;       // "sqlite", "postgresql", "mariadb"
    virtual std::string file_name() const = 0;  // of its dumps

    // What the database holds at one moment, while others go on reading and writing. `file` must not exist yet.
    virtual void write(const std::filesystem::path& file, const Progress& progress) const = 0;
    // Throws when such a file is not whole.
    virtual void check(const std::filesystem::path& file) const = 0;

    virtual bool holds_tables() const = 0;  // of whatever origin
    // Puts in place of all that the database holds what the file holds. Nobody else may use it meanwhile.
    virtual void restore(const std::filesystem::path& file) const = 0;

    // An empty database of the same kind, in this folder or on the same server, gone with the object.
    class Scratch {
    public:
        virtual ~Scratch() = default;
        virtual std::string connection() const = 0;
    };
    virtual std::unique_ptr<Scratch> scratch(const std::filesystem::path& folder) const = 0;

    // Its own file and those beside it, for SQLite; a backup of the data folder passes them over.
    virtual bool owns(const std::filesystem::path& file) const = 0;
};

// "sqlite:PATH", "postgresql://…" or "mysql://…". All of its verbs throw std::runtime_error with what to do.
std::unique_ptr<Dump> dump_of(const std::string& connection);

}  // namespace patente::backup
