// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/components/card.h"
#include "ui/components/run_in_background.h"
#include "ui/policies/effective_rows.h"

class QComboBox;

namespace gatehouse::ui::components {
class DataTable;
}

namespace gatehouse::ui::policies {

class SideStack;

//! What runs at a scope, in order, each line with the scope that it comes from. A product can be chosen, whose key the caller would use.
class EffectivePane : public components::Card
{
    Q_OBJECT

public:
    explicit EffectivePane(QWidget *parent = nullptr);

    //! `configuration` has in it what is staged and typed.
    void showScope(std::shared_ptr<const resource::Configuration> configuration, const resource::ResourceId &document);
    void showNothing();
    //! Marked at their lines.
    void setBreakpoints(EffectiveRows::Breakpoints breakpoints);
    components::DataTable *table() const { return m_table; }
    bool isBusy() const { return m_task.isRunning(); }

signals:
    void lineChosen(const gatehouse::resource::ResourceId &document, qulonglong offset);

private:
    void fillProducts();
    void start();

    std::shared_ptr<const resource::Configuration> m_configuration;
    resource::ResourceId m_document;
    std::shared_ptr<const EffectiveRows> m_rows;
    EffectiveRows::Breakpoints m_breakpoints;
    components::TaskSlot m_task;
    QComboBox *m_product;
    components::DataTable *m_table;
    SideStack *m_states;
};

} // namespace gatehouse::ui::policies
