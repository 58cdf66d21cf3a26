// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/traffic/exchange_detail.h"

#include "ui/components/formats.h"
#include "ui/components/labels.h"
#include "ui/components/pill.h"
#include "ui/components/reasons.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace gatehouse::ui::traffic {

using components::fromUtf8;
using components::makeLabel;
using components::Phase;
using telemetry::ExchangeRecord;
using theme::TextRole;
using theme::Tone;

QList<Phase> phasesOf(const telemetry::Phases &p)
{
    QList<Phase> out;
    const auto add = [&](const QString &name, std::int64_t from, std::int64_t to, Tone tone, const QString &toolTip) {
        if (from >= 0 && to >= from)
            out += Phase{name, from, to, tone, toolTip};
    };
    add(ExchangeDetail::tr("Request head"), 0, p.headRead, Tone::Neutral, ExchangeDetail::tr("From the first byte to the end of the head"));
    const auto inboundEnd = p.inboundDone >= 0 ? p.inboundDone : p.done;
    add(ExchangeDetail::tr("Inbound"), p.headRead, inboundEnd, Tone::Accent, ExchangeDetail::tr("Route, key and inbound policies"));
    add(ExchangeDetail::tr("Connect"), p.inboundDone, p.backendConnected, Tone::Info, ExchangeDetail::tr("A connection to the backend, from the pool or new"));
    const auto waitFrom = p.backendConnected >= 0 ? p.backendConnected : p.inboundDone;
    add(ExchangeDetail::tr("Backend"), waitFrom, p.backendFirstByte, Tone::Warning, ExchangeDetail::tr("Until the backend's first byte"));
    add(ExchangeDetail::tr("Response"), p.backendFirstByte, p.backendDone, Tone::Warning, ExchangeDetail::tr("The backend's answer, to its end"));
    add(ExchangeDetail::tr("To the client"), p.firstByteSent, p.done, Tone::Success, ExchangeDetail::tr("From the first byte sent to the last"));
    return out;
}

ExchangeDetail::ExchangeDetail(QWidget *parent)
    : Card(tr("Request"), parent), m_nothing(components::makeParagraph(tr("Choose a request to see where its time went.")))
{
    m_timeline = new components::PhaseTimeline;
    m_trace = components::makeButton(tr("Show the trace"), theme::ButtonRank::Secondary, "activity");
    m_trace->setToolTip(tr("What each policy did to this request"));
    connect(m_trace, &QPushButton::clicked, this, [this] { emit traceWanted(m_traceId); });
    m_facts = new QFormLayout;
    m_facts->setHorizontalSpacing(16);
    m_facts->setVerticalSpacing(6);
    m_content = new QWidget;
    auto *layout = new QVBoxLayout(m_content);
    layout->setContentsMargins({});
    layout->setSpacing(14);
    layout->addWidget(makeHead());
    layout->addWidget(makeLabel(tr("Where the time went"), TextRole::Heading));
    layout->addWidget(m_timeline);
    layout->addWidget(m_trace, 0, Qt::AlignLeft);
    layout->addLayout(m_facts);
    body()->addWidget(m_nothing);
    body()->addWidget(m_content);
    body()->addStretch();
    m_content->hide();
}

QWidget *ExchangeDetail::makeHead()
{
    auto *head = new QWidget;
    m_method = new components::MethodBadge;
    m_path = new components::ElidedLabel({}, Qt::ElideMiddle);
    theme::setTextRole(m_path, TextRole::Mono);
    m_status = new components::Pill;
    m_outcome = new components::Pill;
    auto *first = new QHBoxLayout;
    first->addWidget(m_method);
    first->addWidget(m_path, 1);
    auto *second = new QHBoxLayout;
    second->addWidget(m_status);
    second->addWidget(m_outcome);
    second->addStretch();
    auto *layout = new QVBoxLayout(head);
    layout->setContentsMargins({});
    layout->addLayout(first);
    layout->addLayout(second);
    return head;
}

void ExchangeDetail::showRecord(const ExchangeRecord *record)
{
    m_nothing->setVisible(!record);
    m_content->setVisible(record);
    m_requestId = record ? fromUtf8(record->requestId) : QString();
    m_traceId = record ? fromUtf8(record->traceId) : QString();
    m_trace->setVisible(!m_traceId.isEmpty());
    if (!record)
        return;
    m_method->setMethod(fromUtf8(record->method));
    m_path->setText(fromUtf8(record->path));
    m_status->setText(record->status ? QString::number(record->status) : tr("no answer"));
    m_status->setTone(components::toneOfStatus(record->status));
    m_outcome->setText(record->reason.empty() ? components::outcomeText(record->outcome) : components::reasonText(record->reason));
    m_outcome->setTone(record->reason.empty() ? Tone::Neutral : components::toneOfReason(record->reason));
    m_timeline->setPhases(phasesOf(record->phases));

    while (m_facts->rowCount() > 0)
        m_facts->removeRow(0);
    const auto fact = [this](const QString &name, const QString &value) {
        if (value.isEmpty())
            return;
        auto *label = new components::ElidedLabel(value, Qt::ElideMiddle);
        theme::setTextRole(label, TextRole::Mono);
        m_facts->addRow(makeLabel(name, TextRole::Secondary, 3), label);
    };
    fact(tr("Time"), components::dateTimeText(record->time));
    fact(tr("API"), fromUtf8(record->apiId));
    fact(tr("Operation"), fromUtf8(record->operationId));
    fact(tr("Product"), fromUtf8(record->productId));
    fact(tr("Subscription"), fromUtf8(record->subscriptionId));
    fact(tr("Policy"), fromUtf8(record->source));
    fact(tr("Whose failure"), components::ownerText(record->owner));
    fact(tr("Caller"), fromUtf8(record->clientAddress));
    fact(tr("Backend"), fromUtf8(record->backendHost) + (record->backendStatus ? tr(" answered %1").arg(record->backendStatus) : QString()));
    fact(tr("Bytes in / out"), components::bytesText(qint64(record->bytesIn)) + " / " + components::bytesText(qint64(record->bytesOut)));
    fact(tr("Request id"), fromUtf8(record->requestId));
}

} // namespace gatehouse::ui::traffic
