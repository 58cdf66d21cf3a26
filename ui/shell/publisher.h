// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/remote/apply.h"
#include "ui/components/run_in_background.h"

#include <QObject>

#include <memory>
#include <optional>
#include <vector>

namespace gatehouse::ui::shell {

//! Sends a change set once, in the background, and says how each item went. Cancelling stops after the call under way; what went through is reported.
class Publisher : public QObject
{
    Q_OBJECT

public:
    Publisher(std::shared_ptr<remote::ArmClient> client, resource::ChangeSet changes, QObject *parent = nullptr);

    void start(const remote::Confirmation &confirmation);
    void cancel() { m_task.cancel(); }
    bool isRunning() const { return m_task.isRunning(); }
    const std::vector<remote::ItemResult> &results() const { return m_results; }
    //! Nothing was sent: the safety level said no, or the connection is wrong.
    const std::optional<Error> &error() const { return m_error; }

signals:
    void itemStarted(int index, int count);
    void itemFinished(int index);
    void finished();

private:
    struct Shared;
    void takeProgress();

    std::shared_ptr<remote::ArmClient> m_client;
    resource::ChangeSet m_changes;
    std::shared_ptr<Shared> m_shared;
    std::vector<remote::ItemResult> m_results;
    std::optional<Error> m_error;
    components::BackgroundTask m_task;
};

} // namespace gatehouse::ui::shell
