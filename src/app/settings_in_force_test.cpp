#include "app/settings_in_force.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>

#include "app/settings.h"
#include "base/id.h"

namespace patente {
namespace {

class SettingsTest : public testing::Test {
protected:
    ~SettingsTest() override {
        unsetenv("PATENTE_PORT");
        unsetenv("PATENTE_HOST");
        std::filesystem::remove(file_);
    }

    Settings parsed(const std::string& arguments, const std::string& toml = "") {
        std::ofstream(file_) << toml;
        Settings settings;
        CLI::App app;
        auto* serve = app.add_subcommand("serve");
        add_serve_flags(*serve, settings);
        app.parse("serve " + (toml.empty() ? "" : "--config " + file_.string() + " ") + arguments);
        settings.in_force = in_force(*serve, settings.of_file);
        return settings;
    }
    static operations::Setting named(const Settings& settings, const std::string& name) {
        for (const auto& each : settings.in_force)
            if (each.name == name) return each;
        throw std::logic_error(name);
    }

    const std::filesystem::path file_ =
        std::filesystem::temp_directory_path() / (Uuid::made_at(SystemClock{}.now()).text() + ".toml");
};

TEST_F(SettingsTest, AFlagWinsOverTheEnvironmentAndThatOverTheFile) {
    setenv("PATENTE_PORT", "9001", 1);
    setenv("PATENTE_HOST", "10.0.0.1", 1);
    const auto settings =
        parsed("--port 9000",
               "port = 9002\nhost = \"10.0.0.2\"\nregion = \"ar\"\nphone = true\npayment-secrets = [\"0123456789abcdef\"]\n");
    EXPECT_EQ(settings.port, 9000);
    EXPECT_EQ(settings.host, "10.0.0.1");
    EXPECT_EQ(settings.region, "ar");
    EXPECT_TRUE(settings.phone);
    EXPECT_EQ(settings.payment_secrets, std::vector<std::string>{"0123456789abcdef"});
    EXPECT_EQ(named(settings, "port").source, operations::Source::flag);
    EXPECT_EQ(named(settings, "port").value, "9000");
    EXPECT_EQ(named(settings, "port").otherwise, "8080");
    EXPECT_EQ(named(settings, "host").source, operations::Source::environment);
    EXPECT_EQ(named(settings, "host").environment, "PATENTE_HOST");
    EXPECT_EQ(named(settings, "region").source, operations::Source::file);
    EXPECT_EQ(named(settings, "log-level").source, operations::Source::program);
    EXPECT_EQ(named(settings, "log-level").value, "info");
    EXPECT_EQ(named(settings, "payment-secrets").value, std::nullopt);
    EXPECT_EQ(named(settings, "payment-secrets").source, operations::Source::file);
}

TEST_F(SettingsTest, WhatTheFileSaysIsCheckedLikeAFlag) {
    EXPECT_THROW(parsed("", "prot = 1\n"), CLI::ConfigError);
    EXPECT_THROW(parsed("", "[serve]\nport = 1\n"), CLI::ConfigError);
    EXPECT_THROW(parsed("", "log-level = \"loud\"\n"), CLI::ValidationError);
    EXPECT_THROW(parsed("", "port = \"many\"\n"), CLI::ConversionError);
}

TEST_F(SettingsTest, PasswordsAreNotShown) {
    const auto settings = parsed("--database postgresql://ana:s3cret@db.example:5432/patente");
    EXPECT_EQ(named(settings, "database").value, "postgresql://ana:•••@db.example:5432/patente");
    EXPECT_EQ(without_password("sqlite:/var/patente.db"), "sqlite:/var/patente.db");
    EXPECT_EQ(without_password("mysql://ana@localhost/patente"), "mysql://ana@localhost/patente");
}

}  // namespace
}  // namespace patente
