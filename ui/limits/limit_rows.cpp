// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/limits/limit_rows.h"

#include "core/base/text.h"
#include "ui/components/formats.h"

namespace gatehouse::ui::limits {

using components::Cell;
using components::CellKind;
using components::Column;
using components::fromUtf8;
using resource::Configuration;
using resource::ResourceId;

namespace {

QString displayName(const Configuration &configuration, const ResourceId &id)
{
    const auto *resource = configuration.find(id);
    return fromUtf8(resource ? stringMember(resource->properties, "displayName", id.name()) : id.name());
}

QString scopeName(const Configuration &configuration, const Limit &limit)
{
    const auto owner = limit.document.parent();
    if (limit.inFragment)
        return QCoreApplication::translate("LimitRows", "Fragment %1").arg(fromUtf8(limit.document.name()));
    switch (limit.scope) {
    case policy::Scope::Global: return QCoreApplication::translate("LimitRows", "All APIs");
    case policy::Scope::Workspace: return QCoreApplication::translate("LimitRows", "Workspace %1").arg(displayName(configuration, owner));
    case policy::Scope::Product: return QCoreApplication::translate("LimitRows", "Product %1").arg(displayName(configuration, owner));
    case policy::Scope::Api: return displayName(configuration, owner);
    case policy::Scope::Operation: return displayName(configuration, owner.parent()) + " / " + displayName(configuration, owner);
    }
    return {};
}

void addOperations(LimitSnapshot &snapshot, LimitCatalog &catalog, const Configuration &configuration)
{
    std::map<std::string, std::vector<ResourceId>> products;
    for (const auto &product : configuration.children({}, "products")) {
        for (const auto &link : configuration.children(product->id, "apis"))
            products[toLower(link->id.name())].push_back(product->id);
    }
    for (const auto &api : configuration.children({}, "apis")) {
        const std::string apiId{api->id.name()};
        for (const auto &operation : configuration.children(api->id, "operations")) {
            const std::string operationId{operation->id.name()};
            LimitSnapshot::OperationRow row;
            row.apiId = fromUtf8(apiId);
            row.apiName = displayName(configuration, api->id);
            row.operationId = fromUtf8(operationId);
            row.operationName = displayName(configuration, operation->id);
            row.method = fromUtf8(stringMember(operation->properties, "method"));
            row.path = "/" + fromUtf8(stringMember(api->properties, "path")) + fromUtf8(stringMember(operation->properties, "urlTemplate"));
            row.limits = catalog.effective(apiId, operationId);
            for (const auto &product : products[toLower(apiId)])
                row.byProduct.emplace_back(displayName(configuration, product), catalog.effective(apiId, operationId, std::string{product.name()}));
            snapshot.rows.push_back(std::move(row));
        }
    }
}

QString joinedRates(const std::vector<EffectiveLimit> &limits)
{
    QStringList texts;
    for (const auto &effective : limits)
        texts += rateText(effective.limit);
    return texts.join(", ");
}

} // namespace

const Limit *LimitSnapshot::find(const QString &key) const
{
    const auto wanted = components::toUtf8(key);
    for (const auto &limit : limits) {
        if (limit.key == wanted)
            return &limit;
    }
    return nullptr;
}

std::shared_ptr<const LimitSnapshot> makeSnapshot(std::shared_ptr<const Configuration> configuration)
{
    auto snapshot = std::make_shared<LimitSnapshot>();
    LimitCatalog catalog(configuration);
    snapshot->limits = catalog.limits();
    for (const auto &limit : snapshot->limits) {
        snapshot->operations.push_back(catalog.operationsOf(limit));
        snapshot->scopeNames.push_back(scopeName(*configuration, limit));
    }
    addOperations(*snapshot, catalog, *configuration);
    for (const auto &[id, findings] : catalog.findings())
        snapshot->unreadable += fromUtf8(id.text());
    return snapshot;
}

QString rateText(const Limit &limit)
{
    QStringList parts;
    if (!limit.calls.empty())
        parts += QCoreApplication::translate("LimitRows", "%1 calls").arg(fromUtf8(limit.calls));
    if (!limit.bandwidth.empty())
        parts += QCoreApplication::translate("LimitRows", "%1 KB").arg(fromUtf8(limit.bandwidth));
    return QCoreApplication::translate("LimitRows", "%1 / %2 s").arg(parts.join(" + "), fromUtf8(limit.period));
}

QString countedByText(const Limit &limit)
{
    if (limit.kind == LimitKind::RateLimit || limit.kind == LimitKind::Quota)
        return QCoreApplication::translate("LimitRows", "per subscription");
    return QCoreApplication::translate("LimitRows", "per %1").arg(fromUtf8(limit.counterKey));
}

LimitRows::LimitRows(std::shared_ptr<const LimitSnapshot> snapshot, const resource::ChangeSet &changes)
    : m_snapshot(std::move(snapshot))
{
    for (const auto &limit : m_snapshot->limits)
        m_staged.push_back(changes.find(limit.document) != nullptr);
}

QList<Column> LimitRows::columns()
{
    return {
        {tr("Scope"), CellKind::Strong, 220, true, Qt::ElideRight},
        {tr("Policy"), CellKind::Mono, 150, false, Qt::ElideRight},
        {tr("Calls"), CellKind::Figure, 80, false, Qt::ElideRight},
        {tr("Seconds"), CellKind::Figure, 80, false, Qt::ElideRight},
        {tr("Counted"), CellKind::Secondary, 150, false, Qt::ElideMiddle},
        {tr("Operations"), CellKind::Figure, 90, false, Qt::ElideRight},
        {tr("State"), CellKind::Pill, 100, false, Qt::ElideRight},
    };
}

int LimitRows::rowCount() const
{
    return int(m_snapshot->limits.size());
}

QString LimitRows::key(int row) const
{
    return fromUtf8(m_snapshot->limits[std::size_t(row)].key);
}

Cell LimitRows::cell(int row, int column) const
{
    const auto index = std::size_t(row);
    const auto &limit = m_snapshot->limits[index];
    Cell cell;
    switch (column) {
    case 0:
        cell.text = m_snapshot->scopeNames[index];
        cell.secondary = fromUtf8(limit.target);
        cell.toolTip = fromUtf8(limit.document.text()) + tr(", line %1").arg(limit.line);
        break;
    case 1: cell.text = fromUtf8(nameOf(limit.kind)); break;
    case 2: cell.text = fromUtf8(limit.calls); break;
    case 3: cell.text = fromUtf8(limit.period); break;
    case 4: cell.text = countedByText(limit); break;
    case 5:
        cell.text = QString::number(m_snapshot->operations[index]);
        if (m_snapshot->operations[index] == 0)
            cell.toolTip = tr("No operation meets this limit: a narrower scope leaves out <base/>, or nothing is in scope.");
        break;
    case 6:
        cell.dot = true;
        if (m_staged[index])
            cell.text = tr("Staged"), cell.tone = theme::Tone::Info;
        else if (m_snapshot->operations[index] == 0)
            cell.text = tr("No effect"), cell.tone = theme::Tone::Warning;
        else
            cell.text = tr("Effective"), cell.tone = theme::Tone::Success;
        break;
    default: break;
    }
    return cell;
}

QVariant LimitRows::sortValue(int row, int column) const
{
    const auto text = cell(row, column).text;
    bool isNumber = false;
    const auto number = text.toDouble(&isNumber);
    return isNumber ? QVariant{number} : QVariant{text};
}

OperationRows::OperationRows(std::shared_ptr<const LimitSnapshot> snapshot)
    : m_snapshot(std::move(snapshot))
{
    QString api;
    int first = 0;
    for (int i = 0; i < int(m_snapshot->rows.size()); ++i) {
        const auto &row = m_snapshot->rows[std::size_t(i)];
        if (row.apiId != api || i == 0) {
            api = row.apiId;
            first = i;
            m_rows.push_back({first, -1});
        }
        m_rows.push_back({first, i});
    }
}

QList<Column> OperationRows::columns()
{
    return {
        {tr("Operation"), CellKind::Method, 280, true, Qt::ElideRight},
        {tr("Path"), CellKind::Mono, 220, false, Qt::ElideMiddle},
        {tr("With an API key"), CellKind::Text, 190, false, Qt::ElideRight},
        {tr("With a product's key"), CellKind::Secondary, 260, false, Qt::ElideRight},
    };
}

QString OperationRows::key(int row) const
{
    const auto &[first, operation] = m_rows[std::size_t(row)];
    const auto &source = m_snapshot->rows[std::size_t(operation < 0 ? first : operation)];
    return operation < 0 ? "apis/" + source.apiId : "apis/" + source.apiId + "/operations/" + source.operationId;
}

Cell OperationRows::cell(int row, int column) const
{
    const auto &[first, operation] = m_rows[std::size_t(row)];
    return operation < 0 ? apiCell(m_snapshot->rows[std::size_t(first)], column)
                         : operationCell(m_snapshot->rows[std::size_t(operation)], column);
}

Cell OperationRows::apiCell(const LimitSnapshot::OperationRow &first, int column) const
{
    Cell cell;
    if (column == 0) {
        cell.secondary = first.apiName;
        cell.icon = "apis";
    }
    return cell;
}

Cell OperationRows::operationCell(const LimitSnapshot::OperationRow &operation, int column) const
{
    Cell cell;
    switch (column) {
    case 0:
        cell.text = operation.method;
        cell.secondary = operation.operationName;
        break;
    case 1: cell.text = operation.path; break;
    case 2:
        cell.text = operation.limits.empty() ? tr("No limit") : joinedRates(operation.limits);
        if (operation.limits.empty())
            cell.tone = theme::Tone::Warning;
        break;
    case 3: {
        QStringList texts;
        for (const auto &[product, limits] : operation.byProduct)
            texts += tr("%1: %2").arg(product, limits.empty() ? tr("no limit") : joinedRates(limits));
        cell.text = texts.join("; ");
        cell.toolTip = texts.join('\n');
        break;
    }
    default: break;
    }
    return cell;
}

} // namespace gatehouse::ui::limits
