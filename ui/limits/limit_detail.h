// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/components/card.h"
#include "ui/limits/limit_rows.h"

class QLineEdit;
class QPushButton;
class QLabel;

namespace gatehouse::ui::components {
class ElidedLabel;
class Pill;
class StateStack;
}

namespace gatehouse::ui::limits {

//! The chosen limit: where it stands, its two figures to edit, and how to be rid of it. Emits what the person decided; stages nothing itself.
class LimitDetail : public components::Card
{
    Q_OBJECT

public:
    explicit LimitDetail(QWidget *parent = nullptr);

    //! nullptr: nothing chosen. Keeps what is typed when the same limit is shown again unchanged.
    void showLimit(const Limit *limit, const QString &scopeName, std::size_t operations);
    void setReadOnly(bool readOnly, const QString &why);

    QLineEdit *calls() const { return m_calls; }
    QLineEdit *period() const { return m_period; }
    QPushButton *stageButton() const { return m_stage; }

signals:
    void staged(const LimitValues &values);
    void removed();

private:
    void check();

    std::optional<Limit> m_limit;
    bool m_readOnly = false;
    QWidget *m_form;
    QLabel *m_nothing;
    QLabel *m_scope;
    components::Pill *m_kind;
    components::ElidedLabel *m_document;
    QLabel *m_counted;
    QLineEdit *m_calls;
    QLineEdit *m_period;
    QLabel *m_problem;
    QPushButton *m_stage;
    QPushButton *m_remove;
};

//! Words for a reason of whyNot().
QString problemText(const std::string &reason);

} // namespace gatehouse::ui::limits
