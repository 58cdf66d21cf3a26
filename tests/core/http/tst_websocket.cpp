// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/websocket.h"

#include <QTest>

using namespace gatehouse::http;

namespace {

//! A client's frame with a mask.
std::string masked(int first, const std::string &payload, const std::string &length = {})
{
    std::string frame(1, static_cast<char>(first));
    if (length.empty())
        frame += static_cast<char>(0x80 | payload.size());
    else
        frame += length;
    const std::string mask = "\x11\x22\x33\x44";
    frame += mask;
    for (std::size_t i = 0; i < payload.size(); ++i)
        frame += static_cast<char>(payload[i] ^ mask[i % 4]);
    return frame;
}

struct Read
{
    std::string messages;
    std::optional<int> error;
};

//! Fed as a whole, or byte by byte.
Read read(const std::string &bytes, bool inBytes = false, const WebSocketLimits &limits = {})
{
    WebSocketReader reader(limits);
    Read read;
    const auto handler = [&read](WebSocketReader::Message message) {
        read.messages += std::to_string(static_cast<int>(message.opcode)) + ":" + message.payload;
        if (message.opcode == WebSocketOpcode::Close)
            read.messages += "(" + std::to_string(message.closeCode) + ")";
        read.messages += " ";
        return true;
    };
    for (std::size_t at = 0; at < bytes.size() && !read.error; at += inBytes ? 1 : bytes.size())
        read.error = reader.feed(std::string_view(bytes).substr(at, inBytes ? 1 : bytes.size()), handler);
    return read;
}

} // namespace

class TestWebSocket : public QObject
{
    Q_OBJECT

private slots:
    void readsWhatAClientSends_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("messages");
        QTest::addColumn<int>("error");
        const auto row = [](const char *name, const std::string &bytes, const char *messages, int error = 0) {
            QTest::newRow(name) << QByteArray::fromStdString(bytes) << QString(messages) << error;
        };
        const std::string big(300, 'x');
        row("text", masked(0x81, "hello"), "1:hello ");
        row("empty text", masked(0x81, ""), "1: ");
        row("binary", masked(0x82, "b"), "2:b ");
        row("two bytes of length", masked(0x81, big, std::string("\xfe\x01\x2c", 3)), ("1:" + big + " ").c_str());
        row("fragments around a ping", masked(0x01, "a") + masked(0x89, "p") + masked(0x00, "b") + masked(0x80, "c"), "9:p 1:abc ");
        row("a character in two fragments", masked(0x01, "\xc3") + masked(0x80, "\xa4"), "1:\xc3\xa4 ");
        row("close", masked(0x88, std::string("\x03\xe8", 2) + "bye"), "8:bye(1000) ");
        row("close without a code", masked(0x88, ""), "8:(1005) ");
        row("nothing after close", masked(0x88, "") + masked(0x81, "x"), "8:(1005) ");
        row("not masked", std::string("\x81\x01x", 3), "", 1002);
        row("reserved bit", masked(0xc1, "x"), "", 1002);
        row("unknown opcode", masked(0x83, "x"), "", 1002);
        row("fragmented ping", masked(0x09, "x"), "", 1002);
        row("long ping", masked(0x89, big, std::string("\xfe\x01\x2c", 3)), "", 1002);
        row("continues nothing", masked(0x80, "x"), "", 1002);
        row("begins inside a message", masked(0x01, "a") + masked(0x81, "b"), "", 1002);
        row("length longer than needed", masked(0x81, "hello", std::string("\xfe\x00\x05", 3)), "", 1002);
        row("negative length", masked(0x81, "", std::string("\xff\x80\x00\x00\x00\x00\x00\x00\x00", 9)), "", 1002);
        row("no UTF-8", masked(0x81, "\xff"), "", 1007);
        row("close with half a code", masked(0x88, "\x03"), "", 1002);
        row("close with a code that may not be sent", masked(0x88, std::string("\x03\xed", 2)), "", 1002);
        row("close with a reason that is no UTF-8", masked(0x88, std::string("\x03\xe8\xff", 3)), "", 1007);
        row("too big", masked(0x81, "", std::string("\xff\x00\x00\x00\x00\x01\x00\x00\x00", 9)), "", 1009);
    }
    void readsWhatAClientSends()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, messages);
        QFETCH(int, error);
        for (const bool inBytes : {false, true}) {
            const auto got = read(bytes.toStdString(), inBytes);
            QCOMPARE(QString::fromStdString(got.messages), messages);
            QCOMPARE(got.error.value_or(0), error);
        }
    }

    void boundsAMessageOverItsFragments()
    {
        const auto got = read(masked(0x01, "aaaaaa") + masked(0x80, "bbbbbb"), false, {10});
        QCOMPARE(got.error.value_or(0), 1009);
    }

    void writesFramesOfAllLengths()
    {
        QCOMPARE(webSocketFrame(WebSocketOpcode::Text, "hi"), std::string("\x81\x02hi", 4));
        QCOMPARE(webSocketFrame(WebSocketOpcode::Text, std::string(200, 'a')).substr(0, 4), std::string("\x81\x7e\x00\xc8", 4));
        QCOMPARE(webSocketFrame(WebSocketOpcode::Text, std::string(70'000, 'a')).substr(0, 10), std::string("\x81\x7f\x00\x00\x00\x00\x00\x01\x11\x70", 10));
        QCOMPARE(webSocketClose(1000), std::string("\x88\x02\x03\xe8", 4));
    }

    void knowsKeys()
    {
        QVERIFY(isWebSocketKey("dGhlIHNhbXBsZSBub25jZQ=="));
        QVERIFY(!isWebSocketKey("dGhlIHNhbXBsZSBub25jZQ="));
        QVERIFY(!isWebSocketKey("dGhlIHNhbXBsZSBub25j\r\n=="));
    }
};

QTEST_GUILESS_MAIN(TestWebSocket)
#include "tst_websocket.moc"
