// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/roles/findings.h"

#include <QString>

#include <string>

namespace gatehouse::ui::roles {

QString roleText(const std::string &role); //!< "Anyone", "Anyone signed in", or the role
QString targetText(const policy::roles::Target &target);
QString findingText(const Diagnostic &finding);
QString mappingText(const policy::roles::Mapping &mapping); //!< the issuer by its host
//! Words for an error of the role mapping; the window's own for any other.
QString roleErrorText(const Error &error);

} // namespace gatehouse::ui::roles
