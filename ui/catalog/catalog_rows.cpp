// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/catalog/catalog_rows.h"

#include "core/base/text.h"
#include "ui/components/formats.h"

#include <QLocale>

#include <algorithm>

namespace gatehouse::ui::catalog {

using components::Cell;
using components::CellKind;
using components::Column;
using components::fromUtf8;
using resource::Configuration;
using resource::ResourceId;
using theme::Tone;

namespace {

std::string joined(std::string_view apiPath, std::string_view rest)
{
    std::string path;
    if (!apiPath.empty())
        path.append("/").append(apiPath);
    if (!rest.empty() && rest.front() != '/')
        path += '/';
    path.append(rest);
    return path.empty() ? "/" : path;
}

} // namespace

std::string fullPath(const Configuration &configuration, const ResourceId &id)
{
    const auto *resource = configuration.find(id);
    if (!resource)
        return {};
    if (id.collection() == "apis")
        return joined(stringMember(resource->properties, "path"), {});
    const auto *api = configuration.find(id.parent());
    return joined(api ? stringMember(api->properties, "path") : std::string_view{}, stringMember(resource->properties, "urlTemplate"));
}

CatalogRows::CatalogRows(std::shared_ptr<const Configuration> configuration, const resource::ChangeSet &changes, Figures figures)
    : m_figures(std::move(figures))
{
    const auto figuresOf = [this](const std::string &group) {
        const auto it = m_figures.find(toLower(group));
        return it == m_figures.end() ? nullptr : &it->second;
    };
    for (const auto &api : configuration->children({}, "apis")) {
        const std::string apiId{api->id.name()};
        m_rows.push_back({api, fullPath(*configuration, api->id), figuresOf(apiId), true, changes.find(api->id) != nullptr});
        ++m_apis;
        for (const auto &operation : configuration->children(api->id, "operations"))
            m_rows.push_back({operation, fullPath(*configuration, operation->id), figuresOf(apiId + "/" + std::string{operation->id.name()}), false,
                              changes.find(operation->id) != nullptr});
    }
    for (const auto &row : m_rows) {
        if (!row.isApi && row.figures)
            m_slowest = std::max(m_slowest, row.figures->p95.value_or(0));
    }
}

QList<Column> CatalogRows::columns()
{
    return {
        {tr("Operation"), CellKind::Method, 300, true, Qt::ElideRight},
        {tr("Path"), CellKind::Mono, 190, false, Qt::ElideMiddle},
        {tr("Key"), CellKind::Pill, 60, false, Qt::ElideRight},
        {tr("p95"), CellKind::Bar, 120, false, Qt::ElideRight},
        {tr("Errors"), CellKind::Figure, 68, false, Qt::ElideRight},
        {tr("Calls 24 h"), CellKind::Figure, 84, false, Qt::ElideRight},
    };
}

QString CatalogRows::key(int row) const
{
    return fromUtf8(m_rows[std::size_t(row)].resource->id.text());
}

QString CatalogRows::searchText(int row, int) const
{
    const auto &r = m_rows[std::size_t(row)];
    return fromUtf8(stringMember(r.resource->properties, "displayName")) + " " + fromUtf8(r.path) + " "
        + fromUtf8(stringMember(r.resource->properties, "method")) + " " + fromUtf8(r.resource->id.name());
}

Cell CatalogRows::nameCell(const Row &row) const
{
    Cell cell;
    cell.secondary = fromUtf8(stringMember(row.resource->properties, "displayName", row.resource->id.name()));
    if (row.isApi)
        cell.icon = "apis";
    else
        cell.text = fromUtf8(stringMember(row.resource->properties, "method"));
    if (row.staged)
        cell.secondary += tr(" (staged)");
    cell.toolTip = fromUtf8(stringMember(row.resource->properties, "description"));
    return cell;
}

Cell CatalogRows::authenticationCell(const Row &row) const
{
    Cell cell;
    if (!row.isApi)
        return cell;
    const bool required = boolMember(row.resource->properties, "subscriptionRequired", true);
    cell.text = required ? tr("Key") : tr("None");
    cell.tone = required ? Tone::Neutral : Tone::Warning;
    cell.toolTip = required ? tr("A subscription key is required") : tr("Calls without a key are let through");
    return cell;
}

Cell CatalogRows::cell(int row, int column) const
{
    const auto &r = m_rows[std::size_t(row)];
    Cell cell;
    switch (column) {
    case 0: return nameCell(r);
    case 1: cell.text = fromUtf8(r.path); break;
    case 2: return authenticationCell(r);
    case 3:
        if (r.figures && r.figures->p95) {
            cell.text = components::millisecondsText(*r.figures->p95);
            cell.fraction = std::clamp(*r.figures->p95 / m_slowest, 0.02, 1.0);
            cell.tone = *r.figures->p95 > 300 ? Tone::Warning : Tone::Accent;
        }
        break;
    case 4:
        if (r.figures && r.figures->requests > 0) {
            const double share = double(r.figures->failures()) / double(r.figures->requests);
            cell.text = components::percentText(share);
            cell.tone = share > 0.05 ? Tone::Danger : Tone::Neutral;
        }
        break;
    case 5:
        if (r.figures)
            cell.text = QLocale().toString(qulonglong(r.figures->requests));
        break;
    default: break;
    }
    return cell;
}

QVariant CatalogRows::sortValue(int row, int column) const
{
    const auto &r = m_rows[std::size_t(row)];
    switch (column) {
    case 3: return r.figures ? r.figures->p95.value_or(-1) : -1.0;
    case 4: return r.figures && r.figures->requests ? double(r.figures->failures()) / double(r.figures->requests) : -1.0;
    case 5: return r.figures ? double(r.figures->requests) : -1.0;
    default: return cell(row, column).secondary + cell(row, column).text;
    }
}

} // namespace gatehouse::ui::catalog
