// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/traffic/trace_dialog.h"

#include "core/remote/arm_client.h"
#include "core/remote/trace_client.h"
#include "ui/components/formats.h"
#include "ui/components/trace_timeline.h"
#include "ui/shell/session.h"

#include <QVBoxLayout>

namespace gatehouse::ui::traffic {

TraceDialog::TraceDialog(shell::Session &session, QString traceId, QWidget *parent)
    : QDialog(parent), m_session(session), m_traceId(std::move(traceId)), m_timeline(new components::TraceTimeline(this))
{
    const auto *connection = session.connection();
    setWindowTitle(tr("Trace – %1").arg(connection ? components::fromUtf8(connection->name) : QString()));
    setAttribute(Qt::WA_DeleteOnClose);
    resize(1080, 680);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 24);
    layout->addWidget(m_timeline);
    connect(m_timeline, &components::TraceTimeline::documentWanted, this, &TraceDialog::documentWanted);
    load();
}

void TraceDialog::load()
{
    const auto client = m_session.client();
    if (!client)
        return;
    m_timeline->setLoading();
    m_loading = components::runInBackground<Result<remote::Trace>>(
        this,
        [client, id = components::toUtf8(m_traceId)](std::stop_token stop, const components::Progress &) {
            return remote::TraceClient(*client).fetch(id, {}, std::move(stop));
        },
        [this](Result<remote::Trace> trace) {
            if (trace)
                m_timeline->setTrace(std::move(*trace));
            else
                m_timeline->setError(trace.error(), trace.error().code == "trace.gone" ? QString() : tr("Try again"), [this] { load(); });
        });
}

} // namespace gatehouse::ui::traffic
