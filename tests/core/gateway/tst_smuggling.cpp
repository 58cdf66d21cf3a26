// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/gateway/gateway_fixture.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::test;

//! Payloads made so that two parsers read them in two ways go through a whole gateway to a backend that keeps what it got.
class TestSmuggling : public QObject
{
    Q_OBJECT

private slots:
    void noPayloadReachesTheBackendAsTwoRequests()
    {
        QFile file(QStringLiteral(GATEHOUSE_REFERENCE_DIR) + "/http/smuggler.json");
        if (!file.open(QIODevice::ReadOnly))
            QSKIP("the reference data is not here");
        const auto cases = QJsonDocument::fromJson(file.readAll()).object().value("cases").toArray();
        QVERIFY(cases.size() > 3000);

        Backend backend;
        gateway::GatewayOptions options;
        options.recordRing = 8192;
        options.timeouts.head = options.timeouts.body = options.timeouts.idle = std::chrono::milliseconds(150);
        TestGateway gateway(std::move(options));
        gateway.api("a", "a", backend.url());
        gateway.publish();

        constexpr int batch = 200;
        for (int begin = 0; begin < cases.size(); begin += batch) {
            std::vector<std::unique_ptr<RawClient>> clients;
            const int end = std::min<int>(begin + batch, static_cast<int>(cases.size()));
            for (int i = begin; i < end; ++i) {
                auto raw = QByteArray::fromBase64(cases[i].toObject().value("raw").toString().toLatin1());
                raw.replace("__PATH__", "/a/p" + QByteArray::number(i));
                raw.replace("__HOST__", "gw.example");
                clients.push_back(std::make_unique<RawClient>(gateway.port()));
                QVERIFY(clients.back()->isConnected());
                clients.back()->send(raw.toStdString());
            }
            for (const auto &client : clients) {
                client->toEnd(std::chrono::seconds(20));
                QVERIFY(client->atEnd());
            }
        }

        QMap<QString, int> times;
        for (const auto &seen : backend.seen()) {
            const auto path = QString::fromStdString(seen.head.target).section('?', 0, 0);
            QVERIFY2(path.startsWith("/p"), qPrintable(path));
            ++times[path];
            QVERIFY(!(seen.head.headers.has("Content-Length") && seen.head.headers.has("Transfer-Encoding")));
        }
        for (auto it = times.cbegin(); it != times.cend(); ++it)
            QVERIFY2(it.value() == 1, qPrintable(it.key()));
        QVERIFY2(!times.isEmpty(), "no payload came through: the test would prove nothing");
    }
};

QTEST_GUILESS_MAIN(TestSmuggling)
#include "tst_smuggling.moc"
