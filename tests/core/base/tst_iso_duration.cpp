// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/iso_duration.h"

#include <QTest>

class IsoDurationTest : public QObject
{
    Q_OBJECT

private slots:
    void readsDurations_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qlonglong>("seconds"); // -1: none
        for (const auto &[text, seconds] : {std::pair{"PT1M", 60}, {"PT1H", 3600}, {"P1D", 86'400}, {"P1DT2H3M4S", 93'784}, {"PT90S", 90}, {"P2W", 1'209'600},
                                            {"PT0S", 0}, {"", -1}, {"P", -1}, {"PT", -1}, {"1H", -1}, {"P1H", -1}, {"PT1D", -1}, {"PT1M1H", -1}, {"PT1H1H", -1},
                                            {"P1Y", -1}, {"P1M", -1}, {"PTH", -1}, {"PT-1S", -1}, {"PT1.5S", -1}, {"PT1S ", -1}, {"P1WT1H", -1}, {"PT9999999999S", -1}})
            QTest::newRow(text) << QString(text) << qlonglong(seconds);
    }
    void readsDurations()
    {
        QFETCH(const QString, text);
        QFETCH(const qlonglong, seconds);
        const auto duration = gatehouse::parseIsoDuration(text.toStdString());
        QCOMPARE(duration ? qlonglong(duration->count()) : -1, seconds);
    }
};

QTEST_APPLESS_MAIN(IsoDurationTest)
#include "tst_iso_duration.moc"
