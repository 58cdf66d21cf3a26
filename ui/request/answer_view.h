// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/remote/network.h"
#include "core/remote/trial_client.h"
#include "ui/components/state_stack.h"

class QLabel;
class QPlainTextEdit;
class QStackedWidget;
class QTabWidget;

namespace gatehouse::ui::components {
class DataTable;
class Pill;
}

namespace gatehouse::ui::request {

class FindingRows;

//! What came back: status, time, body and headers; or why nothing did; or what is wrong with changes that were to be tried.
class AnswerView : public components::StateStack
{
    Q_OBJECT

public:
    explicit AnswerView(QWidget *parent = nullptr);

    //! `note`: against what it ran; "" : what is published.
    void showAnswer(const remote::HttpAnswer &answer, const QString &note);
    //! A token and a proof that were sent, decoded; both "": there was none.
    void showAccess(const QString &token, const QString &proof);
    void showFindings(std::vector<remote::TrialFinding> findings);
    components::DataTable *findingTable() const { return m_findings; }
    QString bodyText() const;
    QString headerText() const;
    QString noteText() const;
    QString accessText() const;

signals:
    void findingChosen(const QString &resourceId, int line);

private:
    struct Parts
    {
        QWidget *content;
        QStackedWidget *pages;
        components::Pill *status;
        QLabel *time;
        QLabel *note;
        QPlainTextEdit *body;
        QPlainTextEdit *headers;
        QPlainTextEdit *access;
        QTabWidget *tabs;
        components::DataTable *findings;
    };
    static Parts makeParts();
    AnswerView(const Parts &parts, QWidget *parent);

    QStackedWidget *m_pages;
    components::Pill *m_status;
    QLabel *m_time;
    QLabel *m_note;
    QPlainTextEdit *m_body;
    QPlainTextEdit *m_headers;
    QPlainTextEdit *m_access;
    QTabWidget *m_tabs;
    components::DataTable *m_findings;
    std::shared_ptr<const FindingRows> m_rows;
};

//! A read-only or editable text in the font of code.
QPlainTextEdit *makeTextEdit(const QString &name, bool readOnly);

} // namespace gatehouse::ui::request
