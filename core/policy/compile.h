// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/crypto/certificate_file.h"
#include "core/policy/document.h"
#include "core/policy/event_hub.h"
#include "core/policy/expression_host.h"
#include "core/policy/program.h"
#include "core/policy/table.h"
#include "core/policy/validate.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::policy {

struct ScopedDocument
{
    Scope scope = Scope::Global;
    std::string resourceId; //!< "apis/orders/policies/policy"
    std::shared_ptr<const Document> document;
};

//! What the compiler needs beside the documents. Pointers outlive the call alone.
struct Bindings
{
    std::map<std::string, std::shared_ptr<const Document>, std::less<>> fragments; //!< by lower-case id
    std::map<std::string, std::string, std::less<>> namedValues; //!< by display name; {{name}} in any text is replaced
    std::vector<std::string> secrets; //!< values among them that must not show: trace blacks them out
    std::map<std::string, std::string, std::less<>> backends; //!< by id: base URL
    std::map<std::string, Result<std::shared_ptr<const EventHub>>, std::less<>> loggers; //!< of type azureEventHub, by lower-case id
    std::map<std::string, std::shared_ptr<const crypto::CertificateFile>, std::less<>> certificates; //!< by lower-case id
    bool hasExternalCache = false;
    //! The expression engine; null: expressions are accepted, and a request that reaches one fails loudly.
    const ExpressionCompiler *expressions = nullptr;
    std::vector<std::shared_ptr<const crypto::CertificateFile>> clientAuthorities; //!< trusted for clients' certificates beside the system's
};

//! One policy of the effective order, with where it stands: what the window lists as "from all APIs" and the runner executes.
struct EffectivePolicy
{
    Section section = Section::Inbound;
    Scope scope = Scope::Global;
    std::string resourceId; //!< of the document it came from; "policyFragments/x" inside a fragment
    std::string name; //!< "rate-limit"
    std::string summary; //!< "5 calls per 60 s": attributes in short
    NodeId node = noNode; //!< in that document
    int depth = 0; //!< nesting (choose, retry)
    bool executed = true;
};

//! Narrowest scope last in `documents` or in any order: scopes decide. `<base/>` puts in the next broader scope's same section;
//! without it nothing broader runs (apim.md, "Scope order / base").
std::vector<EffectivePolicy> effectivePolicies(const std::vector<ScopedDocument> &documents, const Bindings &bindings);

//! A flat program for one operation; compile once, share, run on any worker. Findings are warnings for policies that nothing executes
//! yet and errors for what can't be compiled.
struct Compiled
{
    std::shared_ptr<const Program> program;
    Diagnostics diagnostics;
};
Compiled compile(const std::vector<ScopedDocument> &documents, const Bindings &bindings);

} // namespace gatehouse::policy
