// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/diagnostic.h"

#include <QString>

namespace gatehouse::ui::components {

//! A person's words for a finding of policy::parse or policy::validate, by its code.
QString findingText(const Diagnostic &diagnostic);

} // namespace gatehouse::ui::components
