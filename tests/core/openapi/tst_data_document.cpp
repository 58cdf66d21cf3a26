// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/data_document.h"
#include "core/openapi/import.h"

#include <QTest>

using namespace gatehouse;
using openapi::DataDocument;

class TestDataDocument : public QObject
{
    Q_OBJECT

private slots:
    void readsJsonAndYamlAlike_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("JSON") << "{\n  \"a\": [1, {\"b/c\": true}],\n  \"d\": null, \"e\": \"2\"}";
        QTest::newRow("YAML") << "\n# a comment\na: [1, {b/c: true}]\nd:\ne: \"2\"";
    }
    void readsJsonAndYamlAlike()
    {
        QFETCH(QString, text);
        const auto document = DataDocument::read(text.toStdString());
        QVERIFY(document);
        QCOMPARE(QString::fromStdString(toJson(document->value())), R"({"a":[1,{"b/c":true}],"d":null,"e":"2"})");
        QVERIFY(document->has("/a/1/b~1c") && document->has("") && !document->has("/a/2") && !document->has("a"));
    }
    void knowsWhereThingsStand()
    {
        const auto document = DataDocument::read("one: 1\ntwo:\n  - x: 1\n  - y: 2\n");
        QVERIFY(document);
        const auto at = [&](const char *pointer) {
            const auto position = document->position(pointer);
            return QString("%1:%2").arg(position.line).arg(position.column);
        };
        QCOMPARE(at("/two"), "2:1");
        QCOMPARE(at("/two/1/y"), "4:5");
        QCOMPARE(at("/two/1/z/deeper"), at("/two/1")); // the innermost that is there
        QCOMPARE(at("/three"), at(""));
        QCOMPARE(at("no pointer"), at(""));
    }
    void saysWhatIsWrong_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("code");
        QTest::newRow("empty") << QByteArray(" \n") << "openapi.empty";
        QTest::newRow("JSON") << QByteArray("{\"a\":}") << "openapi.syntax";
        QTest::newRow("YAML") << QByteArray("a: [1") << "openapi.syntax";
        QTest::newRow("twice") << QByteArray("a: 1\na: 2") << "openapi.duplicateKey";
        QTest::newRow("not UTF-8") << QByteArray("a: \xff") << "openapi.notUtf8";
        QTest::newRow("zero byte") << QByteArray("a: 1\0b", 6) << "openapi.syntax";
        QTest::newRow("deep") << QByteArray(100, '[') + QByteArray(100, ']') << "openapi.tooDeep";
        QTest::newRow("large") << QByteArray("\"") + QByteArray(2000, 'x') + "\"" << "openapi.tooLarge";
    }
    void saysWhatIsWrong()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, code);
        const auto document = DataDocument::read(text.toStdString(), {1000, 64});
        QVERIFY(!document);
        QCOMPARE(QString::fromStdString(document.error().front().code), code);
    }
};

QTEST_GUILESS_MAIN(TestDataDocument)
#include "tst_data_document.moc"
