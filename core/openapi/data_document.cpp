// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/data_document.h"

#include "core/openapi/readers.h"
#include "core/openapi/tree.h"

namespace gatehouse::openapi {

//! The tree looks into the text, so both stay where they are.
struct DataDocument::Parts
{
    explicit Parts(std::string its) : text(std::move(its)), tree(text) { }
    std::string text;
    Tree tree;
    json::value value;
};

DataDocument::DataDocument(std::unique_ptr<Parts> parts) : m_parts(std::move(parts)) { }
DataDocument::~DataDocument() = default;
DataDocument::DataDocument(DataDocument &&) noexcept = default;
DataDocument &DataDocument::operator=(DataDocument &&) noexcept = default;

tl::expected<DataDocument, Diagnostics> DataDocument::read(std::string text, const DataLimits &limits)
{
    if (text.starts_with("\xEF\xBB\xBF"))
        text.erase(0, 3);
    auto parts = std::make_unique<Parts>(std::move(text));
    Findings findings(parts->tree);
    readText(parts->tree, findings, {limits.depth, ReadLimits{}.expandedNodes}, limits.bytes);
    if (parts->tree.root)
        reportDuplicateKeys(parts->tree, findings);
    if (findings.hasErrors() || !parts->tree.root)
        return tl::unexpected(findings.take());
    parts->value = toJson(*parts->tree.root);
    return DataDocument(std::move(parts));
}

const json::value &DataDocument::value() const
{
    return m_parts->value;
}

bool DataDocument::has(std::string_view pointer) const
{
    return m_parts->tree.at(*m_parts->tree.root, pointer) != nullptr;
}

Position DataDocument::position(std::string_view pointer) const
{
    while (true) {
        if (const auto *node = m_parts->tree.at(*m_parts->tree.root, pointer))
            return m_parts->tree.position(*node);
        const auto slash = pointer.rfind('/');
        pointer = pointer.substr(0, slash == std::string_view::npos ? 0 : slash);
    }
}

} // namespace gatehouse::openapi
