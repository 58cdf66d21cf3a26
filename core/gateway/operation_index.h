// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/url_template.h"
#include "core/policy/exchange.h"
#include "core/policy/program.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::gateway {

struct CompiledOperation
{
    policy::OperationInfo info;
    http::UrlTemplate urlTemplate;
    //! [0] without a product, [1 + n] in the API's n-th product. Null: it can't be compiled, and a call fails loudly.
    std::vector<std::shared_ptr<const policy::Program>> programs;
};

//! An API's operations by method and URL template, the most specific first. Immutable once sorted.
class OperationIndex
{
public:
    void add(std::unique_ptr<CompiledOperation> operation) { m_operations.push_back(std::move(operation)); }
    void sort();
    bool empty() const { return m_operations.empty(); }
    const std::vector<std::unique_ptr<CompiledOperation>> &all() const { return m_operations; }

    //! `path` is relative to the API. HEAD finds HEAD alone, as on Azure.
    const CompiledOperation *find(std::string_view method, std::string_view path, std::string_view query,
                                  http::UrlTemplate::Values *values) const;

private:
    //! What rules most operations out without matching their templates.
    struct Candidate
    {
        const CompiledOperation *operation;
        std::size_t segments;
        bool wildcard;
        std::string firstLiteral; //!< lower case; "" when the first segment has a parameter
    };
    struct Method
    {
        std::string name;
        std::vector<Candidate> candidates;
    };
    static Candidate candidateOf(const CompiledOperation &operation);

    std::vector<std::unique_ptr<CompiledOperation>> m_operations;
    std::vector<Method> m_methods;
};

} // namespace gatehouse::gateway
