// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/roles/group_list.h"
#include "core/policy/roles/model.h"

#include <QTest>

using gatehouse::policy::roles::Group;
using gatehouse::policy::roles::isRoleName;
using gatehouse::policy::roles::readGroups;
using gatehouse::policy::roles::roleNameOf;

class TestGroupList final : public QObject
{
    Q_OBJECT

private slots:
    void groupsAreReadFromCsv_data()
    {
        QTest::addColumn<QString>("csv");
        QTest::addColumn<QString>("groups"); // "name=id;"
        QTest::newRow("plain") << "Clerks,1\nReaders,2\n" << "Clerks=1;Readers=2;";
        QTest::newRow("a heading in another order") << "id,mail,displayName\r\n1,a@b,Clerks\r\n" << "Clerks=1;";
        QTest::newRow("quotes") << "\"Clerks, EU\",1\n\"say \"\"hi\"\"\",2" << "Clerks, EU=1;say \"hi\"=2;";
        QTest::newRow("a byte order mark and semicolons") << QString::fromUtf8("\xef\xbb\xbfName;Id\nClerks;1\n\n") << "Clerks=1;";
        QTest::newRow("nothing") << "" << "";
        QTest::newRow("no id") << "Clerks,1\nReaders\n" << "line 2";
        QTest::newRow("an open quote") << "\"Clerks,1\n" << "line 1";
    }

    void groupsAreReadFromCsv()
    {
        QFETCH(QString, csv);
        QFETCH(QString, groups);
        const auto read = readGroups(csv.toStdString());
        QString text;
        for (const auto &group : read ? *read : std::vector<Group>())
            text += QString::fromStdString(group.name + "=" + group.id + ";");
        if (!read)
            text = "line " + QString::fromStdString(std::string(read.error().arg("line")));
        QCOMPARE(text, groups);
    }

    void groupNamesBecomeRoleNames()
    {
        QCOMPARE(roleNameOf("Order Clerks (EU)"), std::string("order-clerks-eu"));
        QCOMPARE(roleNameOf("..x"), std::string("x"));
        QCOMPARE(roleNameOf("日本"), std::string("group"));
        QCOMPARE(roleNameOf("anyone"), std::string("group"));
        QVERIFY(isRoleName(roleNameOf(std::string(200, 'a'))));
    }
};

QTEST_GUILESS_MAIN(TestGroupList)
#include "tst_group_list.moc"
