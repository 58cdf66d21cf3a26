// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/vault/keys/rotation_rule.h"
#include "tests/support/result_test.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::vault;

class TestRotationRules : public QObject
{
    Q_OBJECT

private slots:
    void readsEveryMember()
    {
        const auto rules = parseRotationRules("rotations:\n"
                                              "  - subscription: shop\n    every: 90d\n    overlap: 2h\n    quiet: 30m\n    insist: true\n    key: primary\n    targets:\n"
                                              "      - kubernetes: {server: 'https://10.0.0.1:6443', namespace: n, secret: s, entry: e, tokenFile: t}\n"
                                              "  - subscription: web\n    targets: [{file: /k}]\n");
        QVERIFY(rules.has_value());
        QCOMPARE(rules->size(), 2U);
        const auto &shop = rules->front();
        QVERIFY(shop.every == std::chrono::hours{90 * 24} && shop.overlap == std::chrono::hours{2} && shop.quiet == std::chrono::minutes{30});
        QVERIFY(shop.insist && shop.fresh == Slot::Primary && shop.targets[0].kind == TargetSpec::Kubernetes);
        const auto &web = rules->back();
        QVERIFY(!web.every && !web.fresh && !web.insist && web.overlap == std::chrono::hours{7 * 24} && web.quiet == std::chrono::hours{24});
        const auto again = ruleFrom(toJson(shop));
        VERIFY_RESULT(again);
        QVERIFY(*again == shop);
    }
    void tellsWhatIsWrongAndWhere_data()
    {
        QTest::addColumn<QString>("rule");
        QTest::addColumn<QString>("code");
        QTest::addColumn<int>("line");
        const auto row = [](const char *name, const char *rule, const char *code, int line) { QTest::newRow(name) << rule << code << line; };
        row("no time", "    every: soon\n    targets: [{file: x}]\n", "rotationRules.value", 3);
        row("too long a time", "    every: 9999d\n    targets: [{file: x}]\n", "rotationRules.value", 3);
        row("never", "    every: 0d\n    targets: [{file: x}]\n", "rotationRules.value", 3);
        row("unknown member", "    evry: 1d\n    targets: [{file: x}]\n", "rotationRules.unknown", 3);
        row("no target", "    targets: []\n", "rotationRules.missing", 3);
        row("target of no kind", "    targets:\n      - {path: x}\n", "rotationRules.missing", 4);
        row("two kinds", "    targets:\n      - {file: x, webhook: 'https://a'}\n", "rotationRules.unknown", 4);
        row("in clear", "    targets:\n      - {webhook: 'http://a.example', secretFile: s}\n", "rotationRules.plainHttp", 4);
        row("a name that looks like loopback", "    targets:\n      - {webhook: 'http://127.evil.example', secretFile: s}\n", "rotationRules.plainHttp", 4);
        row("no secret", "    targets:\n      - {webhook: 'https://a.example'}\n", "rotationRules.missing", 4);
        row("no url", "    targets:\n      - {webhook: 'ftp://a', secretFile: s}\n", "rotationRules.value", 4);
        row("no secret of a vault", "    targets:\n      - {keyVault: 'https://v/keys/x', tokenFile: s}\n", "rotationRules.value", 4);
        row("a way out of the namespace",
            "    targets:\n      - kubernetes: {server: 'https://k', namespace: ../x, secret: s, entry: e, tokenFile: t}\n", "rotationRules.value", 4);
    }
    void tellsWhatIsWrongAndWhere()
    {
        QFETCH(QString, rule);
        QFETCH(QString, code);
        QFETCH(int, line);
        const auto rules = parseRotationRules("rotations:\n  - subscription: shop\n" + rule.toStdString());
        QVERIFY(!rules.has_value());
        QCOMPARE(QString::fromStdString(rules.error().front().code), code);
        QCOMPARE(rules.error().front().position.line, line);
    }
    void refusesWhatIsTooLargeOrTwice()
    {
        QVERIFY(!parseRotationRules(std::string(300 * 1024, ' ')).has_value());
        std::string targets = "rotations: [{subscription: a, targets: [";
        for (int i = 0; i < 17; ++i)
            targets += "{file: x},";
        QCOMPARE(parseRotationRules(targets + "]}]").error().front().code, std::string("rotationRules.tooMany"));
        const auto twice = parseRotationRules("rotations: [{subscription: a, targets: [{file: x}]}, {subscription: A, targets: [{file: x}]}]");
        QCOMPARE(twice.error().front().code, std::string("rotationRules.twice"));
        QVERIFY(!parseRotationRules("rotations: [").has_value());
        QVERIFY(!parseRotationRules("").has_value());
    }
    void timesReadAsTheyAreWritten()
    {
        for (const auto *text : {"90d", "12h", "30m", "10s", "0s"})
            QCOMPARE(spanText(*parseSpan(text)), std::string(text));
        for (const auto *text : {"", "d", "1", "-1d", "1.5d", "1w", "99999999999d", "1 d"})
            QVERIFY2(!parseSpan(text), text);
    }
};

QTEST_GUILESS_MAIN(TestRotationRules)
#include "tst_rotation_rules.moc"
