// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/resource/configuration.h"
#include "ui/limits/limit_catalog.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace gatehouse::ui::limits {

//! Asks for a scope, the two figures and, at will, a counter key.
class AddLimitDialog : public QDialog
{
    Q_OBJECT

public:
    //! `connectionName` stands in the title: which gateway this is about.
    AddLimitDialog(const resource::Configuration &configuration, const QString &connectionName, QWidget *parent = nullptr);

    resource::ResourceId document() const; //!< the policy resource of the chosen scope
    LimitValues values() const;
    std::string counterKey() const; //!< "" : counted by subscription
    //! Chooses the scope that owns that policy document; false when it is not among them.
    bool setDocument(const resource::ResourceId &id);

private:
    void check();

    QComboBox *m_scope;
    QLineEdit *m_calls;
    QLineEdit *m_period;
    QComboBox *m_counted;
    QLineEdit *m_key;
    QLabel *m_problem;
    QPushButton *m_ok;
};

} // namespace gatehouse::ui::limits
