// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/resource/change_set.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QListWidget;
class QPlainTextEdit;
class QProgressBar;
class QPushButton;
class QStackedWidget;
class QTabBar;

namespace gatehouse::ui::components {
class DataTable;
class DiffView;
}

namespace gatehouse::ui::shell {

class Publisher;
class PublishRows;
class Session;

//! Shows what publishing would do: each resource's difference and the exact calls; then publishes, with progress, cancel and a result for each
//! item. What the connection's safety level wants (a confirmation, the typed name, nothing at all) is asked here and enforced in apply.
class ReviewDialog : public QDialog
{
    Q_OBJECT

public:
    explicit ReviewDialog(Session &session, QWidget *parent = nullptr);

    //! As the button does, if the safety level is content.
    void publish();
    bool isPublishing() const;
    QPushButton *publishButton() const { return m_publish; }
    QLineEdit *nameField() const { return m_name; }
    components::DiffView *differences() const { return m_diff; }
    QString callsText() const;

signals:
    //! At least one item went through.
    void published(int succeeded, int failed);

protected:
    void reject() override;

private:
    QWidget *makeHeader();
    QWidget *makeFooter();
    void fill();
    void refreshSafety();
    void finished();

    Session &m_session;
    resource::ChangeSet m_changes; //!< as reviewed: what is staged meanwhile is not sent
    QLabel *m_summary;
    QTabBar *m_tabs;
    QStackedWidget *m_stack;
    components::DiffView *m_diff;
    QPlainTextEdit *m_calls;
    components::DataTable *m_results;
    std::shared_ptr<PublishRows> m_rows;
    QProgressBar *m_progress;
    QLabel *m_status;
    QLabel *m_safety;
    QLineEdit *m_name;
    QPushButton *m_close;
    QPushButton *m_publish;
    Publisher *m_publisher = nullptr;
};

} // namespace gatehouse::ui::shell
