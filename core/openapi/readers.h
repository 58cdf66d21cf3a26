// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/openapi/findings.h"
#include "core/openapi/tree.h"

#include <cstddef>

namespace gatehouse::openapi {

struct ReadLimits
{
    std::size_t depth = 256;
    //! Nodes that aliases and merge keys may add: a document of a kilobyte can ask for billions.
    std::size_t expandedNodes = 1'000'000;
};

//! Both fill `tree` from its own text. They stop at the first fault of syntax ("openapi.syntax") or limit
//! ("openapi.tooDeep", "openapi.expansion"); the tree has a root only when there was none.
void readJson(Tree &tree, Findings &findings, const ReadLimits &limits);
void readYaml(Tree &tree, Findings &findings, const ReadLimits &limits);

//! JSON when it begins as an object or array, else YAML. Stops at the first fault too; UTF-8 alone ("openapi.notUtf8"), at most `maxBytes`
//! ("openapi.tooLarge"), not empty ("openapi.empty").
void readText(Tree &tree, Findings &findings, const ReadLimits &limits, std::size_t maxBytes);

//! Every second member of one name: "openapi.duplicateKey".
void reportDuplicateKeys(const Tree &tree, Findings &findings);

} // namespace gatehouse::openapi
