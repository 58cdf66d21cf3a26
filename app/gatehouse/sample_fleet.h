// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>

class QProcess;

namespace gatehouse::remote {
class LocalGateway;
}

namespace gatehouse::app {

//! Runs `gatectl sample` beside the local gateway, once it is up, as a child process: backends, APIs, and traffic that ends with it. Lives on the window's
//! thread; destroying it ends the child.
class SampleFleet : public QObject
{
    Q_OBJECT

public:
    //! `gateway` outlives it.
    SampleFleet(remote::LocalGateway &gateway, QString program, QString dataDirectory, QObject *parent = nullptr);
    ~SampleFleet() override;

signals:
    void said(const QString &line);
    //! The APIs are installed and requests flow.
    void flowing();
    //! It ended before it was destroyed.
    void ended(int exitCode);

private:
    void startWhenUp();
    void readLines();

    remote::LocalGateway &m_gateway;
    QString m_program;
    QString m_dataDirectory;
    QProcess *m_process;
    bool m_flowing = false;
};

} // namespace gatehouse::app
