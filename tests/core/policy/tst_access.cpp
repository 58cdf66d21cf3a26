// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/ip_address.h"
#include "tests/core/policy/policy_bench.h"

using namespace gatehouse;
using namespace gatehouse::policy;
using gatehouse::test::Call;

//! ip-filter and authentication-basic.
class TestAccess : public QObject
{
    Q_OBJECT

private slots:
    void readsAddresses_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("same"); // another form; empty: it is none
        QTest::newRow("IPv4") << "10.0.0.1" << "::ffff:10.0.0.1";
        QTest::newRow("IPv6") << "2001:db8::1" << "2001:DB8:0:0:0:0:0:1";
        QTest::newRow("brackets") << "[::1]" << "::1";
        QTest::newRow("zone") << "fe80::1%eth0" << "fe80::1";
        QTest::newRow("nothing") << "" << "";
        QTest::newRow("a name") << "localhost" << "";
        QTest::newRow("three parts") << "10.0.1" << "";
        QTest::newRow("too large") << "10.0.0.256" << "";
        QTest::newRow("prefix length") << "10.0.0.0/8" << "";
        QTest::newRow("port") << "10.0.0.1:80" << "";
    }
    void readsAddresses()
    {
        QFETCH(QString, text);
        QFETCH(QString, same);
        const auto address = parseIpAddress(text.toStdString());
        QCOMPARE(address.has_value(), !same.isEmpty());
        if (address)
            QVERIFY(*address == parseIpAddress(same.toStdString()));
    }
    void filters_data()
    {
        QTest::addColumn<QString>("caller");
        QTest::addColumn<QString>("action");
        QTest::addColumn<QString>("reason");
        QTest::newRow("allow: the address") << "13.66.201.169" << "allow" << "none";
        QTest::newRow("allow: another") << "13.66.201.170" << "allow" << "CallerIpNotAllowed";
        QTest::newRow("allow: first of the range") << "10.0.0.0" << "allow" << "none";
        QTest::newRow("allow: last of the range") << "10.255.255.255" << "allow" << "none";
        QTest::newRow("allow: above the range") << "11.0.0.0" << "allow" << "CallerIpNotAllowed";
        QTest::newRow("allow: mapped form") << "::ffff:10.1.2.3" << "allow" << "none";
        QTest::newRow("allow: IPv6 range") << "2001:db8::ff" << "allow" << "none";
        QTest::newRow("allow: IPv6 outside") << "2001:db8::1:0" << "allow" << "CallerIpNotAllowed";
        QTest::newRow("forbid: the address") << "13.66.201.169" << "forbid" << "CallerIpBlocked";
        QTest::newRow("forbid: another") << "8.8.8.8" << "forbid" << "none";
        QTest::newRow("no address") << "unix:" << "allow" << "FailedToParseCallerIP";
    }
    void filters()
    {
        QFETCH(QString, caller);
        QFETCH(QString, action);
        QFETCH(QString, reason);
        Call call;
        call.exchange.clientAddress = caller.toStdString();
        call.inbound("<ip-filter action=\"" + action.toStdString() + "\"><address>13.66.201.169</address>"
                     "<address-range from=\"10.0.0.0\" to=\"10.255.255.255\"/><address-range from=\"2001:db8::\" to=\"2001:db8::ffff\"/></ip-filter>");
        COMPARE_TEXT(call.reason(), reason.toStdString());
        if (reason == "none") {
            QCOMPARE(call.exchange.response.status, 200);
            return;
        }
        QCOMPARE(call.exchange.response.status, 403);
        COMPARE_TEXT(call.body(), "{ \"statusCode\": 403, \"message\": \"Forbidden\" }");
        COMPARE_TEXT(call.exchange.lastError->source, "ip-filter");
    }
    void tellsOnErrorWhoCalled()
    {
        Call call;
        call.exchange.clientAddress = "192.0.2.7";
        call.inbound("<ip-filter action=\"allow\"><address>192.0.2.8</address></ip-filter>");
        COMPARE_TEXT(call.exchange.lastError->message, "Caller IP address 192.0.2.7 is not allowed. Access denied.");
    }
    void takesAddressesOfNamedValues()
    {
        Call call;
        call.bindings.namedValues = {{"office", "192.0.2.7"}};
        call.exchange.clientAddress = "192.0.2.7";
        call.inbound("<ip-filter action=\"allow\"><address> {{office}} </address></ip-filter>");
        COMPARE_TEXT(call.reason(), "none");
    }
    void findsBadAddressesWhenItCompiles_data()
    {
        QTest::addColumn<QString>("child");
        QTest::addColumn<QString>("code");
        QTest::newRow("address") << "<address>10.0.0.0/8</address>" << "policy.badAddress";
        QTest::newRow("from") << "<address-range from=\"x\" to=\"10.0.0.1\"/>" << "policy.badValue";
        QTest::newRow("to") << "<address-range from=\"10.0.0.1\" to=\"\"/>" << "policy.badValue";
    }
    void findsBadAddressesWhenItCompiles()
    {
        QFETCH(QString, child);
        QFETCH(QString, code);
        Call call;
        call.exchange.clientAddress = "10.0.0.1";
        call.inbound("<ip-filter action=\"allow\">" + child.toStdString() + "</ip-filter>");
        QCOMPARE(call.compiled.diagnostics.size(), 1U);
        COMPARE_TEXT(call.compiled.diagnostics[0].code, code.toStdString());
        COMPARE_TEXT(call.reason(), "PolicyInvalid");
    }
    void basicWritesTheHeader()
    {
        Call call;
        call.exchange.request.headers.add("Authorization", "Bearer of the client");
        call.bindings.namedValues = {{"secret", "open sesame"}};
        call.inbound("<authentication-basic username=\"Aladdin\" password=\"{{secret}}\"/>");
        COMPARE_TEXT(call.sent("Authorization"), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        QCOMPARE(call.exchange.request.headers.all("Authorization").size(), 1U);
    }
};

QTEST_GUILESS_MAIN(TestAccess)
#include "tst_access.moc"
