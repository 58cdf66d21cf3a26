// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <string>
#include <vector>

namespace gatehouse {

enum class Severity { Error, Warning, Information };

//! A place in a text. Lines and columns count from 1, columns in UTF-8 bytes; 0 means unknown. `offset` is in bytes.
struct Position
{
    std::size_t offset = 0;
    int line = 0;
    int column = 0;

    bool operator==(const Position &) const = default;
};

//! One finding in a document. A reader returns all of them, not the first. `pointer` is the JSON pointer (RFC 6901) in a
//! JSON or YAML document and the element's name in a policy document. Texts are made by the outer layer from `code` and
//! `args`, as for Error.
struct Diagnostic
{
    Severity severity = Severity::Error;
    Position position;
    std::string pointer;
    std::string code;
    std::vector<Error::Arg> args;

    std::string_view arg(std::string_view name) const;
    bool operator==(const Diagnostic &) const = default;
};

using Diagnostics = std::vector<Diagnostic>;

//! True if one of them is an error.
bool hasErrors(const Diagnostics &diagnostics);

//! Line and column of a byte offset; an offset past the end gives the end.
Position positionAt(std::string_view text, std::size_t offset);

} // namespace gatehouse
