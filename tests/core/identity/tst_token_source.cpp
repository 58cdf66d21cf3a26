// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/token_source.h"

#include <QTest>

using namespace gatehouse;

class TestTokenSource : public QObject
{
    Q_OBJECT

private slots:
    void saysWhatIsWrongAndWhere_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("name"); // "": the whole
        QTest::addColumn<QByteArray>("reason"); // how it begins; "": it is good
        const auto row = [](const char *name, const char *text, const char *source, const char *reason) {
            QTest::newRow(name) << QByteArray(text) << QByteArray(source) << QByteArray(reason);
        };
        row("good", "{\"managed-identity\":{\"kind\":\"metadata\",\"url\":\"http://127.0.0.1:9/t\"}}", "", "");
        row("empty", "{}", "", "");
        row("no JSON", "{\n  \"managed-identity\": nothing\n}", "", "line 2, column ");
        row("no object", "[]", "", "it must hold a JSON object");
        row("a name twice", "{\"a\":{\"kind\":\"metadata\",\"url\":\"https://a.test/t\"},\"a\":{}}", "", "a name stands twice");
        row("source", "{\"a\":7}", "a", "it must be an object");
        row("kind", "{\"a\":{\"kind\":\"magic\",\"url\":\"https://a.test/t\"}}", "a", "kind must be");
        row("address", "{\"a\":{\"kind\":\"metadata\",\"url\":\"http://a.test/t\"}}", "a", "url must be");
        row("client", "{\"authorizations/p/c\":{\"url\":\"https://a.test/t\"}}", "authorizations/p/c", "clientId is missing");
        row("misspelt", "{\"a\":{\"url\":\"https://a.test/t\",\"clientID\":\"x\"}}", "a", "'clientID' is none of");
        row("no text", "{\"a\":{\"url\":\"https://a.test/t\",\"clientId\":7}}", "a", "clientId must be a text");
        row("twice but for case", "{\"A\":{\"kind\":\"metadata\",\"url\":\"https://a.test/t\"},\"a\":{\"kind\":\"metadata\",\"url\":\"https://a.test/t\"}}", "a",
            "it is there twice");
    }
    void saysWhatIsWrongAndWhere()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, reason);
        const auto sources = identity::parseTokenSources(text.toStdString());
        QCOMPARE(sources.has_value(), reason.isEmpty());
        if (sources)
            return;
        QCOMPARE(sources.error().code, std::string(name.isEmpty() ? "identity.tokenSources" : "identity.tokenSource"));
        QCOMPARE(std::string(sources.error().arg("name")), name.toStdString());
        QVERIFY2(sources.error().arg("reason").starts_with(reason.toStdString()), sources.error().debugText().c_str());
    }
};

QTEST_GUILESS_MAIN(TestTokenSource)
#include "tst_token_source.moc"
