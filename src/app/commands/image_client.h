// What `patente send` and `patente history` share: where the server is, the key, and how a capture is shown.
#pragma once

#include <patente_client.h>

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace patente {

struct ImageClientOptions {
    std::vector<std::string> servers{"127.0.0.1:7070"};  // HOST:PORT
    std::string key, key_file = "var/admin.key";
    bool tls = false;
    std::string trusted;  // PEM
    bool json = false;    // one object a line, else a table

    void add_to(CLI::App& command, bool several);
    // Of each server. Throws std::runtime_error that names what is wrong: an address, or no key.
    std::vector<patente_client::Options> clients() const;
};

// A row for each plate of a capture, or why there is none. `json`: the capture as the server told it.
void print_capture(const std::string& name, const std::string& json);

}  // namespace patente
