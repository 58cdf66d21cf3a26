// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/limits/add_limit_dialog.h"

#include "ui/components/dialog_frame.h"
#include "ui/components/formats.h"
#include "ui/components/labels.h"
#include "ui/limits/limit_detail.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace gatehouse::ui::limits {

using components::fromUtf8;
using components::toUtf8;
using resource::ResourceId;

namespace {

QString displayName(const resource::Resource &resource)
{
    return fromUtf8(stringMember(resource.properties, "displayName", resource.id.name()));
}

void addScopes(QComboBox &box, const resource::Configuration &configuration)
{
    const auto add = [&](const QString &text, const ResourceId &owner) {
        box.addItem(text, fromUtf8(owner.child("policies", "policy").text()));
    };
    for (const auto &product : configuration.children({}, "products"))
        add(AddLimitDialog::tr("Product %1").arg(displayName(*product)), product->id);
    for (const auto &api : configuration.children({}, "apis")) {
        add(AddLimitDialog::tr("API %1").arg(displayName(*api)), api->id);
        for (const auto &operation : configuration.children(api->id, "operations"))
            add(AddLimitDialog::tr("%1 / %2").arg(displayName(*api), displayName(*operation)), operation->id);
    }
}

} // namespace

AddLimitDialog::AddLimitDialog(const resource::Configuration &configuration, const QString &connectionName, QWidget *parent)
    : QDialog(parent), m_scope(new QComboBox(this)), m_calls(new QLineEdit("100", this)), m_period(new QLineEdit("60", this)),
      m_counted(new QComboBox(this)), m_key(new QLineEdit("@(context.Request.IpAddress)", this))
{
    setWindowTitle(tr("Add a limit – %1").arg(connectionName));
    m_scope->setAccessibleName(tr("Scope"));
    addScopes(*m_scope, configuration);
    m_calls->setAccessibleName(tr("Calls"));
    m_period->setAccessibleName(tr("Renewal period in seconds"));
    m_counted->setAccessibleName(tr("Counted by"));
    m_counted->addItems({tr("Subscription"), tr("Key")});
    m_key->setAccessibleName(tr("Counter key"));
    theme::setTextRole(m_key, theme::TextRole::Mono);
    auto *form = new QFormLayout;
    form->addRow(tr("&Scope"), m_scope);
    form->addRow(tr("&Calls"), m_calls);
    form->addRow(tr("S&econds"), m_period);
    form->addRow(tr("Counted &by"), m_counted);
    form->addRow(tr("&Key"), m_key);
    const auto frame = components::frameDialog(this, tr("Stage"));
    m_problem = frame.problem;
    m_ok = frame.accept;
    frame.content->addLayout(form);
    setMinimumWidth(460);

    for (auto *field : {m_calls, m_period, m_key})
        connect(field, &QLineEdit::textChanged, this, &AddLimitDialog::check);
    connect(m_counted, &QComboBox::currentIndexChanged, this, &AddLimitDialog::check);
    check();
}

ResourceId AddLimitDialog::document() const
{
    return ResourceId::of(toUtf8(m_scope->currentData().toString()));
}

LimitValues AddLimitDialog::values() const
{
    return {toUtf8(m_calls->text().trimmed()), toUtf8(m_period->text().trimmed())};
}

std::string AddLimitDialog::counterKey() const
{
    return m_counted->currentIndex() == 1 ? toUtf8(m_key->text().trimmed()) : std::string{};
}

bool AddLimitDialog::setDocument(const ResourceId &id)
{
    const auto index = m_scope->findData(fromUtf8(id.text()));
    if (index >= 0)
        m_scope->setCurrentIndex(index);
    return index >= 0;
}

void AddLimitDialog::check()
{
    const bool byKey = m_counted->currentIndex() == 1;
    m_key->setEnabled(byKey);
    const auto problem = whyNot(byKey ? LimitKind::RateLimitByKey : LimitKind::RateLimit, values());
    const bool noKey = byKey && m_key->text().trimmed().isEmpty();
    m_problem->setText(problem ? problemText(*problem) : noKey ? tr("Give the key to count by.") : QString());
    m_problem->setVisible(problem || noKey);
    m_ok->setEnabled(!problem && !noKey && m_scope->count() > 0);
}

} // namespace gatehouse::ui::limits
