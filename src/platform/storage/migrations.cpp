#include "platform/storage/migrations.h"

#include <mysqld_error.h>
#include <openssl/evp.h>
#include <soci/mysql/soci-mysql.h>

#include <array>
#include <cctype>
#include <map>
#include <stdexcept>

#include "platform/storage/soci_types.h"

namespace patente::storage {
namespace {

std::string sha256_of(std::string_view text) {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    if (!EVP_Digest(text.data(), text.size(), digest, &size, EVP_sha256(), nullptr)) throw std::runtime_error("no SHA-256");
    std::string hex;
    for (unsigned int i = 0; i < size; ++i) hex += fmt::format("{:02x}", digest[i]);
    return hex;
}

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

// Walks over SQL and tells the parts that may hold a semicolon of their own.
class Script {
public:
    explicit Script(std::string_view text) : text_(text) {}

    std::vector<std::string> statements() {
        while (at_ < text_.size()) step();
        close();
        return std::move(found_);
    }

private:
    void step() {
        const char c = text_[at_];
        if (text_.substr(at_, 2) == "--") return skip_to("\n");
        if (text_.substr(at_, 2) == "/*") return skip_to("*/");
        if (c == '\'' || c == '"') return take_quoted(std::string(1, c));
        if (c == '$') return take_dollar();
        if (is_word(c)) return take_word();
        if (c == ';' && depth_ == 0)
            close();
        else
            statement_ += c;
        ++at_;
    }

    void skip_to(std::string_view end) {
        const auto found = text_.find(end, at_ + 2);
        at_ = found == std::string_view::npos ? text_.size() : found + end.size();
        statement_ += ' ';
    }

    void take_quoted(const std::string& quote) {
        const auto found = text_.find(quote, at_ + quote.size());
        const auto end = found == std::string_view::npos ? text_.size() : found + quote.size();
        statement_ += text_.substr(at_, end - at_);
        at_ = end;
    }

    void take_dollar() {  // $$ or $tag$ of PostgreSQL
        auto end = at_ + 1;
        while (end < text_.size() && is_word(text_[end])) ++end;
        if (end < text_.size() && text_[end] == '$') return take_quoted(std::string(text_.substr(at_, end + 1 - at_)));
        statement_ += text_[at_++];
    }

    void take_word() {
        auto end = at_;
        while (end < text_.size() && is_word(text_[end])) ++end;
        std::string word(text_.substr(at_, end - at_));
        at_ = end;
        statement_ += word;
        std::ranges::transform(word, word.begin(), [](unsigned char c) { return std::toupper(c); });
        if (word == "TRIGGER") in_trigger_ = true;
        const bool is_block = word == "BEGIN" || word == "CASE" || (word == "IF" && depth_ > 0 && last_word_ != "END");
        if (in_trigger_ && is_block) ++depth_;
        if (depth_ > 0 && word == "END") --depth_;
        last_word_ = std::move(word);
    }

    void close() {
        const auto first = statement_.find_first_not_of(" \t\r\n");
        if (first != std::string::npos)
            found_.push_back(statement_.substr(first, statement_.find_last_not_of(" \t\r\n") + 1 - first));
        statement_.clear();
        in_trigger_ = false;
        depth_ = 0;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::string statement_;
    int depth_ = 0;
    std::string last_word_;  // in capitals
    bool in_trigger_ = false;
    std::vector<std::string> found_;
};

std::map<std::string, std::string> applied_sums(Session& session) {
    std::map<std::string, std::string> sums;
    std::string name, sum;
    session.for_each([&] { sums[name] = sum; }, "SELECT name, sha256 FROM schema_migrations", soci::into(name), soci::into(sum));
    return sums;
}

[[noreturn]] void refuse_changed(const Migration& migration) {
    throw std::runtime_error("the migration " + migration.name +
                             " was changed after it was applied to this database; "
                             "restore its text and write what is new as a further migration");
}

std::vector<const Migration*> still_to_apply(Session& session, const std::vector<Migration>& migrations) {
    const auto sums = applied_sums(session);
    std::vector<const Migration*> found;
    for (const auto& migration : migrations) {
        if (migration.only && *migration.only != session.dialect()) continue;
        const auto applied = sums.find(migration.name);
        if (applied == sums.end())
            found.push_back(&migration);
        else if (applied->second != sha256_of(migration.sql))
            refuse_changed(migration);
    }
    return found;
}

// MariaDB commits before and after each statement that changes tables. So that a migration may break off there and go on later,
// the number of the statement that comes next is kept; where it was kept but the statement done, its table or column is already
// there (or gone).
class Steps {
public:
    Steps(Session& session, std::string name) : session_(session), name_(std::move(name)) {
        resumed_ =
            session_
                .run("SELECT next_statement FROM schema_migration_steps WHERE name = :name", soci::use(name_), soci::into(first_))
                .got_data;
    }

