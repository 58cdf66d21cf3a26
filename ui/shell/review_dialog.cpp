// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/review_dialog.h"

#include "core/remote/apply.h"
#include "ui/components/data_table.h"
#include "ui/components/diff_view.h"
#include "ui/components/formats.h"
#include "ui/components/labels.h"
#include "ui/components/pill.h"
#include "ui/shell/environment.h"
#include "ui/shell/environment_strip.h"
#include "ui/shell/publish_rows.h"
#include "ui/shell/publisher.h"
#include "ui/shell/rights.h"
#include "ui/shell/session.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QShortcut>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

#include <algorithm>

namespace gatehouse::ui::shell {

namespace {

enum Tab { Differences, Calls, Results };

} // namespace

ReviewDialog::ReviewDialog(Session &session, QWidget *parent)
    : QDialog(parent)
    , m_session(session)
    , m_changes(session.changes())
    , m_summary(components::makeLabel({}, theme::TextRole::Secondary, 2))
    , m_tabs(new QTabBar)
    , m_stack(new QStackedWidget)
    , m_diff(new components::DiffView)
    , m_calls(new QPlainTextEdit)
    , m_results(new components::DataTable(PublishRows::columns(), tr("Result of each change")))
    , m_rows(std::make_shared<PublishRows>(m_changes.inOrder()))
    , m_progress(new QProgressBar)
    , m_status(components::makeLabel({}, theme::TextRole::Secondary, 2))
    , m_safety(components::makeParagraph({}, theme::TextRole::Secondary, 2))
    , m_name(new QLineEdit)
    , m_close(components::makeButton(tr("Close")))
    , m_publish(components::makeButton(tr("Publish"), theme::ButtonRank::Primary))
{
    setWindowTitle(tr("Review changes"));
    setModal(true);
    resize(1040, 680);
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->addTab(tr("Differences"));
    m_tabs->addTab(tr("Exact calls"));
    m_tabs->addTab(tr("Results"));
    m_tabs->setTabVisible(Results, false);
    m_calls->setReadOnly(true);
    m_calls->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_calls->setAccessibleName(tr("Exact calls"));
    theme::setTextRole(m_calls, theme::TextRole::Mono);
    m_results->setSortingEnabled(false);
    for (QWidget *page : {static_cast<QWidget *>(m_diff), static_cast<QWidget *>(m_calls), static_cast<QWidget *>(m_results)})
        m_stack->addWidget(page);
    connect(m_tabs, &QTabBar::currentChanged, m_stack, &QStackedWidget::setCurrentIndex);

    auto *body = new QVBoxLayout;
    body->setContentsMargins(20, 16, 20, 16);
    body->setSpacing(12);
    body->addWidget(makeHeader());
    body->addWidget(m_tabs);
    body->addWidget(m_stack, 1);
    body->addWidget(m_progress);
    body->addWidget(makeFooter());
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addWidget(new EnvironmentStrip(session));
    all->addLayout(body);
    fill();
    refreshSafety();
    connect(new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_S), this), &QShortcut::activated, this, &ReviewDialog::publish);
}

QWidget *ReviewDialog::makeHeader()
{
    auto *header = new QWidget;
    auto *row = new QHBoxLayout(header);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(components::makeLabel(tr("Review changes"), theme::TextRole::PageTitle));
    row->addWidget(m_summary);
    row->addStretch();
    if (const auto *connection = m_session.connection()) {
        row->addWidget(components::makeLabel(components::fromUtf8(connection->name), theme::TextRole::Heading));
        row->addWidget(new components::Pill(environmentText(connection->environment), environmentTone(connection->environment), true));
    }
    return header;
}

QWidget *ReviewDialog::makeFooter()
{
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(6);
    m_progress->hide();
    m_name->setFixedWidth(220);
    m_name->setAccessibleName(tr("Name of the connection"));
    auto *footer = new QWidget;
    auto *row = new QHBoxLayout(footer);
    row->setContentsMargins(0, 0, 0, 0);
    m_status->hide();
    row->addWidget(m_status);
    row->addWidget(m_safety, 1);
    row->addWidget(m_name);
    row->addWidget(m_close);
    row->addWidget(m_publish);
    m_publish->setToolTip(QKeySequence(Qt::CTRL | Qt::Key_S).toString(QKeySequence::NativeText));
    connect(m_close, &QPushButton::clicked, this, &ReviewDialog::reject);
    connect(m_publish, &QPushButton::clicked, this, &ReviewDialog::publish);
    connect(m_name, &QLineEdit::textChanged, this, &ReviewDialog::refreshSafety);
    return footer;
}

