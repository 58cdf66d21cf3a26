// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/clock.h"

#include "tests/support/result_test.h"

#include <QTest>

using namespace gatehouse;

class TestClock : public QObject
{
    Q_OBJECT

private slots:
    void roundTripsIso_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("canonical");
        QTest::newRow("millis") << "2026-11-24T16:19:55.123Z" << "2026-11-24T16:19:55.123Z";
        QTest::newRow("offset") << "2026-11-24T16:19:55+02:00" << "2026-11-24T14:19:55.000Z";
        QTest::newRow("leap day") << "2024-02-29T00:00:00.9999999Z" << "2024-02-29T00:00:00.999Z";
    }
    void roundTripsIso()
    {
        QFETCH(QString, text);
        QFETCH(QString, canonical);
        const auto time = fromIso(text.toStdString());
        VERIFY_RESULT(time);
        QCOMPARE(toIso(*time), canonical.toStdString());
    }
    void refusesWhatIsNoTime_data()
    {
        QTest::addColumn<QString>("text");
        for (const char *text : {"", "2026-11-24", "2026-13-24T00:00:00Z", "2026-02-30T00:00:00Z",
                                 "2026-11-24T16:19:55", "2026-11-24T24:00:00Z", "-026-11-24T16:19:55Z"})
            QTest::newRow(text) << text;
    }
    void refusesWhatIsNoTime()
    {
        QFETCH(QString, text);
        QVERIFY(!fromIso(text.toStdString()));
    }
    void writesHttpDates()
    {
        QCOMPARE(toHttpDate(*fromIso("1994-11-06T08:49:37Z")), std::string("Sun, 06 Nov 1994 08:49:37 GMT"));
    }
};

QTEST_GUILESS_MAIN(TestClock)
#include "tst_clock.moc"
