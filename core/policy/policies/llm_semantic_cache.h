// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/compiler.h"
#include "core/policy/semantic_cache.h"

namespace gatehouse::policy {

//! What a look-up that found nothing leaves to the store: the prompt's place and partition.
struct SemanticPrompt final : VariableObject
{
    std::string partition;
    Embedding embedding;
};

//! The value of the run that holds it.
inline std::uint32_t semanticPromptValue(Compiler &compiler)
{
    return compiler.sharedValue("semantic-cache/prompt");
}

} // namespace gatehouse::policy