void ReviewDialog::fill()
{
    QList<components::DiffDocument> documents;
    for (const auto &item : m_changes.inOrder())
        documents << components::diffDocument(item);
    m_diff->setDocuments(documents);
    QStringList calls;
    if (const auto *connection = m_session.connection()) {
        for (const auto &call : remote::exactCalls(m_changes, *connection))
            calls << components::fromUtf8(remote::describe(call));
    }
    m_calls->setPlainText(calls.join(QStringLiteral("\n\n")));
    QStringList refusals;
    for (const auto &item : m_changes.inOrder())
        refusals << m_session.rights().whyNot(item);
    m_rows->setRefusals(refusals);
    m_results->setSource(m_rows);
    if (std::any_of(refusals.begin(), refusals.end(), [](const QString &reason) { return !reason.isEmpty(); }))
        m_tabs->setTabVisible(Results, true); // says which and why
    m_summary->setText(tr("%n change(s), %1", nullptr, int(documents.size())).arg(tr("%n call(s)", nullptr, int(calls.size()))));
}

void ReviewDialog::refreshSafety()
{
    const auto *connection = m_session.connection();
    const auto level = connection ? connection->safety : remote::SafetyLevel::ReadOnly;
    const QString name = connection ? components::fromUtf8(connection->name) : QString();
    const bool typed = level == remote::SafetyLevel::TypeName;
    m_name->setVisible(typed && !m_publisher);
    m_name->setPlaceholderText(name);
    switch (level) {
    case remote::SafetyLevel::ReadOnly: m_safety->setText(connection ? tr("%1 is read-only: nothing can be published.").arg(name) : tr("No connection.")); break;
    case remote::SafetyLevel::TypeName: m_safety->setText(tr("Type the connection's name to publish.")); break;
    case remote::SafetyLevel::Confirm: m_safety->setText(tr("Publishing changes %1 at once.").arg(name)); break;
    case remote::SafetyLevel::Free: m_safety->clear(); break;
    }
    const int refused = m_session.rights().refused(m_changes);
    if (refused > 0 && connection && level != remote::SafetyLevel::ReadOnly)
        m_safety->setText(tr("You may not publish %n of these changes; the others can be.", nullptr, refused));
    if (refused > 0 && refused == int(m_changes.items().size()))
        m_safety->setText(m_session.rights().whyNot(m_changes.items().front()));
    m_publish->setEnabled(!m_publisher && refused < int(m_changes.items().size()) && !m_changes.empty() && level != remote::SafetyLevel::ReadOnly && (!typed || m_name->text() == name));
}

void ReviewDialog::publish()
{
    if (m_publisher || !m_publish->isEnabled() || !m_session.client())
        return;
    m_publisher = new Publisher(m_session.client(), m_changes, this);
    connect(m_publisher, &Publisher::itemStarted, this, [this](int index, int count) {
        m_progress->setRange(0, count);
        m_progress->setValue(index);
        m_status->setText(tr("Publishing %1 of %2").arg(index + 1).arg(count));
        m_rows->start(index);
        m_results->rows()->sourceChanged();
    });
    connect(m_publisher, &Publisher::itemFinished, this, [this](int index) {
        m_progress->setValue(index + 1);
        m_rows->take(m_publisher->results());
        m_results->rows()->sourceChanged();
    });
    connect(m_publisher, &Publisher::finished, this, &ReviewDialog::finished);
    m_tabs->setTabVisible(Results, true);
    m_tabs->setCurrentIndex(Results);
    m_progress->setRange(0, 0);
    m_progress->show();
    m_close->setText(tr("Cancel"));
    const std::string typed = components::toUtf8(m_name->text());
    refreshSafety();
    m_safety->clear();
    m_status->show();
    m_publisher->start({.confirmed = true, .typedName = typed});
}

bool ReviewDialog::isPublishing() const
{
    return m_publisher && m_publisher->isRunning();
}

QString ReviewDialog::callsText() const
{
    return m_calls->toPlainText();
}

void ReviewDialog::finished()
{
    using Outcome = remote::ItemResult::Outcome;
    QList<resource::ResourceId> done;
    int failed = 0;
    for (const auto &result : m_publisher->results()) {
        if (result.outcome == Outcome::Succeeded)
            done << result.id;
        else
            ++failed;
    }
    m_rows->take(m_publisher->results());
    m_results->rows()->sourceChanged();
    m_progress->hide();
    m_close->setText(tr("Close"));
    if (m_publisher->error()) {
        m_status->setText(components::errorText(*m_publisher->error()));
        theme::setTextTone(m_status, theme::Tone::Danger);
    } else {
        m_status->setText(failed == 0 ? tr("%n change(s) published.", nullptr, int(done.size()))
                                      : tr("%1 published, %2 not. What was not stays staged.").arg(done.size()).arg(failed));
        theme::setTextTone(m_status, failed == 0 ? theme::Tone::Success : theme::Tone::Danger);
    }
    m_session.published(done);
    emit published(int(done.size()), failed);
}

void ReviewDialog::reject()
{
    if (isPublishing())
        m_publisher->cancel(); // the result comes, and stays on show
    else
        QDialog::reject();
}

} // namespace gatehouse::ui::shell