    int first() const { return first_; }
    void begin(int statement) {
        session_.run(
            "INSERT INTO schema_migration_steps (name, next_statement) VALUES (:name, :next) "
            "ON CONFLICT (name) DO UPDATE SET next_statement = excluded.next_statement",
            soci::use(name_), soci::use(statement));
    }
    bool was_done(int statement, const soci::soci_error& error) const {
        const auto* ours = dynamic_cast<const soci::mysql_soci_error*>(&error);
        return resumed_ && statement == first_ && ours && std::ranges::find(signs, ours->err_num_) != signs.end();
    }
    void end() { session_.run("DELETE FROM schema_migration_steps WHERE name = :name", soci::use(name_)); }

private:
    static constexpr std::array<unsigned, 6> signs{ER_TABLE_EXISTS_ERROR, ER_DUP_FIELDNAME,          ER_DUP_KEYNAME,
                                                   ER_BAD_TABLE_ERROR,    ER_CANT_DROP_FIELD_OR_KEY, ER_DUP_CONSTRAINT_NAME};
    Session& session_;
    std::string name_;
    int first_ = 0;
    bool resumed_ = false;
};

void run_in_steps(Session& session, const Migration& migration) {
    Steps steps(session, migration.name);
    const auto statements = statements_of(migration.sql);
    for (int i = steps.first(); i < static_cast<int>(statements.size()); ++i) {
        steps.begin(i);
        try {
            session.sql() << in_dialect(session.dialect(), statements[static_cast<std::size_t>(i)]);
        } catch (const soci::soci_error& error) {
            if (!steps.was_done(i, error)) throw;
        }
    }
    steps.end();
}

void apply(Session& session, const Migration& migration) {
    try {
        if (session.dialect() == Dialect::mysql)
            run_in_steps(session, migration);
        else
            for (const auto& statement : statements_of(migration.sql)) session.sql() << in_dialect(session.dialect(), statement);
    } catch (const soci::soci_error& error) {
        throw std::runtime_error("the migration " + migration.name + " failed: " + error.what());
    }
    const Instant now = SystemClock{}.now();
    const auto sum = sha256_of(migration.sql);
    session.run("INSERT INTO schema_migrations (name, sha256, applied_at) VALUES (:name, :sum, :now)", soci::use(migration.name),
                soci::use(sum), soci::use(now));
}

}  // namespace

std::vector<std::string> statements_of(std::string_view script) { return Script(script).statements(); }

namespace {

std::string_view tables_called(Dialect dialect) {
    switch (dialect) {
        case Dialect::sqlite: return "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = :name";
        case Dialect::postgresql:
            return "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = :name";
        case Dialect::mysql:
            return "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = :name";
    }
    return {};
}

}  // namespace

bool has_table(Session& session, const std::string& name) {
    std::int64_t count = 0;
    session.run(tables_called(session.dialect()), soci::use(name), soci::into(count));
    return count > 0;
}

MigrationState migration_state(Session& session, const std::vector<Migration>& migrations) {
    MigrationState state;
    auto sums = has_table(session, "schema_migrations") ? applied_sums(session) : std::map<std::string, std::string>{};
    for (const auto& migration : migrations) {
        if (migration.only && *migration.only != session.dialect()) continue;
        const auto applied = sums.extract(migration.name);
        if (!applied)
            state.waiting.push_back(migration.name);
        else if (applied.mapped() != sha256_of(migration.sql))
            state.changed.push_back(migration.name);
        else
            ++state.present;
    }
    for (const auto& [name, sum] : sums) state.unknown.push_back(name);
    return state;
}

void apply_migrations(Session& session, const std::vector<Migration>& migrations) {
    session.run(
        "CREATE TABLE IF NOT EXISTS schema_migrations "
        "(name {text} PRIMARY KEY, sha256 {text} NOT NULL, applied_at {instant} NOT NULL)");
    if (session.dialect() == Dialect::mysql)
        session.run(
            "CREATE TABLE IF NOT EXISTS schema_migration_steps (name {text} PRIMARY KEY, next_statement INTEGER NOT NULL)");
    for (const auto* migration : still_to_apply(session, migrations)) apply(session, *migration);
}

}  // namespace patente::storage
