// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace gatehouse::ui::shell {

//! How well `query` fits `text`, both lower case: -1 not at all; higher is better. A word's start beats its middle, a whole run beats
//! scattered letters, an exact text beats everything. Every word of the query must fit.
int fuzzyScore(const QString &query, const QString &text);

} // namespace gatehouse::ui::shell
