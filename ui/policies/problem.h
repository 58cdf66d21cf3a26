// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/diagnostic.h"

#include <QString>

#include <string_view>
#include <vector>

namespace gatehouse::ui::policies {

//! A finding in the text that is being edited.
struct Problem
{
    Severity severity = Severity::Error;
    std::size_t begin = 0, end = 0; //!< bytes to underline; never empty unless the text is
    int line = 0, column = 0; //!< from 1
    QString text;
};

//! What to underline for a finding that has a position alone: the name of an element, a value, a word of an expression.
Problem problemOf(const Diagnostic &diagnostic, std::string_view text);
std::vector<Problem> problemsOf(const Diagnostics &diagnostics, std::string_view text);

} // namespace gatehouse::ui::policies
