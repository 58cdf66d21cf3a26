// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The program itself, offscreen, through every page: with an empty gateway and with a service that can't be reached. It has to end by itself,
// without a crash, and take its gateway along.

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

class TestTour : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_directory;

    int tour(const QStringList &arguments, const QString &pictures)
    {
        QProcess program;
        program.setProcessChannelMode(QProcess::MergedChannels);
        program.start(QStringLiteral(GATEHOUSE_BIN_DIR "/gatehouse"), arguments + QStringList{"--tour", m_directory.filePath(pictures)});
        if (!program.waitForFinished(90'000)) {
            program.terminate();
            program.waitForFinished(10'000);
            return -1;
        }
        if (program.exitStatus() != QProcess::NormalExit || program.exitCode() != 0)
            qWarning("%s", program.readAll().right(2000).constData());
        return program.exitStatus() == QProcess::NormalExit ? program.exitCode() : -2;
    }

    qsizetype pictureCount(const QString &pictures) const { return QDir(m_directory.filePath(pictures)).entryList({"*.png"}).size(); }

private slots:
    void walksAnEmptyGatewayAndEndsIt()
    {
        const auto data = m_directory.filePath("data");
        QCOMPARE(tour({"--data", data, "--gateway-option", "--listen", "--gateway-option", "127.0.0.1:0"}, "empty"), 0);
        QVERIFY(pictureCount("empty") >= 14);
        QVERIFY2(!QFile::exists(data + "/endpoint.json"), "the gateway still holds its data directory");
    }

    void walksAServiceThatCannotBeReached()
    {
        const auto token = m_directory.filePath("token");
        QFile file(token);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("not-a-token\n");
        file.close();
        QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
        QCOMPARE(tour({"--data", m_directory.filePath("other"), "--connect", "http://127.0.0.1:1", "--token-file", token}, "failed"), 0);
        QVERIFY(pictureCount("failed") >= 14);
    }
};

QTEST_GUILESS_MAIN(TestTour)
#include "tst_tour.moc"
