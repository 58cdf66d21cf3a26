// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/member_query.h"

#include <QTest>

#include <algorithm>

using namespace gatehouse::expression;

class TestMemberQuery : public QObject
{
    Q_OBJECT

private:
    Library m_library;

private slots:
    void typesWhatStandsBeforeTheDot_data()
    {
        QTest::addColumn<QByteArray>("unfinished");
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<bool>("isStatic");
        QTest::newRow("context") << QByteArray("@(context.") << QByteArray("IContext") << false;
        QTest::newRow("a property with a word begun") << QByteArray("@(context.Request.Hea") << QByteArray("IRequest") << false;
        QTest::newRow("behind a call") << QByteArray("@(\"a,b\".Split(',').") << QByteArray("string[]") << false;
        QTest::newRow("behind a cast") << QByteArray("@(((JObject)context.Variables[\"x\"]).") << QByteArray("JObject") << false;
        QTest::newRow("null-conditional") << QByteArray("@(context.Subscription?.") << QByteArray("ISubscription") << false;
        QTest::newRow("a local in an open block") << QByteArray("@{ var list = new List<string>(); if (list.") << QByteArray("List<string>") << false;
        QTest::newRow("in a lambda") << QByteArray("@(\"a\".Split(',').Where(part => part.") << QByteArray("string") << false;
        QTest::newRow("in a conditional") << QByteArray("@(true ? context.Request.") << QByteArray("IRequest") << false;
        QTest::newRow("in a try") << QByteArray("@{ try { var x = context.Api.") << QByteArray("IApi") << false;
        QTest::newRow("a type's own members") << QByteArray("@(Convert.") << QByteArray("Convert") << true;
        QTest::newRow("in a string") << QByteArray("@(\"context.") << QByteArray() << false;
        QTest::newRow("nothing known") << QByteArray("@(nowhere.") << QByteArray() << false;
    }
    void typesWhatStandsBeforeTheDot()
    {
        QFETCH(QByteArray, unfinished);
        QFETCH(QByteArray, type);
        QFETCH(bool, isStatic);
        const auto receiver = receiverBeforeDot(unfinished.toStdString(), m_library);
        QCOMPARE(receiver ? QByteArray::fromStdString(nameOf(*receiver->type)) : QByteArray(), type);
        QCOMPARE(receiver && receiver->isStatic, isStatic);
    }

    void membersHaveTheTypesOfTheClosedType()
    {
        const auto *type = typeNamed("List<string>", m_library);
        QVERIFY(type);
        const auto members = membersOf(m_library, *type, false);
        const auto count = std::ranges::find(members, "Count", &MemberInfo::name);
        QVERIFY(count != members.end());
        QCOMPARE(count->type, std::string("int"));
        QVERIFY2(std::ranges::find(members, "Where", &MemberInfo::name) != members.end(), "LINQ");
        QVERIFY(std::ranges::find(members, "Item", &MemberInfo::name) == members.end());
    }

    void anEnumHasItsValues()
    {
        const auto *type = m_library.findType("StringComparison");
        QVERIFY(type);
        const auto members = membersOf(m_library, *type, true);
        QVERIFY(std::ranges::find(members, "OrdinalIgnoreCase", &MemberInfo::name) != members.end());
    }

    void localsAreNamedNewestFirst()
    {
        const auto names = namesBefore("@{ var first = 1; string second = \"\"; foreach (var each in x) { items.Where(one => ");
        QCOMPARE(names, (std::vector<std::string>{"one", "each", "second", "first"}));
    }
};

QTEST_GUILESS_MAIN(TestMemberQuery)
#include "tst_member_query.moc"
