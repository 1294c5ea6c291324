// A database on a server, made for a trial and dropped with the object.
#pragma once

#include <functional>
#include <string>

#include "platform/backup/dump.h"

namespace patente::backup {

class ScratchDatabase final : public Dump::Scratch {
public:
    // `run`: runs a statement on the server of `address`; throws std::runtime_error. `drop_options`: what stands after DROP
    // DATABASE name.
    ScratchDatabase(std::string address, std::function<void(const std::string& statement)> run, std::string drop_options = {});
    ~ScratchDatabase() override;
    ScratchDatabase(const ScratchDatabase&) = delete;
    ScratchDatabase& operator=(const ScratchDatabase&) = delete;
    std::string connection() const override;

private:
    const std::string address_;
    const std::function<void(const std::string&)> run_;
    const std::string drop_options_, name_;
};

}  // namespace patente::backup
