// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QFile>
#include <QLockFile>
#include <QProcess>
#include <QProcessEnvironment>
#include <QStandardPaths>
#include <QString>
#include <QStringList>

namespace gatehouse::test {

//! A folder of tests/e2e that npm installs into the build directory by its lock file, and whose run.mjs node runs.
class NpmPackage
{
public:
    NpmPackage(const QString &source, const QString &directory) : m_source(source), m_directory(directory) { }

    //! "" when it is there; else why it can't be.
    QString install()
    {
        const auto npm = QStandardPaths::findExecutable("npm");
        if (npm.isEmpty() || QStandardPaths::findExecutable("node").isEmpty())
            return "node and npm are not installed";
        if (!m_directory.mkpath("."))
            return "no directory " + m_directory.path();
        QLockFile lock(m_directory.filePath("install.lock")); // tests that share the folder run at the same time
        lock.setStaleLockTime(0);
        if (!lock.tryLock(300'000))
            return "another test installs into " + m_directory.path() + " and does not end";
        QFile installed(m_directory.filePath("installed")); // npm's own mark can stand in a folder that it was stopped in
        bool same = installed.exists();
        for (const auto &name : m_source.entryList({"*.json", "*.mjs", ".npmrc"}, QDir::Files | QDir::Hidden)) {
            QFile from(m_source.filePath(name)), to(m_directory.filePath(name));
            if (!from.open(QIODevice::ReadOnly))
                return "can't read " + name;
            const auto content = from.readAll();
            const bool unchanged = to.open(QIODevice::ReadOnly) && to.readAll() == content;
            to.close();
            same = same && (unchanged || name.endsWith(".mjs"));
            if (!unchanged && (!to.open(QIODevice::WriteOnly | QIODevice::Truncate) || to.write(content) != content.size()))
                return "can't write " + name;
        }
        if (same)
            return {};
        installed.remove();
        QString output;
        if (!run(npm, {"ci", "--no-audit", "--no-fund"}, QProcessEnvironment::systemEnvironment(), output))
            return "npm ci could not fetch the packages: " + output.right(500);
        return installed.open(QIODevice::WriteOnly) ? QString() : "can't write " + installed.fileName();
    }

    QString path() const { return m_directory.path(); }

    //! `node run.mjs ARGUMENTS`, without a proxy. True: it ended with 0.
    bool runTests(const QStringList &arguments, const QProcessEnvironment &more, QString &output) const
    {
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(more);
        for (const auto *name : {"HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"})
            environment.remove(name);
        return run("node", QStringList("run.mjs") + arguments, environment, output);
    }

private:
    bool run(const QString &program, const QStringList &arguments, const QProcessEnvironment &environment, QString &output) const
    {
        QProcess process;
        process.setWorkingDirectory(m_directory.path());
        process.setProcessEnvironment(environment);
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(program, arguments);
        const bool ended = process.waitForFinished(240'000);
        output = QString::fromUtf8(process.readAll());
        return ended && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
    }

    QDir m_source, m_directory;
};

} // namespace gatehouse::test
