// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/components/card.h"
#include "ui/components/run_in_background.h"
#include "ui/policies/policy_search.h"
#include "ui/policies/problem.h"

class QLineEdit;
class QStackedWidget;
class QToolButton;

namespace gatehouse::ui::components {
class DataTable;
class SegmentedControl;
class StateStack;
}

namespace gatehouse::ui::policies {

//! Below the text: what is wrong with it, and what a search in all policies found.
class ResultsPane : public components::Card
{
    Q_OBJECT

public:
    enum Tab { Problems, Search };

    explicit ResultsPane(QWidget *parent = nullptr);

    void setProblems(std::vector<Problem> problems);
    const std::vector<Problem> &problems() const { return m_problems; }
    //! The next (1) or last (-1) one from there, round the end; nullptr: there are none.
    const Problem *problemBeyond(std::size_t offset, int direction) const;
    //! What the search goes through.
    void setConfiguration(std::shared_ptr<const resource::Configuration> configuration) { m_configuration = std::move(configuration); }
    //! Shows the search with its field focused; `text` as what to find, when it is not empty.
    void openSearch(const QString &text);
    void closeSearch();

    components::DataTable *problemTable() const { return m_problemTable; }
    components::DataTable *searchTable() const { return m_searchTable; }
    QLineEdit *searchField() const { return m_field; }
    bool isBusy() const { return m_task.isRunning(); }

signals:
    void problemChosen(int index);
    void hitChosen(const gatehouse::ui::policies::SearchHit &hit);
    void closed();

private:
    void refresh();
    void search();

    std::vector<Problem> m_problems;
    std::shared_ptr<const resource::Configuration> m_configuration;
    std::shared_ptr<const SearchRows> m_hits;
    components::TaskSlot m_task;
    bool m_isSearching = false;
    components::SegmentedControl *m_tabs;
    QLineEdit *m_field;
    QToolButton *m_close;
    QStackedWidget *m_stack;
    components::DataTable *m_problemTable;
    components::DataTable *m_searchTable;
    components::StateStack *m_searchStates;
};

} // namespace gatehouse::ui::policies
