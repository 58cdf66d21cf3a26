// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/remote/trace.h"
#include "ui/components/trace_rows.h"

#include <QWidget>

#include <functional>
#include <memory>

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QSplitter;
class QStackedWidget;

namespace gatehouse::ui::components {

class DataTable;
class DiffView;
class ElidedLabel;
class Pill;
class StateStack;

//! A traced request at a glance: which policy ran when, where it came from, what it changed and what it cost; below, the chosen step in full.
class TraceTimeline : public QWidget
{
    Q_OBJECT

public:
    explicit TraceTimeline(QWidget *parent = nullptr);

    void setTrace(remote::Trace trace);
    void setLoading();
    void setError(const Error &error, const QString &action = {}, std::function<void()> onAction = {});
    //! Nothing was traced yet; `text` says how to.
    void setNothing(const QString &text);

    const TraceRows *rows() const { return m_rows.get(); }
    DataTable *table() const { return m_table; }
    StateStack *states() const { return m_states; }
    DiffView *diff() const { return m_diff; }
    QString summary() const;

signals:
    //! The document of the chosen step, service-relative.
    void documentWanted(const QString &resourceId, int line);

private:
    QWidget *makeDetail();
    void showStep(const QString &key);
    void showWhatItDid(const remote::TraceStep &step);

    std::shared_ptr<const TraceRows> m_rows;
    StateStack *m_states;
    QLabel *m_summary;
    DataTable *m_table;
    QSplitter *m_splitter;
    QWidget *m_detail;
    QLabel *m_policy;
    Pill *m_scope;
    ElidedLabel *m_place;
    QPushButton *m_open;
    QLabel *m_message;
    QStackedWidget *m_sides;
    DiffView *m_diff;
    QPlainTextEdit *m_details;
};

} // namespace gatehouse::ui::components
