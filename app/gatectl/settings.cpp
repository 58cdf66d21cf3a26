// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/settings.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>

namespace gatehouse::gatectl {

namespace {

//! Only what describes a place or a taste; what a single call does is said on its command line.
constexpr std::array settingNames{
    "connection", "url",       "scope",           "token-file",     "ca-file",      "gateway-url",
    "data",       "output",    "listen",          "listen-tls",     "management",   "management-tls",
    "ready-file", "workers",   "subscription-id", "resource-group", "service-name", "certificate",
    "key",        "log-level", "token-sources",   "redis",          "redis-prefix", "redis-failure",
    "token-cache",
    "sign-in-issuer", "sign-in-audience", "sign-in-groups-claim", "sign-in-object-id-claim",
    "sign-in-client", "sign-in-scope",
    "vault", "vault-resource", "vault-refresh",
};

std::string variableOf(std::string name)
{
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return c == '-' ? '_' : static_cast<char>(std::toupper(c)); });
    return "GATEHOUSE_" + name;
}

std::string pathOf(const Console &console)
{
    if (const auto file = console.environment("GATEHOUSE_CONFIG"))
        return *file;
    if (const auto folder = console.environment("XDG_CONFIG_HOME"); folder && !folder->empty())
        return *folder + "/gatehouse/gatectl.json";
    return console.environment("HOME").value_or(".") + "/.config/gatehouse/gatectl.json";
}

std::string textOfValue(const json::value &value)
{
    return value.is_string() ? std::string(value.get_string()) : toJson(value);
}

} // namespace

Result<Settings> Settings::load(const Console &console)
{
    Settings settings;
    settings.m_environment = console.environment;
    settings.m_path = pathOf(console);
    std::error_code ignored;
    if (!std::filesystem::exists(settings.m_path, ignored))
        return settings;
    const auto text = readInput(console, settings.m_path);
    const auto value =
        text ? parseJson(*text) : Result<json::value>(fail(ErrorKind::Invalid, "", {{"reason", "no permission"}}));
    if (!value)
        return fail(ErrorKind::Invalid, "settings.unreadable",
                    {{"path", settings.m_path}, {"reason", std::string(value.error().arg("reason"))}});
    const auto *object = value->if_object();
    if (!object)
        return fail(ErrorKind::Invalid, "settings.unreadable",
                    {{"path", settings.m_path}, {"reason", "it is no JSON object"}});
    settings.m_file = *object;
    return settings;
}

std::optional<std::string> Settings::value(const std::string &name) const
{
    if (const auto text = m_environment(variableOf(name)); text && !text->empty())
        return text;
    const auto *value = member(m_file, name);
    return value && !value->is_null() ? std::optional(textOfValue(*value)) : std::nullopt;
}

Result<json::object> Settings::connection(const std::string &name) const
{
    const auto *all = member(m_file, "connections");
    const auto *value = all ? member(*all, name) : nullptr;
    const auto *object = value ? value->if_object() : nullptr;
    if (!object)
        return fail(ErrorKind::NotFound, "settings.noConnection", {{"name", name}, {"path", m_path}});
    return *object;
}

void Settings::fill(CLI::App &command) const
{
    for (const auto *name : settingNames) {
        auto *option = command.get_option_no_throw("--" + std::string(name));
        if (!option || option->count() > 0)
            continue;
        if (const auto text = value(name)) {
            option->add_result(*text);
            option->run_callback();
        }
    }
}

} // namespace gatehouse::gatectl
