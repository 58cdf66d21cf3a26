// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policies/results_pane.h"

#include "ui/components/data_table.h"
#include "ui/components/formats.h"
#include "ui/components/labels.h"
#include "ui/components/segmented_control.h"
#include "ui/components/state_stack.h"
#include "ui/policies/problem_rows.h"

#include <QLineEdit>
#include <QShortcut>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace gatehouse::ui::policies {

ResultsPane::ResultsPane(QWidget *parent)
    : Card({}, parent)
    , m_tabs(new components::SegmentedControl(tr("Below the text"), this))
    , m_field(new QLineEdit(this))
    , m_stack(new QStackedWidget(this))
    , m_problemTable(new components::DataTable(ProblemRows::columns(), tr("Problems"), this))
    , m_searchTable(new components::DataTable(SearchRows::columns(), tr("Hits in all policies"), this))
{
    setEdgeToEdge(true);
    m_tabs->addSegment(tr("Problems"));
    m_tabs->addSegment(tr("Search"));
    m_tabs->setCurrentIndex(Problems);
    m_field->setPlaceholderText(tr("Find in all policies and fragments"));
    m_field->setAccessibleName(m_field->placeholderText());
    m_field->setClearButtonEnabled(true);
    m_close = components::makeIconButton(QStringLiteral("close"), tr("Close the search (Esc)"), this);
    m_searchStates = new components::StateStack(m_searchTable, this);
    m_stack->addWidget(m_problemTable);
    m_stack->addWidget(m_searchStates);
    m_stack->setMinimumHeight(120);
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(17, 8, 12, 0);
    bar->addWidget(m_tabs);
    bar->addWidget(m_field, 1);
    bar->addStretch();
    bar->addWidget(m_close);
    body()->addLayout(bar);
    body()->addWidget(m_stack, 1);

    connect(m_tabs, &components::SegmentedControl::currentChanged, this, [this](int tab) {
        if (tab == Search)
            openSearch({});
        else
            refresh();
    });
    connect(m_field, &QLineEdit::textChanged, this, &ResultsPane::search);
    connect(m_field, &QLineEdit::returnPressed, m_searchTable, qOverload<>(&QWidget::setFocus));
    connect(m_close, &QToolButton::clicked, this, &ResultsPane::closeSearch);
    auto *escape = new QShortcut(QKeySequence(Qt::Key_Escape), this);
    escape->setContext(Qt::WidgetWithChildrenShortcut);
    connect(escape, &QShortcut::activated, this, &ResultsPane::closeSearch);
    const auto chooseProblem = [this] {
        if (const auto key = m_problemTable->currentKey(); !key.isEmpty())
            emit problemChosen(key.toInt());
    };
    connect(m_problemTable, &QTableView::clicked, this, chooseProblem);
    connect(m_problemTable, &components::DataTable::opened, this, chooseProblem);
    const auto chooseHit = [this] {
        if (const auto key = m_searchTable->currentKey(); !key.isEmpty() && m_hits)
            emit hitChosen(m_hits->at(key.toInt()));
    };
    connect(m_searchTable, &QTableView::clicked, this, chooseHit);
    connect(m_searchTable, &components::DataTable::opened, this, chooseHit);
    refresh();
}

void ResultsPane::setProblems(std::vector<Problem> problems)
{
    m_problems = std::move(problems);
    m_problemTable->setSource(std::make_shared<ProblemRows>(m_problems));
    refresh();
}

const Problem *ResultsPane::problemBeyond(std::size_t offset, int direction) const
{
    if (m_problems.empty())
        return nullptr;
    if (direction > 0) {
        const auto next = std::ranges::find_if(m_problems, [offset](const Problem &one) { return one.begin > offset; });
        return next == m_problems.end() ? &m_problems.front() : &*next;
    }
    const Problem *last = &m_problems.back();
    for (const auto &one : m_problems)
        if (one.end < offset)
            last = &one;
    return last;
}

void ResultsPane::openSearch(const QString &text)
{
    m_isSearching = true;
    m_tabs->setCurrentIndex(Search);
    if (!text.isEmpty())
        m_field->setText(text);
    refresh();
    m_field->setFocus();
    m_field->selectAll();
    search();
}

void ResultsPane::closeSearch()
{
    m_isSearching = false;
    m_task.abandon();
    m_tabs->setCurrentIndex(Problems);
    refresh();
    emit closed();
}

void ResultsPane::refresh()
{
    const bool isSearch = m_tabs->currentIndex() == Search;
    m_field->setVisible(isSearch);
    m_close->setVisible(isSearch);
    m_stack->setCurrentIndex(isSearch ? Search : Problems);
    setVisible(m_isSearching || !m_problems.empty());
}

void ResultsPane::search()
{
    const auto text = components::toUtf8(m_field->text());
    if (text.empty() || !m_configuration) {
        m_task.abandon();
        m_hits.reset();
        m_searchStates->setEmpty(QStringLiteral("search"), tr("Find in all policies"), tr("Type what to find: a header, a claim, a backend, a part of an expression."));
        return;
    }
    m_task = components::runInBackground<std::vector<SearchHit>>(
        this, [configuration = m_configuration, text](std::stop_token stop, const components::Progress &) { return searchPolicies(*configuration, text, 1000, stop); },
        [this](std::vector<SearchHit> hits) {
            m_hits = std::make_shared<const SearchRows>(std::move(hits));
            m_searchTable->setSource(m_hits);
            if (m_hits->rowCount() > 0)
                m_searchStates->setContent();
            else
                m_searchStates->setEmpty(QStringLiteral("search"), tr("No policy has that"), {});
        });
}

} // namespace gatehouse::ui::policies
