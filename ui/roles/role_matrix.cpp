// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/roles/role_matrix.h"

#include "core/base/text.h"
#include "ui/components/formats.h"

#include <QUrl>

#include <algorithm>
#include <array>
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

struct Words
{
    std::string_view code;
    const char *text; //!< %name% is an argument
};

constexpr std::array findingWords{
    Words{"roles.notIncluded", QT_TRANSLATE_NOOP("RoleFinding", "The global policy does not include the mapping: nothing is checked.")},
    Words{"roles.noToken", QT_TRANSLATE_NOOP("RoleFinding", "No policy before the mapping validates a token into “%tokens%”: callers have no claims.")},
    Words{"roles.dropped", QT_TRANSLATE_NOOP("RoleFinding", "Inbound has no <base />: the mapping does not run there.")},
    Words{"roles.nearLimit", QT_TRANSLATE_NOOP("RoleFinding", "The fragment has %bytes% of the %limit% bytes that Azure takes.")},
    Words{"roles.ownFrame", QT_TRANSLATE_NOOP("RoleFinding", "The fragment was edited by hand beside its rows.")},
    Words{"roles.opaque", QT_TRANSLATE_NOOP("RoleFinding", "The row of “%key%” (line %line%) was written by hand: it runs, and the matrix can't show what it does.")},
    Words{"roles.grantsEverything", QT_TRANSLATE_NOOP("RoleFinding", "%role% may call everything.")},
    Words{"roles.anyValue", QT_TRANSLATE_NOOP("RoleFinding", "Any value of the claim %claim% of %issuer% gives %role%.")},
    Words{"roles.unmapped", QT_TRANSLATE_NOOP("RoleFinding", "Nobody is mapped to %role%.")},
    Words{"roles.powerless", QT_TRANSLATE_NOOP("RoleFinding", "%role% may call nothing.")},
    Words{"roles.noSuchApi", QT_TRANSLATE_NOOP("RoleFinding", "There is no API %api%.")},
    Words{"roles.noSuchOperation", QT_TRANSLATE_NOOP("RoleFinding", "There is no operation %operation%.")},
    Words{"roles.noSuchProduct", QT_TRANSLATE_NOOP("RoleFinding", "There is no product %product%.")},
    Words{"roles.nobody", QT_TRANSLATE_NOOP("RoleFinding", "Nobody may call the API %api%.")},
};
constexpr std::array errorWords{
    Words{"roles.notAFragment", QT_TRANSLATE_NOOP("RoleError", "The fragment gatehouse-roles can't be read (%reason%).")},
    Words{"roles.noMapping", QT_TRANSLATE_NOOP("RoleError", "The fragment gatehouse-roles is no role mapping.")},
    Words{"roles.tooLarge", QT_TRANSLATE_NOOP("RoleError", "The fragment gatehouse-roles is larger than 512 KB.")},
    Words{"roles.doesNotCompile", QT_TRANSLATE_NOOP("RoleError", "The mapping does not compile: %reason%")},
    Words{"roles.none", QT_TRANSLATE_NOOP("RoleError", "There is no role mapping.")},
    Words{"roles.noClaims", QT_TRANSLATE_NOOP("RoleError", "That is neither a JWT nor a JSON object of claims.")},
    Words{"roles.badRole", QT_TRANSLATE_NOOP("RoleError", "“%role%” can't be a role's name: letters, digits, “.”, “_” and “-”, up to 64.")},
    Words{"roles.badMapping", QT_TRANSLATE_NOOP("RoleError", "Issuer, claim and value are needed; issuer and claim without spaces.")},
    Words{"roles.badTarget", QT_TRANSLATE_NOOP("RoleError", "The mapping can't name “%target%”.")},
    Words{"roles.opaque", QT_TRANSLATE_NOOP("RoleError", "A line written by hand decides about “%key%”. Edit it on the Policies page.")},
    Words{"roles.noPlace", QT_TRANSLATE_NOOP("RoleError", "The fragment was edited by hand so that there is no place for this. Edit it on the Policies page.")},
    Words{"roles.badCsv", QT_TRANSLATE_NOOP("RoleError", "Line %line% has no name and id.")},
    Words{"roles.globalUnreadable", QT_TRANSLATE_NOOP("RoleError", "The global policy can't be read, so the mapping can't be included in it.")},
};

template<std::size_t N>
QString words(const std::array<Words, N> &all, const char *context, std::string_view code, const std::vector<Error::Arg> &args)
{
    const auto found = std::find_if(all.begin(), all.end(), [&](const Words &one) { return one.code == code; });
    if (found == all.end())
        return {};
    auto text = QCoreApplication::translate(context, found->text);
    for (const auto &[name, value] : args)
        text.replace("%" + fromUtf8(name) + "%", fromUtf8(value));
    return text;
}

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

QString roleText(const std::string &role)
{
    if (role == anyone)
        return MatrixRows::tr("Anyone");
    return role == signedIn ? MatrixRows::tr("Signed in") : fromUtf8(role);
}

QString targetText(const Target &target)
{
    switch (target.kind) {
    case TargetKind::Everything:
        break;
    case TargetKind::Method:
        return MatrixRows::tr("%1 of everything").arg(fromUtf8(target.method));
    case TargetKind::Product:
        return MatrixRows::tr("product %1").arg(fromUtf8(target.product));
    case TargetKind::Api:
        return MatrixRows::tr("API %1").arg(fromUtf8(target.api));
    case TargetKind::ApiMethod:
        return MatrixRows::tr("%1 of API %2").arg(fromUtf8(target.method), fromUtf8(target.api));
    case TargetKind::Operation:
        return MatrixRows::tr("operation %1 of API %2").arg(fromUtf8(target.operation), fromUtf8(target.api));
    }
    return MatrixRows::tr("everything");
}

QString findingText(const Diagnostic &finding)
{
    const auto text = words(findingWords, "RoleFinding", finding.code, finding.args);
    return text.isEmpty() ? fromUtf8(finding.code) : text;
}

QString mappingText(const Mapping &mapping)
{
    const auto host = QUrl(fromUtf8(mapping.issuer)).host();
    const auto issuer = host.isEmpty() ? fromUtf8(mapping.issuer) : host;
    return mapping.value == anyValue ? MatrixRows::tr("any %1 of %2").arg(fromUtf8(mapping.claim), issuer)
                                     : MatrixRows::tr("%1 = %2 of %3").arg(fromUtf8(mapping.claim), fromUtf8(mapping.value), issuer);
}

QString roleErrorText(const Error &error)
{
    const auto text = words(errorWords, "RoleError", error.code, error.args);
    return text.isEmpty() ? components::errorText(error) : text;
}

} // namespace gatehouse::ui::roles
