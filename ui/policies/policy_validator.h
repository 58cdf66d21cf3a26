// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/components/run_in_background.h"
#include "ui/policies/policy_check.h"
#include "ui/policies/problem.h"

#include <QObject>
#include <QTimer>

namespace gatehouse::ui::policies {

//! Checks the text that is being typed, in the background, a moment after the last key; the newest text wins.
class PolicyValidator : public QObject
{
    Q_OBJECT

public:
    explicit PolicyValidator(std::shared_ptr<const RememberingCompiler> compiler, QObject *parent = nullptr);

    void setNames(std::shared_ptr<const KnownNames> names);
    void check(std::string text, std::optional<policy::Scope> scope, bool atOnce = false);
    //! Nothing to check: forgets what is under way.
    void stop();
    bool isBusy() const { return m_delay.isActive() || m_task.isRunning(); }

signals:
    void checked(const std::vector<gatehouse::ui::policies::Problem> &problems);

private:
    void start();

    std::shared_ptr<const RememberingCompiler> m_compiler;
    std::shared_ptr<const KnownNames> m_names;
    std::string m_text;
    std::optional<policy::Scope> m_scope;
    QTimer m_delay;
    components::TaskSlot m_task;
};

} // namespace gatehouse::ui::policies
