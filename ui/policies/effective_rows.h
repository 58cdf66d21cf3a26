// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/configuration_documents.h"
#include "ui/components/row_source.h"

#include <QCoreApplication>

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace gatehouse::ui::policies {

//! One line of the effective policy: a section's heading or a policy in it.
struct EffectiveLine
{
    QString text; //!< name of the section or of the policy
    QString summary;
    QString origin; //!< "All APIs"; "" of a heading
    policy::Scope scope = policy::Scope::Global;
    bool inFragment = false;
    bool isHeading = false;
    bool isOwn = false; //!< from the document that is on show
    bool isExecuted = true;
    int depth = 0;
    resource::ResourceId document;
    std::size_t offset = 0; //!< in that document's text
    std::string path; //!< there, as the debugger names it
    int line = 0;
};

//! Everything that runs where `document` applies, in order. Reads documents; meant for the background.
std::vector<EffectiveLine> effectiveLines(std::shared_ptr<const resource::Configuration> configuration, const resource::ResourceId &document,
                                          const std::string &productId);

class EffectiveRows final : public components::RowSource
{
    Q_DECLARE_TR_FUNCTIONS(EffectiveRows)

public:
    using Breakpoints = std::map<resource::ResourceId, std::vector<std::string>>; //!< paths by document

    explicit EffectiveRows(std::vector<EffectiveLine> lines, Breakpoints breakpoints = {}) : m_lines(std::move(lines)), m_breakpoints(std::move(breakpoints)) { }
    static QList<components::Column> columns();

    int rowCount() const override { return int(m_lines.size()); }
    components::Cell cell(int row, int column) const override;
    QString key(int row) const override { return QString::number(row); }
    const EffectiveLine &at(int row) const { return m_lines[std::size_t(row)]; }
    const std::vector<EffectiveLine> &lines() const { return m_lines; }
    bool hasBreakpoint(int row) const;

private:
    std::vector<EffectiveLine> m_lines;
    Breakpoints m_breakpoints;
};

} // namespace gatehouse::ui::policies
