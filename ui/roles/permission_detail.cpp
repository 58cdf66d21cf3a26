// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/roles/permission_detail.h"

#include "core/policy/expressions.h"
#include "ui/components/formats.h"
#include "ui/components/labels.h"
#include "ui/components/pill.h"
#include "ui/roles/access_pane.h"
#include "ui/roles/role_texts.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace gatehouse::ui::roles {

using components::fromUtf8;
using components::makeButton;
using components::makeLabel;
using components::makeParagraph;
using namespace policy::roles;

namespace {

constexpr int shownLines = 8;

bool isNamed(const std::string &role)
{
    return role != anyone && role != signedIn;
}

QString callersText(const std::vector<Caller> &callers)
{
    if (callers.empty())
        return PermissionDetail::tr("Nobody.");
    QStringList lines;
    for (const auto &caller : callers) {
        if (caller.decision.verdict == Verdict::Ungoverned)
            return PermissionDetail::tr("Anyone: %1").arg(ruleText(caller.decision));
        lines.append(caller.kind == Caller::Anyone         ? PermissionDetail::tr("Anyone")
                         : caller.kind == Caller::SignedIn ? PermissionDetail::tr("Anyone signed in")
                                                           : PermissionDetail::tr("%1: %2").arg(fromUtf8(caller.decision.role), mappingText(caller.mapping)));
    }
    if (lines.size() > shownLines) {
        const auto more = int(lines.size()) - shownLines;
        lines.resize(shownLines);
        lines.append(PermissionDetail::tr("and %n more", nullptr, more));
    }
    return lines.join('\n');
}

} // namespace

PermissionDetail::PermissionDetail(QWidget *parent)
    : Card(tr("Permission"), parent), m_nothing(makeParagraph(tr("Choose a cell of the matrix. Space allows or takes away."))), m_form(new QWidget(this))
{
    m_title = makeLabel({}, theme::TextRole::CardTitle);
    m_title->setWordWrap(true);
    m_state = new components::Pill;
    m_words = makeParagraph({});
    m_opaque = new QPlainTextEdit;
    m_opaque->setReadOnly(true);
    m_opaque->setTabChangesFocus(true);
    m_opaque->setAccessibleName(tr("Line written by hand"));
    m_opaque->setMaximumHeight(140);
    theme::setTextRole(m_opaque, theme::TextRole::Mono);
    m_grant = makeButton(tr("Allow"), theme::ButtonRank::Primary);
    m_methodBox = new QWidget;
    auto *methods = new QVBoxLayout(m_methodBox);
    methods->setContentsMargins({});
    methods->setSpacing(4);
    methods->addWidget(makeLabel(tr("Methods alone"), theme::TextRole::BodyStrong));
    auto *line = new QHBoxLayout;
    line->setSpacing(12);
    for (const char *name : {"GET", "POST", "PUT", "PATCH", "DELETE"}) {
        auto *box = new QCheckBox(QString::fromLatin1(name));
        box->setAccessibleName(tr("Allow %1").arg(box->text()));
        m_methods.append(box);
        line->addWidget(box);
        connect(box, &QCheckBox::clicked, this, [this, box](bool on) {
            const auto &target = m_snapshot->rows[std::size_t(m_row)].target;
            const auto method = components::toUtf8(box->text());
            emit granted(target.kind == TargetKind::Everything ? Target::ofMethod(method) : Target::ofApi(target.api, method),
                         m_snapshot->roles[std::size_t(m_role)], on);
        });
    }
    line->addStretch();
    methods->addLayout(line);
    m_mappings = makeParagraph({});
    m_map = makeButton(tr("Map a claim…"), theme::ButtonRank::Secondary, "plus");
    m_rename = makeButton(tr("Rename…"), theme::ButtonRank::Ghost, "edit");
    m_remove = makeButton(tr("Remove role"), theme::ButtonRank::Danger, "trash");
    m_whoTitle = makeLabel(tr("Who can call this"), theme::TextRole::BodyStrong);
    m_who = makeParagraph({});

    auto *roleButtons = new QHBoxLayout;
    roleButtons->addWidget(m_map);
    roleButtons->addWidget(m_rename);
    roleButtons->addStretch();
    auto *layout = new QVBoxLayout(m_form);
    layout->setContentsMargins({});
    layout->setSpacing(12);
    layout->addWidget(m_title);
    layout->addWidget(m_state, 0, Qt::AlignLeft);
    layout->addWidget(m_words);
    layout->addWidget(m_opaque);
    layout->addWidget(m_grant, 0, Qt::AlignLeft);
    layout->addWidget(m_methodBox);
    layout->addWidget(m_whoTitle);
    layout->addWidget(m_who);
    layout->addWidget(m_mappings);
    layout->addLayout(roleButtons);
    layout->addWidget(m_remove, 0, Qt::AlignLeft);
    body()->addWidget(m_nothing);
    body()->addWidget(m_form);
    body()->addStretch();
    m_form->hide();

    connect(m_grant, &QPushButton::clicked, this, [this] {
        const auto &cell = m_snapshot->cell(std::size_t(m_row), std::size_t(m_role));
        emit granted(m_snapshot->rows[std::size_t(m_row)].target, m_snapshot->roles[std::size_t(m_role)], !cell.isOwn);
    });
    const auto role = [this] { return m_snapshot->roles[std::size_t(m_role)]; };
    connect(m_map, &QPushButton::clicked, this, [this, role] { emit mapWanted(role()); });
    connect(m_rename, &QPushButton::clicked, this, [this, role] { emit renameWanted(role()); });
    connect(m_remove, &QPushButton::clicked, this, [this, role] { emit removeWanted(role()); });
}

