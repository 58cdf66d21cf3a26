// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/remote/arm_client.h"
#include "core/remote/local_gateway.h"
#include "core/remote/local_provider.h"
#include "tests/support/result_test.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace gatehouse;
using namespace gatehouse::remote;
using State = LocalGateway::State;

namespace {

constexpr int patience = 30'000;

} // namespace

//! The window's owner of `gatectl run`, with the real program.
class TestLocalGateway : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (!QFile::exists(program()))
            QSKIP("gatectl is not built");
        m_network = Network::create();
    }
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void startsAnswersAndStops()
    {
        LocalGateway gateway(options(), m_network);
        QCOMPARE(gateway.state(), State::Stopped);
        gateway.start();
        QCOMPARE(gateway.state(), State::Starting);
        QTRY_COMPARE_WITH_TIMEOUT(gateway.state(), State::Running, patience);
        QVERIFY(gateway.connection() && gateway.connection()->isLocal);
        const ArmClient client(*gateway.connection(), m_network);
        const auto status = LocalProvider(client).status();
        VERIFY_RESULT(status);
        QCOMPARE(status->gateway, std::vector{gateway.connection()->gatewayUrl});
        QVERIFY(!gateway.log().isEmpty());
        gateway.stop();
        QTRY_COMPARE_WITH_TIMEOUT(gateway.state(), State::Stopped, patience);
        QVERIFY(!gateway.connection());
        QVERIFY(!QFile::exists(folder() + "/endpoint.json"));
    }

    void aSecondOneAttachesAndLeavesItAlone()
    {
        LocalGateway first(options(), m_network);
        first.start();
        QTRY_COMPARE_WITH_TIMEOUT(first.state(), State::Running, patience);
        {
            LocalGateway second(options(), m_network);
            second.start();
            QTRY_COMPARE_WITH_TIMEOUT(second.state(), State::Attached, patience);
            QCOMPARE(second.endpoint()->pid, first.endpoint()->pid);
            second.stop();
            QCOMPARE(second.state(), State::Stopped);
        }
        const ArmClient client(*first.connection(), m_network);
        VERIFY_RESULT(LocalProvider(client).status());
    }

    void comesBackAfterACrash()
    {
        LocalGateway gateway(options(), m_network);
        gateway.start();
        QTRY_COMPARE_WITH_TIMEOUT(gateway.state(), State::Running, patience);
        const auto pid = gateway.endpoint()->pid;
        QCOMPARE(::kill(static_cast<pid_t>(pid), SIGKILL), 0);
        QTRY_VERIFY_WITH_TIMEOUT(gateway.state() == State::Running && gateway.endpoint()->pid != pid, patience);
    }

    void givesUpAProgramThatFailsAtOnce()
    {
        auto failing = options();
        failing.program = "/bin/false";
        failing.restarts = 2;
        failing.firstBackOff = std::chrono::milliseconds{5};
        LocalGateway gateway(failing, m_network);
        gateway.start();
        QTRY_COMPARE_WITH_TIMEOUT(gateway.state(), State::Failed, patience);
        QCOMPARE(gateway.error()->code, std::string("remote.gatewayCrashed"));
    }

    void namesAProgramThatIsNotThere()
    {
        auto missing = options();
        missing.program = "/nonexistent/gatectl";
        LocalGateway gateway(missing, m_network);
        gateway.start();
        QTRY_COMPARE_WITH_TIMEOUT(gateway.state(), State::Failed, patience);
        QCOMPARE(gateway.error()->code, std::string("remote.gatewayNotStarted"));
    }

private:
    static QString program() { return QStringLiteral(GATEHOUSE_BIN_DIR "/gatectl"); }
    QString folder() const { return m_folder->path(); }
    LocalGatewayOptions options() const
    {
        LocalGatewayOptions options;
        options.program = program().toStdString();
        options.dataDirectory = folder().toStdString();
        options.arguments = {"--listen", "127.0.0.1:0"};
        options.firstBackOff = std::chrono::milliseconds{50};
        return options;
    }

    std::shared_ptr<Network> m_network;
    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestLocalGateway)
#include "tst_local_gateway.moc"
