// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/openapi/tree.h"

namespace gatehouse::openapi {

//! What a plain scalar means by YAML 1.2's core schema: fills kind, flag and text (numbers in JSON's form) of `node`.
void resolvePlainScalar(Tree &tree, Node &node, std::string_view text);

} // namespace gatehouse::openapi
