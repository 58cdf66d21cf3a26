// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/components/card.h"
#include "ui/policies/form_model.h"

class QScrollArea;
class QVBoxLayout;

namespace gatehouse::ui::policies {

class SideStack;

//! The policy at the caret as fields, made from its row of the policy table. An edit gives the whole text back with those bytes changed alone.
class FormPane : public components::Card
{
    Q_OBJECT

public:
    explicit FormPane(QWidget *parent = nullptr);

    void follow(const std::string &text, std::size_t offset);
    void setReadOnly(bool readOnly);
    const std::optional<PolicyForm> &form() const { return m_form; }
    //! The editor of a field: "calls", "value" (text of the first <value>); nullptr: none.
    QWidget *fieldEditor(const QString &name) const;

signals:
    void edited(const std::string &text);

private:
    void build();
    void fill();
    QWidget *makeElement(std::size_t index);
    QWidget *makeAdd(std::size_t index);
    QWidget *makeEditor(std::size_t element, std::size_t field);
    void take(std::size_t element, std::size_t field, const QString &value);
    void takeText(std::optional<std::string> text);

    std::string m_text;
    std::optional<PolicyForm> m_form;
    std::string m_shape;
    bool m_isReadOnly = false;
    bool m_isFilling = false;
    std::vector<std::vector<QWidget *>> m_editors;
    QScrollArea *m_scroll;
    SideStack *m_states;
};

} // namespace gatehouse::ui::policies
