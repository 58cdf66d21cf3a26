// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/openapi/findings.h"
#include "core/openapi/import.h"
#include "core/openapi/references.h"
#include "core/openapi/tree.h"

#include <optional>

namespace gatehouse::openapi {

//! What every part of an import looks at, with access that reports what is not of the type it should be.
struct Reading
{
    const Tree &tree;
    Findings &findings;
    const References &references;
    const ImportOptions &options;
    Version version;

    bool isSwagger() const { return version == Version::Swagger20; }

    //! The member if it has the kind; nullptr when it is absent or null, or of another kind ("openapi.type").
    const Node *member(const Node &object, std::string_view name, NodeKind kind) const;
    std::string_view text(const Node &object, std::string_view name) const;
    bool flag(const Node &object, std::string_view name) const;
    //! True if `node` has the kind, else "openapi.type".
    bool isA(const Node &node, NodeKind kind) const;
    void required(const Node &object, std::string_view name) const; //!< reports "openapi.required"

    //! What the node is or refers to, if that is an object; what an operation needs has to be in the document.
    const Node *resolved(const Node &node) const;
};

//! A copy of at most `limit` bytes that ends between two characters.
std::string truncated(std::string_view text, std::size_t limit);

} // namespace gatehouse::openapi
