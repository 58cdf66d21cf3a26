// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/roles/role_matrix.h"

#include "core/base/text.h"
#include "ui/components/formats.h"
#include "ui/roles/role_texts.h"

#include <algorithm>
#include <map>
#include <set>

namespace gatehouse::ui::roles {

using components::Cell;
using components::CellKind;
using components::Column;
using components::fromUtf8;
using namespace policy::roles;

namespace {

QString displayName(const resource::Resource &resource)
{
    return fromUtf8(stringMember(resource.properties, "displayName", resource.id.name()));
}

//! Lays the matrix out and fills it.
class Builder
{
public:
    explicit Builder(RoleSnapshot &out) : m_out(out)
    {
        for (const auto &grant : out.model.grants)
            m_grants[grant.target] = &grant.roles;
    }

    void run()
    {
        m_out.roles = {std::string(anyone), std::string(signedIn)};
        const auto named = m_out.model.roles();
        m_out.roles.insert(m_out.roles.end(), named.begin(), named.end());
        addRow(Target::everything(), "everything", MatrixRows::tr("Everything"), 0);
        for (const auto &grant : m_out.model.grants)
            if (grant.target.kind == TargetKind::Method)
                addRow(grant.target, "method/" + fromUtf8(grant.target.method), MatrixRows::tr("of everything"), 0, fromUtf8(grant.target.method));
        for (const auto &product : m_out.configuration->children({}, "products"))
            addRow(Target::ofProduct(product->id.name()), fromUtf8(product->id.text()), MatrixRows::tr("Product %1").arg(displayName(*product)), 0);
        for (const auto &api : m_out.configuration->children({}, "apis"))
            if (api->id.name().find(';') == std::string_view::npos)
                addApi(*api);
        fill();
    }

private:
    void addRow(const Target &target, const QString &key, const QString &name, int depth, const QString &method = {}, const QString &path = {})
    {
        m_out.rows.push_back({MatrixRow::Grants, target, key, name, method, path, {}, depth, false});
    }

    void addApi(const resource::Resource &api)
    {
        const auto id = api.id.name();
        const auto lower = toLower(id);
        const auto key = fromUtf8(api.id.text());
        addRow(Target::ofApi(id), key, displayName(api), 0, {}, fromUtf8(stringMember(api.properties, "path")));
        m_out.rows.back().isBranch = true;
        for (const auto &grant : m_out.model.grants)
            if (grant.target.kind == TargetKind::ApiMethod && grant.target.api == lower)
                addRow(grant.target, key + "/methods/" + fromUtf8(grant.target.method), MatrixRows::tr("of this API"), 1, fromUtf8(grant.target.method));
        for (const auto &operation : m_out.configuration->children(api.id, "operations"))
            addRow(Target::ofOperation(id, operation->id.name()), fromUtf8(operation->id.text()), displayName(*operation), 1,
                   fromUtf8(stringMember(operation->properties, "method")), fromUtf8(stringMember(operation->properties, "urlTemplate")));
        for (const auto &row : m_out.opaque)
            for (const auto &label : row.keys)
                if (label.substr(0, label.find_first_of(" /")) == lower) {
                    m_out.rows.push_back({MatrixRow::Opaque, Target::ofApi(id), key + QStringLiteral("/opaque/%1").arg(row.line),
                                          MatrixRows::tr("Written by hand, line %1").arg(row.line), {}, {}, fromUtf8(trim(row.text)), 1, false});
                    break;
                }
    }

    bool has(const Target &target, const std::string &role) const
    {
        const auto found = m_grants.find(target);
        return found != m_grants.end() && std::find(found->second->begin(), found->second->end(), role) != found->second->end();
    }

