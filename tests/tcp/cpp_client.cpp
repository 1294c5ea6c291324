// The C++ client alone: built as C++17 from its one header, without anything else of this repository.
//     cpp_client HOST PORT KEY TRUSTED_FILE RESUME ATTEMPTS send|history ARGUMENT…
// TRUSTED_FILE: PEM of whom to trust, with TLS; "" without. RESUME: the token of an earlier run; "" for none. Prints a line
// for each thing that became known: what it is, the photo's id, its name, JSON; clients_test.py reads them.
#include "patente_client.h"

#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>

namespace {

std::string bytes_of(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void print(const patente_client::Answer& answer) {
    using Kind = patente_client::Answer::Kind;
    const char* kinds[] = {"stored", "queued", "result", "error"};
    static_assert(static_cast<int>(Kind::error) == 3);
    std::cout << kinds[static_cast<int>(answer.kind)] << ' ' << answer.id << ' ' << answer.name << ' ' << answer.json
              << std::endl;
}

int run(patente_client::Client& client, const std::string& what, const std::vector<std::string>& arguments) {
    std::cout << "session 0 - " << client.resume_token() << std::endl;
    if (what == "history") {
        const auto [head, captures] = client.history(arguments.at(0));
        std::cout << "page 0 - " << head << std::endl << "captures 0 - " << captures << std::endl;
        return 0;
    }
    std::size_t asked_for = 0;  // photos are read from their files when they are sent, and again when they are sent again
    for (const auto& file : arguments)
        client.send(file.substr(file.rfind('/') + 1), [file, &asked_for] { return ++asked_for, bytes_of(file); });
    while (client.pending() > 0)
        if (const auto answer = client.next(1000)) print(*answer);
    std::cout << "asked 0 - " << asked_for << std::endl;
    return 0;
}

}  // namespace

int main(int count, char** values) try {
    if (count < 9) return 2;
    patente_client::Options options;
    options.host = values[1];
    options.port = static_cast<std::uint16_t>(std::stoi(values[2]));
    options.key = values[3];
    options.trusted_file = values[4];
    options.tls = !options.trusted_file.empty();
    options.resume = values[5];
    options.attempts = std::stoi(values[6]);
    patente_client::Client client(options);
    return run(client, values[7], {values + 8, values + count});
} catch (const patente_client::Refused& refused) {
    std::cout << "refused 0 " << refused.code << ' ' << refused.head << std::endl;
    return 3;
} catch (const std::exception& error) {
    std::cout << "failed 0 - " << error.what() << std::endl;
    return 4;
}
