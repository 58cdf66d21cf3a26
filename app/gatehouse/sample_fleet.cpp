// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatehouse/sample_fleet.h"

#include "core/remote/local_gateway.h"

#include <QProcess>

namespace gatehouse::app {

namespace {

constexpr int endMs = 5'000;

} // namespace

SampleFleet::SampleFleet(remote::LocalGateway &gateway, QString program, QString dataDirectory, QObject *parent)
    : QObject(parent), m_gateway(gateway), m_program(std::move(program)), m_dataDirectory(std::move(dataDirectory)), m_process(new QProcess(this))
{
    m_process->setProcessChannelMode(QProcess::MergedChannels);
    connect(m_process, &QProcess::readyReadStandardOutput, this, &SampleFleet::readLines);
    connect(m_process, &QProcess::finished, this, [this](int exitCode) { emit ended(exitCode); });
    connect(&m_gateway, &remote::LocalGateway::stateChanged, this, &SampleFleet::startWhenUp);
    startWhenUp();
}

SampleFleet::~SampleFleet()
{
    m_process->disconnect(this);
    if (m_process->state() == QProcess::NotRunning)
        return;
    m_process->terminate();
    if (!m_process->waitForFinished(endMs))
        m_process->kill();
}

void SampleFleet::startWhenUp()
{
    if (!m_gateway.isUp() || m_process->state() != QProcess::NotRunning)
        return;
    m_process->start(m_program, {QStringLiteral("sample"), QStringLiteral("--data"), m_dataDirectory, QStringLiteral("--rate"), QStringLiteral("30"),
                                 QStringLiteral("--duration"), QStringLiteral("3600")});
}

void SampleFleet::readLines()
{
    while (m_process->canReadLine()) {
        const auto line = QString::fromUtf8(m_process->readLine()).trimmed();
        emit said(line);
        if (!m_flowing && line.startsWith(QLatin1String("calling "))) {
            m_flowing = true;
            emit flowing();
        }
    }
}

} // namespace gatehouse::app