    //! The kind of the broadest other row that covers this one.
    std::int8_t inheritedBy(const MatrixRow &row, const std::string &role) const
    {
        const auto &target = row.target;
        const auto method = components::toUtf8(row.method);
        if (target.kind != TargetKind::Everything && has(Target::everything(), role))
            return std::int8_t(TargetKind::Everything);
        if (!method.empty() && target.kind != TargetKind::Method && has(Target::ofMethod(method), role))
            return std::int8_t(TargetKind::Method);
        if ((target.kind == TargetKind::ApiMethod || target.kind == TargetKind::Operation) && has(Target::ofApi(target.api), role))
            return std::int8_t(TargetKind::Api);
        if (target.kind == TargetKind::Operation && has(Target::ofApi(target.api, method), role))
            return std::int8_t(TargetKind::ApiMethod);
        return -1;
    }

    void fill()
    {
        const auto width = m_out.roles.size();
        m_out.cells.resize(m_out.rows.size() * width);
        for (std::size_t row = m_out.rows.size(); row-- > 0;) {
            const auto &one = m_out.rows[row];
            for (std::size_t role = 0; role < width && one.kind == MatrixRow::Grants; ++role) {
                auto &cell = m_out.cells[row * width + role];
                cell.isOwn = has(one.target, m_out.roles[role]);
                cell.inherited = inheritedBy(one, m_out.roles[role]);
                // Operations come after their API, so from the end they are known.
                for (auto below = row + 1; one.isBranch && below < m_out.rows.size() && m_out.rows[below].depth > 0; ++below) {
                    if (m_out.rows[below].target.kind != TargetKind::Operation)
                        continue;
                    const auto &operation = m_out.cells[below * width + role];
                    ++cell.operations;
                    cell.covered += operation.isOwn || operation.inherited >= 0;
                }
            }
        }
    }

