// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/redis_target.h"
#include "core/net/resp.h"

#include <QTest>

using namespace gatehouse;
using net::RespValue;

namespace {

std::string shown(const RespValue &value)
{
    switch (value.kind) {
    case RespValue::Kind::Simple: return "+" + value.text;
    case RespValue::Kind::Error: return "-" + value.text;
    case RespValue::Kind::Integer: return ":" + std::to_string(value.integer);
    case RespValue::Kind::Bulk: return "\"" + value.text + "\"";
    case RespValue::Kind::Null: return "null";
    case RespValue::Kind::Array: break;
    }
    std::string text = "[";
    for (const auto &item : value.items)
        text += (text.size() > 1 ? " " : "") + shown(item);
    return text + "]";
}

//! The value with the bytes it took, "more", or the error's code.
QString outcome(const std::string &input)
{
    net::RespLimits limits;
    limits.bulk = 100;
    limits.line = 40;
    limits.items = 3;
    limits.depth = 2;
    const auto parsed = net::parseResp(input, limits);
    if (!parsed)
        return QString::fromStdString(parsed.error().code);
    if (parsed->consumed == 0)
        return QStringLiteral("more");
    return QString::fromStdString(shown(parsed->value) + " " + std::to_string(parsed->consumed));
}

} // namespace

class RespTest : public QObject
{
    Q_OBJECT

private slots:
    void readsOneReply_data()
    {
        QTest::addColumn<QByteArray>("input");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const QByteArray &input, const char *expected) { QTest::newRow(name) << input << expected; };
        row("status", "+OK\r\nrest", "+OK 5");
        row("error", "-ERR no\r\n", "-ERR no 9");
        row("number", ":-12\r\n", ":-12 6");
        row("no number", ":1x\r\n", "net.badReply");
        row("bulk", "$5\r\na\r\nbc\r\n+", "\"a\r\nbc\" 11");
        row("empty bulk", "$0\r\n\r\n", "\"\" 6");
        row("null", "$-1\r\n", "null 5");
        row("null array", "*-1\r\n", "null 5");
        row("array", "*2\r\n:1\r\n$1\r\na\r\n", "[:1 \"a\"] 15");
        row("array in an array", "*1\r\n*1\r\n:7\r\n", "[[:7]] 12");
        row("nothing", "", "more");
        row("half a line", "+OK\r", "more");
        row("half a bulk", "$5\r\nabcde\r", "more");
        row("half an array", "*2\r\n:1\r\n", "more");
        row("unknown type", "?\r\n", "net.badReply");
        row("empty line", "\r\n", "net.badReply");
        row("wrong end", "$1\r\nabc", "net.badReply");
        row("negative size", "$-2\r\n", "net.badReply");
        row("bulk over the limit", "$101\r\n", "net.replyTooLarge");
        row("line over the limit", "+" + QByteArray(60, 'x'), "net.replyTooLarge");
        row("items over the limit", "*4\r\n", "net.replyTooLarge");
        row("depth over the limit", "*1\r\n*1\r\n*1\r\n:1\r\n", "net.replyTooLarge");
    }
    void readsOneReply()
    {
        QFETCH(const QByteArray, input);
        QFETCH(const QString, expected);
        QCOMPARE(outcome(input.toStdString()), expected);
    }

    void writesCommandsWithAnyBytes()
    {
        std::string out;
        net::appendCommand(out, {"SET", std::string_view("k\r\n", 3), std::string_view("\0x", 2)});
        using namespace std::string_view_literals;
        QVERIFY(out == "*3\r\n$3\r\nSET\r\n$3\r\nk\r\n\r\n$2\r\n\0x\r\n"sv);
    }

    void readsTargets_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const char *text, const char *expected) { QTest::newRow(name) << text << expected; };
        row("host", "redis://cache", "cache:6379");
        row("all", "redis://u:p%40w@cache:7000/3", "u:p@w@cache:7000/3");
        row("TLS", "rediss://:secret@cache", ":secret@cache:6380 tls");
        row("IPv6", "redis://[::1]:7000", "[::1]:7000");
        row("Azure", "c.redis.cache.windows.net:6380,password=ab12=,ssl=True,abortConnect=False", ":ab12=@c.redis.cache.windows.net:6380 tls");
        row("Azure without TLS", "127.0.0.1:7000,password=,ssl=false,defaultDatabase=2,user=me", "me:@127.0.0.1:7000/2");
        row("host alone", "localhost", "localhost:6379");
        row("empty", "", "length");
        row("no host", "password=x,ssl=True", "address");
        row("bad port", "cache:99999", "address");
        row("bad database", "redis://cache/x", "database");
        row("bad ssl", "cache,ssl=maybe", "ssl");
    }
    void readsTargets()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, expected);
        const auto target = net::parseRedisTarget(text.toStdString());
        if (!target) {
            QCOMPARE(QString::fromStdString(std::string(target.error().arg("reason"))), expected);
            return;
        }
        std::string shownTarget;
        if (!target->user.empty() || !target->password.empty())
            shownTarget = target->user + ":" + std::string(target->password.reveal()) + "@";
        shownTarget += target->text() + (target->database ? "/" + std::to_string(target->database) : "") + (target->tls ? " tls" : "");
        QCOMPARE(QString::fromStdString(shownTarget), expected);
    }
    void aBadTargetIsNotShown()
    {
        const auto target = net::parseRedisTarget("cache:x,password=topsecret");
        QVERIFY(!target);
        QVERIFY(target.error().debugText().find("topsecret") == std::string::npos);
    }
};

QTEST_GUILESS_MAIN(RespTest)
#include "tst_resp.moc"
