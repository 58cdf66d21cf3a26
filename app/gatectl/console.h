// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <iosfwd>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

namespace gatehouse::gatectl {

//! Everything of the outside world that a verb touches, so that tests run it in process.
struct Console
{
    std::istream &in;
    std::ostream &out;
    std::ostream &err;
    std::stop_token stop; //!< asked for by SIGINT and SIGTERM
    std::function<std::optional<std::string>(const std::string &name)> environment;
};

//! Reads a file, or `console.in` for "-".
std::optional<std::string> readInput(const Console &console, const std::string &file);

} // namespace gatehouse::gatectl
