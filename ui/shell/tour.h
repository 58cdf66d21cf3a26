// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <QStringList>

#include <functional>

class QWidget;

namespace gatehouse::ui::shell {

class MainWindow;

//! Walks a window through every page, light and dark, and writes a PNG of each when it is ready: "<page>-light.png", and the pages' own scenes as
//! "<page>-<scene>-light.png". Says what it did on the way.
class Tour : public QObject
{
    Q_OBJECT

public:
    Tour(MainWindow &window, QString folder, QObject *parent = nullptr);

    //! Once; later calls do nothing.
    void start();
    const QStringList &written() const { return m_written; }
    //! Pages that did not get ready in time, files that could not be written.
    const QStringList &problems() const { return m_problems; }

signals:
    void said(const QString &line);
    void finished(bool good);

private:
    struct Stop
    {
        QString name;
        std::function<void()> prepare;
        std::function<QWidget *()> target;
        std::function<void()> leave;
    };
    void plan();
    void addPage(const QString &key);
    void addPalette();
    void next();
    void waitUntilReady(int triesLeft);
    bool isReady() const;
    void takePicture();

    MainWindow &m_window;
    QString m_folder;
    QList<Stop> m_stops;
    qsizetype m_at = -1;
    QStringList m_written;
    QStringList m_problems;
};

} // namespace gatehouse::ui::shell
