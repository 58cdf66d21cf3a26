// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

struct sqlite3;

namespace gatehouse::sqlite {

//! The connection's last failure in our words. SQLite's message names tables and columns, never values.
Error failureOf(sqlite3 *handle);

} // namespace gatehouse::sqlite
