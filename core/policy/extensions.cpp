// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/extensions.h"

#include "core/policy/validate.h"

namespace gatehouse::policy {

Diagnostics extensionsIn(std::string text)
{
    const auto document = Document::parse(std::move(text));
    if (!document || document->documentElement() == noNode)
        return {};
    References references;
    references.forAzure = true;
    auto findings = document->name(document->documentElement()) == "fragment" ? validateFragment(*document, references)
                                                                               : validate(*document, Scope::Operation, references);
    std::erase_if(findings, [](const Diagnostic &finding) {
        return finding.code != "policy.notInAzure" && finding.code != "policy.attributeNotInAzure";
    });
    return findings;
}

} // namespace gatehouse::policy
