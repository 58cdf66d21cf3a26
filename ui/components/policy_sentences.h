// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/differences.h"

#include <QStringList>

#include <string>

namespace gatehouse::ui::components {

//! "rate-limit: calls 5 → 10 in inbound".
QString differenceText(const policy::PolicyDifference &difference);

//! What a policy text changes against another, in the language of policies: a sentence for each difference, or the one that says that both
//! mean the same. Texts as rawxml; an empty one is a document that doesn't exist.
QStringList policySentences(const std::string &before, const std::string &after);

} // namespace gatehouse::ui::components
