// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/roles/access_pane.h"
#include "ui/roles/role_texts.h"

#include "core/policy/expressions.h"
#include "ui/components/card.h"
#include "ui/components/data_table.h"
#include "ui/components/formats.h"
#include "ui/components/labels.h"
#include "ui/components/state_stack.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>

namespace gatehouse::ui::roles {

using components::Cell;
using components::CellKind;
using components::fromUtf8;
using components::toUtf8;
using namespace policy::roles;

namespace {

class AccessRows final : public components::RowSource
{
public:
    explicit AccessRows(AccessResult result) : m_result(std::move(result)) { }
    static QList<components::Column> columns()
    {
        return {{AccessPane::tr("API"), CellKind::Secondary, 130},
                {AccessPane::tr("Operation"), CellKind::Method, 250},
                {AccessPane::tr("Decision"), CellKind::Pill, 130},
                {AccessPane::tr("By"), CellKind::Text, 300, true}};
    }
    int rowCount() const override { return int(m_result.operations.size()); }
    QString key(int row) const override
    {
        const auto &place = m_result.operations[std::size_t(row)];
        return fromUtf8("apis/" + place.apiId + "/operations/" + place.operationId);
    }
    Cell cell(int row, int column) const override
    {
        const auto &place = m_result.operations[std::size_t(row)];
        const auto &decision = m_result.decisions[std::size_t(row)];
        Cell cell;
        switch (column) {
        case 0:
            cell.text = fromUtf8(place.apiName);
            break;
        case 1:
            cell.text = fromUtf8(place.method);
            cell.secondary = fromUtf8(place.operationName);
            cell.toolTip = fromUtf8(place.urlTemplate);
            break;
        case 2:
            cell.dot = true;
            cell.text = decision.verdict == Verdict::Allowed ? AccessPane::tr("Allowed")
                : decision.verdict == Verdict::Denied        ? AccessPane::tr("Denied")
                                                             : AccessPane::tr("Not checked");
            cell.tone = decision.verdict == Verdict::Allowed ? theme::Tone::Success
                : decision.verdict == Verdict::Denied        ? theme::Tone::Danger
                                                             : theme::Tone::Warning;
            break;
        default:
            cell.text = ruleText(decision);
            cell.toolTip = cell.text;
        }
        return cell;
    }

private:
    AccessResult m_result;
};

AccessResult decideAll(const std::shared_ptr<const resource::Configuration> &configuration, const std::optional<json::object> &claims,
                       const std::string &product, const std::stop_token &stop)
{
    AccessResult result;
    const policy::Expressions expressions;
    const auto check = AccessCheck::make(configuration, expressions);
    if (!check) {
        result.problem = check.error();
        return result;
    }
    result.operations = operationsOf(*configuration);
    for (const auto &place : result.operations) {
        if (stop.stop_requested())
            break;
        result.decisions.push_back((*check)->decide({place.apiId, place.operationId, place.method, product}, claims ? &*claims : nullptr));
    }
    result.operations.resize(result.decisions.size());
    return result;
}

} // namespace

std::size_t AccessResult::allowed() const
{
    return std::size_t(std::count_if(decisions.begin(), decisions.end(), [](const Decision &one) { return one.verdict != Verdict::Denied; }));
}

QString ruleText(const Decision &decision)
{
    if (decision.verdict == Verdict::Ungoverned)
        return decision.droppedBy.empty() ? AccessPane::tr("Nothing includes the mapping.")
                                          : AccessPane::tr("%1 has no <base /> in inbound.").arg(fromUtf8(decision.droppedBy));
    if (decision.verdict == Verdict::Denied)
        return fromUtf8(decision.message);
    QStringList targets, mappings;
    for (const auto &target : decision.targets)
        targets.append(targetText(target));
    for (const auto &mapping : decision.mappings)
        mappings.append(mappingText(mapping));
    const auto by = targets.isEmpty() ? AccessPane::tr("a line written by hand") : targets.join(QStringLiteral(", "));
    return mappings.isEmpty() ? AccessPane::tr("%1 may call: %2").arg(roleText(decision.role), by)
                              : AccessPane::tr("%1 may call: %2 · role by %3").arg(roleText(decision.role), by, mappings.join(QStringLiteral(", ")));
}

AccessPane::AccessPane(QWidget *parent)
    : QWidget(parent), m_claims(new QPlainTextEdit), m_product(new QComboBox),
      m_check(components::makeButton(tr("Check"), theme::ButtonRank::Primary, "check")), m_summary(components::makeParagraph({})),
      m_table(new components::DataTable(AccessRows::columns(), tr("What the claims may call")))
{
    m_claims->setAccessibleName(tr("Token or claims"));
    m_claims->setPlaceholderText(tr("A JWT, or claims as JSON:\n{\n  \"iss\": \"https://…\",\n  \"roles\": [\"…\"]\n}\n\nEmpty: a call without a token."));
    m_claims->setTabChangesFocus(true);
    theme::setTextRole(m_claims, theme::TextRole::Mono);
    m_product->setAccessibleName(tr("Product"));
    m_check->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Return));
    m_check->setToolTip(tr("Ctrl+Return"));

    auto *claimsLabel = components::makeLabel(tr("&Token or claims"));
    claimsLabel->setBuddy(m_claims);
    auto *productLabel = components::makeLabel(tr("With a key of &product"));
    productLabel->setBuddy(m_product);
    auto *given = new components::Card(tr("Who calls"));
    given->body()->setSpacing(8);
    given->body()->addWidget(claimsLabel);
    given->body()->addWidget(m_claims, 1);
    given->body()->addWidget(productLabel);
    given->body()->addWidget(m_product);
    given->body()->addWidget(m_check, 0, Qt::AlignLeft);
    given->body()->addWidget(components::makeParagraph(tr("Nothing is sent and no signature is verified: the mapping runs in the gateway's own engine, staged changes included.")));
    given->body()->addWidget(m_summary);
    auto *answer = new components::Card;
    answer->setEdgeToEdge(true);
    answer->body()->addWidget(m_table);
    m_states = new components::StateStack(answer);
    auto *split = new QSplitter(Qt::Horizontal, this);
    split->setHandleWidth(16);
    split->setChildrenCollapsible(false);
    split->addWidget(given);
    split->addWidget(m_states);
    split->setStretchFactor(1, 1);
    split->setSizes({340, 840});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(split);
    connect(m_check, &QPushButton::clicked, this, &AccessPane::check);
    m_states->setEmpty("roles", tr("What may this person call?"), tr("Paste a token or claims and check them."));
}

