// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/telemetry/exchange_record.h"
#include "ui/components/card.h"
#include "ui/components/phase_timeline.h"

#include <QList>

class QFormLayout;
class QLabel;
class QPushButton;

namespace gatehouse::ui::components {
class ElidedLabel;
class MethodBadge;
class Pill;
}

namespace gatehouse::ui::traffic {

//! One request: what it was, how it ended, and where its time went.
class ExchangeDetail : public components::Card
{
    Q_OBJECT

public:
    explicit ExchangeDetail(QWidget *parent = nullptr);
    //! nullptr: nothing chosen.
    void showRecord(const telemetry::ExchangeRecord *record);
    QString requestId() const { return m_requestId; }

signals:
    //! The trace of the request that is shown.
    void traceWanted(const QString &traceId);

private:
    QWidget *makeHead();

    QString m_requestId;
    QString m_traceId;
    QLabel *m_nothing;
    QWidget *m_content;
    components::MethodBadge *m_method;
    components::ElidedLabel *m_path;
    components::Pill *m_status;
    components::Pill *m_outcome;
    QFormLayout *m_facts;
    components::PhaseTimeline *m_timeline;
    QPushButton *m_trace;
};

//! The stretches between a record's marks; those that were not reached are left out.
QList<components::Phase> phasesOf(const telemetry::Phases &phases);

} // namespace gatehouse::ui::traffic
