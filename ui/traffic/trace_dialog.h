// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/components/run_in_background.h"

#include <QDialog>

namespace gatehouse::ui::components {
class TraceTimeline;
}
namespace gatehouse::ui::shell {
class Session;
}

namespace gatehouse::ui::traffic {

//! The timeline of one traced request, read from the session's service when it opens. Modeless; deletes itself when closed.
class TraceDialog : public QDialog
{
    Q_OBJECT

public:
    TraceDialog(shell::Session &session, QString traceId, QWidget *parent = nullptr);

    components::TraceTimeline *timeline() const { return m_timeline; }

signals:
    void documentWanted(const QString &resourceId);

private:
    void load();

    shell::Session &m_session;
    QString m_traceId;
    components::TraceTimeline *m_timeline;
    components::TaskSlot m_loading;
};

} // namespace gatehouse::ui::traffic
