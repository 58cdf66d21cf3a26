// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/catalog/operation_detail.h"

#include "core/policy/configuration_documents.h"
#include "ui/catalog/catalog_rows.h"
#include "ui/components/data_table.h"
#include "ui/components/formats.h"
#include "ui/components/labels.h"
#include "ui/components/pill.h"
#include "ui/components/state_stack.h"
#include "ui/shell/session.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace gatehouse::ui::catalog {

using components::Cell;
using components::CellKind;
using components::Column;
using components::fromUtf8;
using components::makeButton;
using components::makeLabel;
using policy::EffectivePolicy;
using resource::ResourceId;
using theme::TextRole;
using theme::Tone;

namespace {

QString scopeText(const EffectivePolicy &policy)
{
    const auto id = ResourceId::parse(policy.resourceId);
    if (id && id->collection() == "policyFragments")
        return OperationDetail::tr("fragment %1").arg(fromUtf8(id->name()));
    switch (policy.scope) {
    case policy::Scope::Global: return OperationDetail::tr("all APIs");
    case policy::Scope::Workspace: return OperationDetail::tr("workspace");
    case policy::Scope::Product: return OperationDetail::tr("product");
    case policy::Scope::Api: return OperationDetail::tr("this API");
    case policy::Scope::Operation: return OperationDetail::tr("this operation");
    }
    return {};
}

//! The effective policies in the order they run.
class PolicyRows final : public components::RowSource
{
    Q_DECLARE_TR_FUNCTIONS(OperationDetail)

public:
    explicit PolicyRows(std::vector<EffectivePolicy> policies) : m_policies(std::move(policies)) { }

    static QList<Column> columns()
    {
        return {
            {tr("Policy"), CellKind::Mono, 150, true, Qt::ElideRight},
            {tr("From"), CellKind::Secondary, 110, false, Qt::ElideRight},
        };
    }
    int rowCount() const override { return int(m_policies.size()); }
    QString key(int row) const override { return QString::number(row); }
    Cell cell(int row, int column) const override
    {
        const auto &policy = m_policies[std::size_t(row)];
        Cell cell;
        if (column == 1) {
            cell.text = scopeText(policy);
            cell.toolTip = fromUtf8(policy.resourceId);
            return cell;
        }
        cell.text = QString(policy.depth * 2, QLatin1Char(' ')) + fromUtf8(policy.name);
        cell.secondary = fromUtf8(policy.summary);
        cell.toolTip = fromUtf8(std::string{policy::nameOf(policy.section)} + ": " + policy.name + " " + policy.summary);
        if (!policy.executed) {
            cell.tone = Tone::Danger;
            cell.toolTip += tr("\nThis gateway does not execute it: a request that reaches it fails.");
        }
        return cell;
    }

private:
    std::vector<EffectivePolicy> m_policies;
};

} // namespace

