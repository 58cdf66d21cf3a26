// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/remote/connection.h"
#include "core/vault/keys/rotation.h"
#include "ui/components/run_in_background.h"

#include <QDialog>

#include <functional>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QTimer;

namespace gatehouse::ui::keys {

//! Where clients read the key, how long both hold, and, before anything happens, exactly what would happen.
class RotateDialog : public QDialog
{
    Q_OBJECT

public:
    //! Runs on a pool.
    using MakePlan = std::function<Result<vault::RotationPlan>(const vault::RotationRule &rule, std::stop_token stop)>;

    RotateDialog(const QString &subscription, const remote::Connection &connection, MakePlan makePlan, QWidget *parent = nullptr);

    vault::RotationRule rule() const { return m_rule; }
    QString typedName() const;
    QString reason() const;
    QLineEdit *address() const { return m_address; }
    QComboBox *kind() const { return m_kind; }
    QPushButton *accepting() const { return m_accept; }
    QString plan() const;
    QString problem() const;
    bool isReady() const { return !m_planning.isRunning(); }

private:
    void changed();
    void showPlan(Result<vault::RotationPlan> plan);
    void allow();

    QString m_subscription;
    remote::Connection m_connection;
    MakePlan m_makePlan;
    vault::RotationRule m_rule;
    bool m_ruleHolds = false, m_planHolds = false;
    components::TaskSlot m_planning;
    QTimer *m_typing;
    QComboBox *m_kind;
    QLineEdit *m_address, *m_secretFile, *m_reason, *m_name;
    QLabel *m_secretLabel;
    QSpinBox *m_quiet, *m_overlap, *m_every;
    QComboBox *m_key;
    QLabel *m_plan, *m_problem;
    QPushButton *m_accept;
};

//! The steps of a plan, one a line.
QString planText(const vault::RotationRule &rule, const vault::RotationPlan &plan);
//! Where a rotation stands.
QString rotationStepText(const vault::Rotation &rotation, UtcTime now);
//! In words, where the code is one of rotations or their targets.
QString rotationErrorText(const Error &error);

} // namespace gatehouse::ui::keys
