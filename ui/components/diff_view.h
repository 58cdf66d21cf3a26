// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/components/diff_document.h"
#include "ui/components/line_diff.h"

#include <QPlainTextEdit>
#include <QWidget>

class QLabel;
class QListWidget;
class QSplitter;

namespace gatehouse::ui::components {

class ElidedLabel;
class Pill;

//! Unified text of one difference with line numbers before and after; read-only, selectable, Ctrl+C. F7 and Shift+F7 go
//! to the next and the last change.
class DiffText : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit DiffText(QWidget *parent = nullptr);

    void setDiff(const QString &before, const QString &after);
    const QList<DiffLine> &lines() const { return m_lines; }
    void goToChange(int direction);
    int gutterWidth() const;
    void paintGutter(QPaintEvent *event);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void placeGutter();

    QWidget *m_gutter;
    QList<DiffLine> m_lines;
};

//! Differences of several resources: a list of them, and the chosen one in words, where there are, and as text.
class DiffView : public QWidget
{
    Q_OBJECT

public:
    explicit DiffView(QWidget *parent = nullptr);

    void setDocuments(QList<DiffDocument> documents);
    const QList<DiffDocument> &documents() const { return m_documents; }
    int currentIndex() const;
    void setCurrentIndex(int index);
    DiffText *text() const { return m_text; }
    //! The sentences of the document on show.
    QStringList sentences() const;

signals:
    void currentChanged(int index);

private:
    void show(int index);
    void showSentences(const QStringList &sentences);

    QList<DiffDocument> m_documents;
    QListWidget *m_list;
    QSplitter *m_splitter;
    Pill *m_kind;
    ElidedLabel *m_title;
    QLabel *m_count;
    QLabel *m_note;
    QListWidget *m_sentences;
    DiffText *m_text;
};

} // namespace gatehouse::ui::components
