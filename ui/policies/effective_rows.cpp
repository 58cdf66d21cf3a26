// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policies/effective_rows.h"

#include "ui/components/formats.h"
#include "ui/policies/policy_places.h"
#include "ui/policies/policy_scopes.h"

#include <algorithm>

namespace gatehouse::ui::policies {

using components::Cell;
using components::CellKind;
using components::fromUtf8;
using policy::Section;

namespace {

theme::Tone toneOf(const EffectiveLine &line)
{
    if (line.inFragment)
        return theme::Tone::Success;
    switch (line.scope) {
    case policy::Scope::Global:
    case policy::Scope::Workspace: return theme::Tone::Neutral;
    case policy::Scope::Product: return theme::Tone::Success;
    case policy::Scope::Api: return theme::Tone::Info;
    case policy::Scope::Operation: return theme::Tone::Warning;
    }
    return theme::Tone::Neutral;
}

//! The places of documents, each read once.
class PlaceFinder
{
public:
    std::string pathAt(const resource::ResourceId &id, const policy::Document &document, std::size_t offset)
    {
        auto found = m_places.find(id);
        if (found == m_places.end())
            found = m_places.emplace(id, placesOf(document.text())).first;
        const auto place = std::ranges::find(found->second, offset, &PolicyPlace::begin);
        return place == found->second.end() ? std::string() : place->path;
    }

private:
    std::map<resource::ResourceId, std::vector<PolicyPlace>> m_places;
};

EffectiveLine lineOf(const policy::EffectivePolicy &policy, policy::ConfigurationDocuments &documents, const resource::ResourceId &shown, PlaceFinder &places)
{
    EffectiveLine line;
    line.text = fromUtf8(policy.name);
    line.summary = fromUtf8(policy.summary);
    line.scope = policy.scope;
    line.isExecuted = policy.executed;
    line.depth = policy.depth;
    auto id = resource::ResourceId::parse(policy.resourceId);
    const auto document = id && !policy.resourceId.empty() ? documents.document(*id) : nullptr;
    if (!document)
        return line; // Azure's default: no document says it
    line.document = *id;
    line.inFragment = isFragment(*id);
    line.isOwn = *id == shown;
    line.origin = scopeTitle(documents.configuration(), *id);
    if (policy.node != policy::noNode) {
        const auto position = document->position(policy.node);
        line.offset = position.offset;
        line.line = position.line;
        line.path = places.pathAt(*id, *document, position.offset);
    }
    return line;
}

} // namespace

std::vector<EffectiveLine> effectiveLines(std::shared_ptr<const resource::Configuration> configuration, const resource::ResourceId &document,
                                          const std::string &productId)
{
    policy::ConfigurationDocuments documents(std::move(configuration));
    auto context = contextOf(document);
    if (!productId.empty())
        context.productId = productId;
    std::vector<EffectiveLine> lines;
    std::optional<Section> section;
    PlaceFinder places;
    for (const auto &policy : policy::effectivePolicies(documents.applying(context), documents.bindings())) {
        if (section != policy.section) {
            section = policy.section;
            EffectiveLine heading;
            heading.text = fromUtf8(nameOf(policy.section));
            heading.isHeading = true;
            lines.push_back(std::move(heading));
        }
        lines.push_back(lineOf(policy, documents, document, places));
    }
    return lines;
}

QList<components::Column> EffectiveRows::columns()
{
    return {
        {tr("Policy"), CellKind::Mono, 160, true, Qt::ElideRight},
        {tr("From"), CellKind::Pill, 120, false, Qt::ElideRight},
    };
}

bool EffectiveRows::hasBreakpoint(int row) const
{
    const auto &line = at(row);
    const auto found = m_breakpoints.find(line.document);
    return !line.path.empty() && found != m_breakpoints.end() && std::ranges::find(found->second, line.path) != found->second.end();
}

Cell EffectiveRows::cell(int row, int column) const
{
    const auto &line = at(row);
    Cell cell;
    if (column == 0) {
        cell.text = line.isHeading ? QStringLiteral("<%1>").arg(line.text) : QString(2 + line.depth * 2, QChar(0x00a0)) + line.text;
        cell.tone = line.isHeading ? theme::Tone::Accent : line.isExecuted ? theme::Tone::Neutral : theme::Tone::Warning;
        cell.secondary = line.summary;
        if (hasBreakpoint(row))
            cell.icon = QStringLiteral("breakpoint");
        cell.toolTip = line.isHeading ? QString() : line.text + QLatin1Char('\n') + line.summary;
        if (!line.isHeading && !line.isExecuted)
            cell.toolTip += QLatin1Char('\n') + tr("The local gateway does not run it: a request that reaches it fails.");
    } else if (!line.isHeading) {
        cell.text = line.isOwn ? tr("this, line %1").arg(line.line) : line.origin.isEmpty() ? tr("default") : line.origin;
        cell.tone = line.isOwn ? theme::Tone::Accent : toneOf(line);
        cell.toolTip = line.line > 0 ? tr("%1, line %2").arg(line.origin).arg(line.line) : tr("What Azure runs where no policy says otherwise");
    }
    return cell;
}

} // namespace gatehouse::ui::policies