void PermissionDetail::showCell(std::shared_ptr<const RoleSnapshot> snapshot, int row, int role)
{
    m_snapshot = std::move(snapshot);
    m_row = row;
    m_role = role;
    m_asking.abandon();
    const bool hasRow = m_snapshot && row >= 0;
    m_form->setVisible(hasRow);
    m_nothing->setVisible(!hasRow);
    if (!hasRow)
        return;
    const auto &one = m_snapshot->rows[std::size_t(row)];
    const bool opaque = one.kind == MatrixRow::Opaque;
    const bool hasRole = role >= 0 && !opaque;
    const auto name = hasRole ? m_snapshot->roles[std::size_t(role)] : std::string();
    m_title->setText(opaque ? one.name : hasRole ? tr("%1 · %2").arg(roleText(name), targetText(one.target)) : targetText(one.target));
    m_opaque->setVisible(opaque);
    m_opaque->setPlainText(one.toolTip);
    m_state->setVisible(hasRole);
    m_grant->setVisible(hasRole);
    m_words->setVisible(hasRole || opaque);
    m_words->setText(opaque ? tr("This line runs as it is and stays as it is. Edit it on the Policies page, in the fragment.") : QString());
    if (hasRole) {
        const auto &cell = m_snapshot->cell(std::size_t(row), std::size_t(role));
        m_state->setText(cell.isOwn ? tr("Own permission") : cell.inherited >= 0 ? tr("Inherited") : tr("Not allowed"));
        m_state->setTone(cell.isOwn ? theme::Tone::Success : cell.inherited >= 0 ? theme::Tone::Info : theme::Tone::Neutral);
        m_words->setText(cell.isOwn && cell.inherited >= 0 ? tr("A broader row allows it too: taking this away changes nothing.")
                             : cell.inherited >= 0         ? tr("A broader row allows it. Take it away there.")
                             : cell.isOwn                  ? tr("A row of its own allows it.")
                                                           : tr("What no row allows is denied."));
        m_grant->setText(cell.isOwn ? tr("Take away") : tr("Allow"));
        theme::setRank(m_grant, cell.isOwn || cell.inherited >= 0 ? theme::ButtonRank::Secondary : theme::ButtonRank::Primary);
    }
    showMethods();
    const bool ofRole = hasRole && isNamed(name);
    for (QWidget *widget : std::initializer_list<QWidget *>{m_map, m_rename, m_remove, m_mappings})
        widget->setVisible(ofRole);
    QStringList lines;
    for (const auto &mapping : m_snapshot->model.mappings)
        if (std::find(mapping.roles.begin(), mapping.roles.end(), name) != mapping.roles.end())
            lines.append(mappingText(mapping));
    if (lines.size() > shownLines) {
        const auto more = int(lines.size()) - shownLines;
        lines.resize(shownLines);
        lines.append(tr("and %n more", nullptr, more));
    }
    m_mappings->setText(lines.isEmpty() ? tr("Nobody is mapped to this role.") : tr("Mapped by:") + '\n' + lines.join('\n'));
    askWho();
}

void PermissionDetail::showMethods()
{
    const auto kind = m_snapshot->rows[std::size_t(m_row)].target.kind;
    const bool visible = m_role >= 0 && m_snapshot->rows[std::size_t(m_row)].kind == MatrixRow::Grants && (kind == TargetKind::Api || kind == TargetKind::Everything);
    m_methodBox->setVisible(visible);
    if (!visible)
        return;
    const auto &api = m_snapshot->rows[std::size_t(m_row)].target.api;
    const auto &role = m_snapshot->roles[std::size_t(m_role)];
    for (auto *box : m_methods) {
        const auto method = components::toUtf8(box->text());
        const auto target = kind == TargetKind::Api ? Target::ofApi(api, method) : Target::ofMethod(method);
        const auto &grants = m_snapshot->model.grants;
        const auto found = std::find_if(grants.begin(), grants.end(), [&](const Grant &grant) { return grant.target == target; });
        box->setChecked(found != grants.end() && std::find(found->roles.begin(), found->roles.end(), role) != found->roles.end());
    }
}

void PermissionDetail::askWho()
{
    const auto &row = m_snapshot->rows[std::size_t(m_row)];
    const bool asks = row.target.kind == TargetKind::Operation && row.kind == MatrixRow::Grants;
    m_whoTitle->setVisible(asks);
    m_who->setVisible(asks);
    if (!asks)
        return;
    m_who->setText(tr("Asking the engine…"));
    const CallPlace call{row.target.api, row.target.operation, components::toUtf8(row.method), {}};
    m_asking = components::runInBackground<QString>(
        this,
        [configuration = m_snapshot->configuration, call](std::stop_token, const components::Progress &) {
            const policy::Expressions expressions;
            const auto check = AccessCheck::make(configuration, expressions);
            return check ? callersText((*check)->who(call)) : roleErrorText(check.error());
        },
        [this](const QString &text) { m_who->setText(text); });
}

} // namespace gatehouse::ui::roles
