// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/request/request_fields.h"

#include "ui/components/formats.h"
#include "ui/components/labels.h"
#include "ui/components/pill.h"
#include "ui/request/answer_view.h"

#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace gatehouse::ui::request {

using components::fromUtf8;
using components::toUtf8;

RequestFields::RequestFields(QWidget *parent)
    : QWidget(parent)
    , m_method(new components::MethodBadge)
    , m_url(new components::ElidedLabel({}, Qt::ElideMiddle))
    , m_parameters(new QFormLayout)
    , m_rows(new QFormLayout)
    , m_subscription(new QComboBox)
    , m_body(makeTextEdit(tr("Body"), false))
{
    theme::setTextRole(m_url, theme::TextRole::Mono);
    m_parameters->setRowWrapPolicy(QFormLayout::WrapLongRows);
    m_rows->setRowWrapPolicy(QFormLayout::WrapLongRows);
    m_subscription->setAccessibleName(tr("Subscription"));
    m_rows->addRow(tr("Key of"), m_subscription);
    auto *line = new QHBoxLayout;
    line->addWidget(m_method);
    line->addWidget(m_url, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(12);
    layout->addLayout(line);
    layout->addLayout(m_parameters);
    layout->addLayout(m_rows);
    layout->addWidget(m_body, 1);
    layout->addStretch();
    connect(m_body, &QPlainTextEdit::textChanged, this, &RequestFields::read);
    connect(m_subscription, &QComboBox::currentIndexChanged, this, &RequestFields::read);
}

void RequestFields::addRow(const QString &label, QWidget *field)
{
    m_rows->addRow(label, field);
}

void RequestFields::setOperation(const resource::Configuration &configuration, const resource::ResourceId &operation, const std::string &gatewayUrl)
{
    m_draft = draftOf(configuration, operation, gatewayUrl);
    m_method->setMethod(fromUtf8(m_draft.method));
    const QSignalBlocker blocker(m_body);
    fillParameters();
    fillSubscriptions(configuration, operation.parent());
    m_body->setPlainText(fromUtf8(m_draft.body));
    m_body->setVisible(!m_draft.contentType.empty());
    read();
}

void RequestFields::setGatewayUrl(const std::string &url)
{
    m_draft.gatewayUrl = url;
    read();
}

void RequestFields::fillParameters()
{
    while (m_parameters->rowCount() > 0)
        m_parameters->removeRow(0);
    m_fields.clear();
    for (const auto &parameter : m_draft.parameters) {
        auto *field = new QLineEdit(fromUtf8(parameter.value));
        const auto label = parameter.required ? tr("%1 *").arg(fromUtf8(parameter.name)) : fromUtf8(parameter.name);
        field->setAccessibleName(fromUtf8(parameter.name));
        field->setPlaceholderText(parameter.place == Parameter::Header ? tr("header") : parameter.place == Parameter::Query ? tr("query") : tr("path"));
        field->setToolTip(fromUtf8(parameter.description));
        connect(field, &QLineEdit::textChanged, this, &RequestFields::read);
        m_parameters->addRow(label, field);
        m_fields += field;
    }
}

void RequestFields::fillSubscriptions(const resource::Configuration &configuration, const resource::ResourceId &api)
{
    const QSignalBlocker blocker(m_subscription);
    m_subscription->clear();
    m_subscription->addItem(tr("No key"), QString());
    for (const auto &id : subscriptionsFor(configuration, api)) {
        const auto *subscription = configuration.find(id);
        const auto name = fromUtf8(stringMember(subscription->properties, "displayName", id.name()));
        m_subscription->addItem(theme::icon("key"), name, fromUtf8(id.name()));
    }
    if (m_subscription->count() > 1)
        m_subscription->setCurrentIndex(1);
}

void RequestFields::read()
{
    for (qsizetype i = 0; i < m_fields.size(); ++i)
        m_draft.parameters[std::size_t(i)].value = toUtf8(m_fields[i]->text());
    m_draft.body = m_body->isHidden() ? std::string{} : toUtf8(m_body->toPlainText());
    m_draft.subscriptionId = toUtf8(m_subscription->currentData().toString());
    m_url->setText(fromUtf8(m_draft.url()));
    emit changed();
}

} // namespace gatehouse::ui::request
