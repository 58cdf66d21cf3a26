// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/compile.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace gatehouse::policy::rehearsal {

//! How often a policy of a document ran.
struct CoveredPolicy
{
    std::string name; //!< "set-header"
    std::string path; //!< "inbound/choose[1]/when[1]/set-header[2]"
    Position position;
    std::uint64_t runs = 0;
};

//! How often one way out of a decision was taken: "when[1]" and "otherwise" of choose, "repeated" and "once" of retry,
//! "on-error".
struct CoveredBranch
{
    std::string name;
    std::string path; //!< of the policy, or "on-error"
    Position position;
    std::uint64_t taken = 0;
};

struct CoveredDocument
{
    std::shared_ptr<const Document> document;
    std::vector<CoveredPolicy> policies; //!< in the order of the document
    std::vector<CoveredBranch> branches;

    std::size_t ranPolicies() const;
    std::size_t takenBranches() const;
    std::map<int, std::uint64_t>
    lines() const; //!< line to how often the policies that begin there ran; the smallest of several
};

//! Counts over many runs which policies and branches of which documents ran.
class Coverage
{
public:
    //! Makes a document known, so that it counts even when nothing of it runs.
    void add(const std::shared_ptr<const Document> &document);
    //! An observer for one run of `program`, made of these documents. The coverage outlives it.
    std::unique_ptr<RunObserver>
    watch(std::shared_ptr<const Program> program, const std::vector<ScopedDocument> &scopes,
          const std::map<std::string, std::shared_ptr<const Document>, std::less<>> &fragments);
    //! In the order in which they were added.
    const std::vector<std::unique_ptr<CoveredDocument>> &documents() const { return m_documents; }

private:
    CoveredDocument &of(const std::shared_ptr<const Document> &document);

    std::vector<std::unique_ptr<CoveredDocument>> m_documents;
    std::map<const Document *, CoveredDocument *> m_byDocument;
};

} // namespace gatehouse::policy::rehearsal
