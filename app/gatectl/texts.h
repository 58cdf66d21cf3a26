// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <string>

namespace gatehouse::gatectl {

//! A failure in a person's words, details on lines of their own.
std::string textOf(const Error &error);

} // namespace gatehouse::gatectl