    RoleSnapshot &m_out;
    std::map<Target, const std::vector<std::string> *> m_grants;
};

Cell stateCell(const MatrixRow &row, const MatrixCell &state)
{
    Cell cell;
    if (state.isOwn) {
        cell.text = MatrixRows::tr("allowed");
        cell.tone = theme::Tone::Success;
    }
    if (state.inherited >= 0) {
        switch (TargetKind(state.inherited)) {
        case TargetKind::Everything:
            cell.secondary = MatrixRows::tr("by everything");
            break;
        case TargetKind::Method:
        case TargetKind::ApiMethod:
            cell.secondary = MatrixRows::tr("by %1").arg(row.method);
            break;
        default:
            cell.secondary = MatrixRows::tr("by API");
        }
    } else if (row.isBranch && !state.isOwn && state.covered > 0) {
        cell.secondary = MatrixRows::tr("%1 of %2").arg(state.covered).arg(state.operations);
    }
    return cell;
}

} // namespace

int RoleSnapshot::rowOf(const QString &key) const
{
    const auto at = std::find_if(rows.begin(), rows.end(), [&](const MatrixRow &row) { return row.key.compare(key, Qt::CaseInsensitive) == 0; });
    return at == rows.end() ? -1 : int(at - rows.begin());
}

std::shared_ptr<const RoleSnapshot> makeSnapshot(std::shared_ptr<const resource::Configuration> configuration)
{
    auto out = std::make_shared<RoleSnapshot>();
    out->configuration = std::move(configuration);
    auto found = findRoles(*out->configuration);
    if (!found) {
        out->problem = found.error();
        return out;
    }
    out->found = std::move(*found);
    out->model = out->found->fragment.model();
    out->opaque = out->found->fragment.opaqueRows();
    out->findings = findingsOf(*out->configuration, *out->found);
    std::stable_sort(out->findings.begin(), out->findings.end(),
                     [](const Diagnostic &a, const Diagnostic &b) { return a.severity < b.severity; });
    Builder(*out).run();
    return out;
}

QList<Column> MatrixRows::columns(const RoleSnapshot &snapshot)
{
    QList<Column> all{{tr("May call"), CellKind::Method, 300}};
    for (const auto &role : snapshot.roles)
        all.append({roleText(role), CellKind::Pill, 124});
    return all;
}

Cell MatrixRows::cell(int row, int column) const
{
    const auto &one = m_snapshot->rows[std::size_t(row)];
    if (column > 0) {
        if (one.kind == MatrixRow::Opaque)
            return {};
        auto cell = stateCell(one, m_snapshot->cell(std::size_t(row), std::size_t(column - 1)));
        return cell;
    }
    Cell cell;
    cell.toolTip = one.toolTip.isEmpty() ? one.path : one.toolTip;
    if (one.isBranch) {
        cell.text = one.name;
        cell.secondary = one.path;
    } else {
        cell.text = one.method;
        cell.secondary = one.name;
    }
    if (one.kind == MatrixRow::Opaque)
        cell.icon = QStringLiteral("edit");
    return cell;
}

QString MatrixRows::searchText(int row, int) const
{
    const auto &one = m_snapshot->rows[std::size_t(row)];
    return one.name + ' ' + one.method + ' ' + one.path + ' ' + one.toolTip;
}

MappingRows::MappingRows(std::shared_ptr<const RoleSnapshot> snapshot) : m_snapshot(std::move(snapshot))
{
    for (const auto &row : m_snapshot->opaque)
        if (row.section == RowSection::ClaimPresent || row.section == RowSection::ClaimValue)
            m_opaque.push_back(&row);
}

QList<Column> MappingRows::columns()
{
    return {{tr("Issuer"), CellKind::Mono, 320, false, Qt::ElideMiddle},
            {tr("Claim"), CellKind::Mono, 120},
            {tr("Value"), CellKind::Mono, 260, true},
            {tr("Roles"), CellKind::Strong, 220}};
}

const Mapping *MappingRows::mapping(int row) const
{
    return row >= 0 && std::size_t(row) < m_snapshot->model.mappings.size() ? &m_snapshot->model.mappings[std::size_t(row)] : nullptr;
}

Cell MappingRows::cell(int row, int column) const
{
    Cell cell;
    const auto *one = mapping(row);
    if (!one) {
        const auto &opaque = *m_opaque[std::size_t(row) - m_snapshot->model.mappings.size()];
        if (column == 0) {
            cell.text = tr("Written by hand, line %1").arg(opaque.line);
            cell.icon = QStringLiteral("edit");
        }
        if (column == 2)
            cell.text = fromUtf8(trim(opaque.text));
        cell.toolTip = fromUtf8(trim(opaque.text));
        return cell;
    }
    switch (column) {
    case 0:
        cell.text = fromUtf8(one->issuer);
        break;
    case 1:
        cell.text = fromUtf8(one->claim);
        break;
    case 2:
        cell.text = one->value == anyValue ? tr("any value") : fromUtf8(one->value);
        break;
    default: {
        QStringList names;
        for (const auto &role : one->roles)
            names.append(fromUtf8(role));
        cell.text = names.join(QStringLiteral(", "));
    }
    }
    return cell;
}

QList<Column> FindingRows::columns()
{
    return {{tr("Kind"), CellKind::Pill, 110}, {tr("Finding"), CellKind::Text, 400, true}, {tr("Where"), CellKind::Mono, 320, false, Qt::ElideMiddle}};
}

Cell FindingRows::cell(int row, int column) const
{
    const auto &finding = m_snapshot->findings[std::size_t(row)];
    Cell cell;
    if (column == 0) {
        cell.dot = true;
        cell.text = finding.severity == Severity::Error ? tr("Error") : finding.severity == Severity::Warning ? tr("Warning") : tr("Note");
        cell.tone = finding.severity == Severity::Error ? theme::Tone::Danger : finding.severity == Severity::Warning ? theme::Tone::Warning : theme::Tone::Info;
    } else {
        cell.text = column == 1 ? findingText(finding) : fromUtf8(finding.pointer);
        cell.toolTip = cell.text;
    }
    return cell;
}

QString FindingRows::key(int row) const
{
    return fromUtf8(m_snapshot->findings[std::size_t(row)].pointer) + '#' + QString::number(row);
}

} // namespace gatehouse::ui::roles