OperationDetail::OperationDetail(shell::Session &session, QWidget *parent)
    : Card({}, parent), m_session(session), m_nothing(components::makeParagraph(tr("Choose an API or an operation.")))
{
    m_method = new components::MethodBadge;
    m_name = makeLabel({}, TextRole::CardTitle);
    m_name->setWordWrap(true);
    m_key = new components::Pill;
    m_revision = new components::Pill;
    m_path = new components::ElidedLabel({}, Qt::ElideMiddle);
    theme::setTextRole(m_path, TextRole::Mono);
    m_backend = new components::ElidedLabel({}, Qt::ElideMiddle);
    theme::setTextRole(m_backend, TextRole::Secondary);
    m_description = components::makeParagraph({});
    m_policiesTitle = makeLabel(tr("Effective policies"), TextRole::Heading);
    m_policies = new components::DataTable(PolicyRows::columns(), tr("Effective policies"));
    m_policyStates = new components::StateStack(m_policies);
    m_send = makeButton(tr("Send request"), theme::ButtonRank::Primary, "send");
    m_send->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Return));
    m_limits = makeButton(tr("Limits"), theme::ButtonRank::Secondary, "limits");
    m_traffic = makeButton(tr("Traffic"), theme::ButtonRank::Secondary, "traffic");

    m_content = new QWidget;
    auto *head = new QHBoxLayout;
    head->addWidget(m_method, 0, Qt::AlignTop);
    head->addWidget(m_name, 1);
    auto *pills = new QHBoxLayout;
    pills->addWidget(m_key);
    pills->addWidget(m_revision);
    pills->addStretch();
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_send);
    buttons->addWidget(m_limits);
    buttons->addWidget(m_traffic);
    buttons->addStretch();
    auto *layout = new QVBoxLayout(m_content);
    layout->setContentsMargins({});
    layout->setSpacing(10);
    layout->addLayout(head);
    layout->addLayout(pills);
    layout->addWidget(m_path);
    layout->addWidget(m_backend);
    layout->addWidget(m_description);
    layout->addWidget(m_policiesTitle);
    layout->addWidget(m_policyStates, 1);
    layout->addLayout(buttons);
    body()->addWidget(m_nothing);
    body()->addWidget(m_content, 1);
    showNothing();

    connect(m_send, &QPushButton::clicked, this, &OperationDetail::sendRequested);
    connect(m_limits, &QPushButton::clicked, this, &OperationDetail::limitsRequested);
    connect(m_traffic, &QPushButton::clicked, this, &OperationDetail::trafficRequested);
}

void OperationDetail::showNothing()
{
    m_loading.abandon();
    m_content->hide();
    m_nothing->show();
}

void OperationDetail::showResource(const ResourceId &id)
{
    const auto configuration = m_session.effective();
    const auto *resource = configuration->find(id);
    const bool isOperation = id.collection() == "operations";
    const auto *api = configuration->find(isOperation ? id.parent() : id);
    if (!resource || !api) {
        showNothing();
        return;
    }
    m_nothing->hide();
    m_content->show();
    m_method->setVisible(isOperation);
    m_method->setMethod(fromUtf8(stringMember(resource->properties, "method")));
    m_name->setText(fromUtf8(stringMember(resource->properties, "displayName", id.name())));
    const bool keyNeeded = boolMember(api->properties, "subscriptionRequired", true);
    m_key->setText(keyNeeded ? tr("Key required") : tr("No key"));
    m_key->setTone(keyNeeded ? Tone::Info : Tone::Warning);
    m_revision->setText(tr("Revision %1").arg(fromUtf8(stringMember(api->properties, "apiRevision", "1"))));
    m_path->setText(fromUtf8(fullPath(*configuration, id)));
    m_backend->setText(tr("Backend %1").arg(fromUtf8(stringMember(api->properties, "serviceUrl", "–"))));
    const auto description = fromUtf8(stringMember(resource->properties, "description"));
    m_description->setText(description.left(240));
    m_description->setVisible(!description.isEmpty());
    for (QWidget *widget : std::initializer_list<QWidget *>{m_policiesTitle, m_policyStates, m_send})
        widget->setVisible(isOperation);
    if (isOperation)
        loadPolicies(id);
}

void OperationDetail::loadPolicies(const ResourceId &operation)
{
    // The same functions as the gateway's, over the configuration with the staged changes in it: Azure's too.
    const policy::PolicyContext context{std::string{operation.parent().name()}, std::string{operation.name()}, {}};
    m_policyStates->setLoading(tr("Reading the policies…"));
    m_loading = components::runInBackground<std::vector<EffectivePolicy>>(
        this,
        [configuration = m_session.effective(), context](std::stop_token, const components::Progress &) {
            policy::ConfigurationDocuments documents(configuration);
            return policy::effectivePolicies(documents.applying(context), documents.bindings());
        },
        [this](std::vector<EffectivePolicy> policies) { showPolicies(policies); });
}

void OperationDetail::showPolicies(const std::vector<EffectivePolicy> &policies)
{
    if (policies.empty()) {
        m_policyStates->setEmpty("policies", tr("No policy"), tr("Requests go straight to the backend."));
        return;
    }
    m_policies->setSource(std::make_shared<PolicyRows>(policies));
    m_policyStates->setContent();
}

} // namespace gatehouse::ui::catalog
