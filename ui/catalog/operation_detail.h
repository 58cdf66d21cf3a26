// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/compile.h"
#include "core/resource/configuration.h"
#include "ui/components/card.h"
#include "ui/components/run_in_background.h"

#include <vector>

class QLabel;
class QPushButton;

namespace gatehouse::ui::components {
class DataTable;
class ElidedLabel;
class MethodBadge;
class Pill;
class StateStack;
}
namespace gatehouse::ui::shell {
class Session;
}

namespace gatehouse::ui::catalog {

//! The chosen API or operation: what it is, the policies that take effect with where each comes from, and what can be done with it.
class OperationDetail : public components::Card
{
    Q_OBJECT

public:
    explicit OperationDetail(shell::Session &session, QWidget *parent = nullptr);

    void showResource(const resource::ResourceId &id);
    void showNothing();
    bool isLoading() const { return m_loading.isRunning(); }
    QPushButton *sendButton() const { return m_send; }

signals:
    void sendRequested();
    void limitsRequested();
    void trafficRequested();

private:
    void loadPolicies(const resource::ResourceId &operation);
    void showPolicies(const std::vector<policy::EffectivePolicy> &policies);

    shell::Session &m_session;
    components::TaskSlot m_loading;
    QLabel *m_nothing;
    QWidget *m_content;
    components::MethodBadge *m_method;
    QLabel *m_name;
    components::Pill *m_key;
    components::Pill *m_revision;
    components::ElidedLabel *m_path;
    components::ElidedLabel *m_backend;
    QLabel *m_description;
    QLabel *m_policiesTitle;
    components::StateStack *m_policyStates;
    components::DataTable *m_policies;
    QPushButton *m_send;
    QPushButton *m_limits;
    QPushButton *m_traffic;
};

} // namespace gatehouse::ui::catalog