void AccessPane::setSnapshot(std::shared_ptr<const RoleSnapshot> snapshot)
{
    m_snapshot = std::move(snapshot);
    const auto chosen = m_product->currentData();
    m_product->clear();
    m_product->addItem(tr("none"), QString());
    for (const auto &product : m_snapshot->configuration->children({}, "products"))
        m_product->addItem(fromUtf8(stringMember(product->properties, "displayName", product->id.name())), fromUtf8(product->id.name()));
    m_product->setCurrentIndex(std::max(0, m_product->findData(chosen)));
    if (m_table->rows()->source())
        check(); // the answer follows what is staged
}

void AccessPane::check()
{
    if (!m_snapshot)
        return;
    std::optional<json::object> claims;
    const auto text = toUtf8(m_claims->toPlainText());
    if (!m_claims->toPlainText().trimmed().isEmpty()) {
        auto read = readClaims(text);
        if (!read) {
            m_running.abandon();
            m_states->setError(tr("The claims can't be read"), roleErrorText(read.error()));
            return;
        }
        claims = std::move(*read);
    }
    if (!m_table->rows()->source())
        m_states->setLoading(tr("Asking the engine…"));
    m_running = components::runInBackground<AccessResult>(
        this,
        [configuration = m_snapshot->configuration, claims, product = toUtf8(m_product->currentData().toString())](
            std::stop_token stop, const components::Progress &) { return decideAll(configuration, claims, product, stop); },
        [this](AccessResult result) { show(result); });
}

void AccessPane::show(const AccessResult &result)
{
    if (result.problem) {
        m_states->setError(tr("The mapping can't be asked"), roleErrorText(*result.problem));
        return;
    }
    m_states->setContent();
    m_summary->setText(tr("%1 of %n operation(s) may be called.", nullptr, int(result.operations.size())).arg(result.allowed()));
    m_table->setSource(std::make_shared<AccessRows>(result));
}

} // namespace gatehouse::ui::roles
