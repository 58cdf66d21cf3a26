// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gatectl/console.h"
#include "core/base/json.h"
#include "core/base/result.h"

#include <CLI/App.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::gatectl {

//! What was said elsewhere than on the command line: GATEHOUSE_* before the settings file. The file is
//! $GATEHOUSE_CONFIG, else
//! ~/.config/gatehouse/gatectl.json:
//! {"connection":"prod","output":"json","connections":{"prod":{"url":..,"scope":..,"token-file":..,
//! "ca-file":..,"gateway-url":..,"safety":"typeName",
//! "sign-in":{"issuer":..,"client-id":..,"scope":..,"audience":..}}}}.
class Settings
{
public:
    //! A file that is not there is an empty one. Fails with Invalid "settings.unreadable" (args: path, reason).
    static Result<Settings> load(const Console &console);

    //! `name` as the long flag: "token-file" is GATEHOUSE_TOKEN_FILE, and "token-file" in the file.
    std::optional<std::string> value(const std::string &name) const;
    //! The object of a named connection. Fails with NotFound "settings.noConnection".
    Result<json::object> connection(const std::string &name) const;
    //! Gives the flags of a parsed command that were not on the command line their value from here. Throws
    //! CLI::ParseError for a bad value.
    void fill(CLI::App &command) const;

private:
    std::function<std::optional<std::string>(const std::string &)> m_environment;
    std::string m_path;
    json::object m_file;
};

} // namespace gatehouse::gatectl
