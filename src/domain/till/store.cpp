#include "domain/till/store.h"

#include <stdexcept>

#include "platform/storage/soci_types.h"

namespace patente::till::store {
namespace {

std::vector<Closing> closings_where(storage::Session& session, const std::string& rest, const auto&... uses) {
    std::vector<Closing> found;
    std::string document;
    session.for_each(
        [&] {
            auto closing = json::read<Closing>(document);
            if (!closing) throw std::runtime_error("a stored closing is not readable: " + document);
            found.push_back(*std::move(closing));
        },
        "SELECT document FROM till_closings " + rest, uses..., soci::into(document));
    return found;
}

}  // namespace

void add(storage::Session& session, const Closing& closing) {
    const std::string document = json::text_of(closing);
    session.run(
        "INSERT INTO till_closings (number, key_id, closed_at, document) VALUES (:number, :key_id, :closed_at, :document)",
        soci::use(closing.number), soci::use(closing.of.key), soci::use(closing.closed_at), soci::use(document));
}

std::optional<Closing> closing(storage::Session& session, const std::string& number) {
    auto found = closings_where(session, "WHERE number = :number", soci::use(number));
    return found.empty() ? std::nullopt : std::optional{std::move(found.front())};
}

std::vector<Closing> closings(storage::Session& session, const std::string& key_id,
                              const std::optional<std::pair<Instant, std::string>>& before, int limit) {
    const Instant time = before ? before->first : Instant::max();
    const std::string number = before ? before->second : "~";
    const std::string rest = "(closed_at, number) < (:time, :number) ORDER BY closed_at DESC, number DESC LIMIT :limit";
    if (key_id.empty()) return closings_where(session, "WHERE " + rest, soci::use(time), soci::use(number), soci::use(limit));
    return closings_where(session, "WHERE key_id = :key_id AND " + rest, soci::use(key_id), soci::use(time), soci::use(number),
                          soci::use(limit));
}

}  // namespace patente::till::store
