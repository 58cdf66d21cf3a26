// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/components/row_model.h"

#include <QTableView>

namespace gatehouse::ui::components {

//! The table of every page: a RowModel in the look of the theme, with method badges, pills and bars, whole-row selection,
//! sorting by header, folding (Left, Right, click on the chevron), Ctrl+C as tab separated text, and the selection kept by key across a reset.
class DataTable : public QTableView
{
    Q_OBJECT

public:
    //! `name` is what a screen reader says.
    DataTable(QList<Column> columns, const QString &name, QWidget *parent = nullptr);

    RowModel *rows() const { return m_rows; }
    void setSource(std::shared_ptr<const RowSource> source) { m_rows->setSource(std::move(source)); }
    //! Key of the current row, "" when there is none.
    QString currentKey() const;
    //! Selects, reveals and scrolls to it; false when it is not there.
    bool setCurrentKey(const QString &key);
    QStringList selectedKeys() const;
    //! Stays at the newest row while it grows; scrolling away stops it.
    void setFollowing(bool on);
    bool isFollowing() const { return m_following; }
    //! As tab separated lines with a header.
    QString selectedText() const;

signals:
    void currentKeyChanged(const QString &key);
    //! Enter or double click.
    void opened(const QString &key);
    void followingChanged(bool on);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void changeEvent(QEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    void applyMetrics();
    void layOutColumns();
    void beforeReset();
    void afterReset();
    bool fold(bool expand);
    void report();

    RowModel *m_rows;
    QString m_keptKey;
    int m_keptRow = -1;
    QString m_reportedKey;
    bool m_resetting = false;
    bool m_following = false;
};

} // namespace gatehouse::ui::components
