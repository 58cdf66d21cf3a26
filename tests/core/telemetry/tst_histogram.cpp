// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/telemetry/histogram.h"
#include "tests/support/result_test.h"

#include <algorithm>
#include <cmath>
#include <random>

using gatehouse::ErrorKind;
using gatehouse::telemetry::Histogram;

namespace {

constexpr std::int64_t largest = std::int64_t{1} << 36;
constexpr double quantiles[] = {0.0, 0.01, 0.25, 0.5, 0.9, 0.95, 0.99, 0.999, 0.9999, 1.0};

std::int64_t exactQuantile(const std::vector<std::int64_t> &sorted, double quantile)
{
    const auto rank = static_cast<std::size_t>(std::ceil(quantile * static_cast<double>(sorted.size())));
    return sorted[std::max<std::size_t>(rank, 1) - 1];
}

std::vector<std::int64_t> sample(std::uint32_t seed, std::size_t count, const char *shape)
{
    std::mt19937_64 random{seed};
    std::vector<std::int64_t> values(count);
    std::lognormal_distribution<double> latencies{8.0, 2.0};
    std::uniform_real_distribution<double> exponents{0.0, 36.0};
    std::uniform_int_distribution<std::int64_t> small{0, 200};
    for (auto &value : values) {
        if (qstrcmp(shape, "lognormal") == 0)
            value = std::min(largest, static_cast<std::int64_t>(latencies(random)));
        else if (qstrcmp(shape, "octaves") == 0)
            value = static_cast<std::int64_t>(std::exp2(exponents(random)));
        else
            value = small(random);
    }
    return values;
}

} // namespace

class TestHistogram : public QObject
{
    Q_OBJECT

private slots:
    void answersZeroWhenEmpty()
    {
        const Histogram empty;
        QCOMPARE(empty.quantile(0.5), 0);
        QCOMPARE(empty.count(), 0U);
        QCOMPARE(empty.max(), 0);
    }

    void keepsEveryQuantileWithinOnePercent_data()
    {
        QTest::addColumn<QByteArray>("shape");
        for (const auto *shape : {"lognormal", "octaves", "small"})
            QTest::newRow(shape) << QByteArray{shape};
    }
    void keepsEveryQuantileWithinOnePercent()
    {
        QFETCH(QByteArray, shape);
        for (std::uint32_t seed = 1; seed <= 20; ++seed) {
            auto values = sample(seed, 1 + seed * 371, shape.constData());
            Histogram histogram;
            std::int64_t sum = 0;
            for (const auto value : values) {
                histogram.record(value);
                sum += value;
            }
            std::sort(values.begin(), values.end());
            QCOMPARE(histogram.count(), values.size());
            QCOMPARE(histogram.sum(), sum);
            QCOMPARE(histogram.max(), values.back());
            for (const auto quantile : quantiles) {
                const auto exact = exactQuantile(values, quantile);
                const auto error = std::abs(histogram.quantile(quantile) - exact);
                QVERIFY2(static_cast<double>(error) <= 0.01 * static_cast<double>(exact),
                         qPrintable(QString{"q=%1 exact=%2 got=%3"}.arg(quantile).arg(exact).arg(
                             histogram.quantile(quantile))));
            }
        }
    }

    void keepsTheBoundAtEveryEdgeOfEveryOctave()
    {
        for (int bit = 0; bit <= 36; ++bit) {
            for (const std::int64_t off : {-1, 0, 1}) {
                const auto value = std::clamp<std::int64_t>((std::int64_t{1} << bit) + off, 0, largest);
                Histogram histogram;
                histogram.record(value);
                histogram.record(largest); // so that the answer is not the maximum
                const auto error = std::abs(histogram.quantile(0.5) - value);
                QVERIFY2(static_cast<double>(error) <= 0.01 * static_cast<double>(value),
                         qPrintable(QString::number(value)));
            }
        }
    }

    void countsWhatIsOutOfRangeAsTheNearestEnd()
    {
        Histogram histogram;
        histogram.record(-5);
        QCOMPARE(histogram.quantile(0.5), 0);
        histogram.record(std::numeric_limits<std::int64_t>::max(), 3);
        QCOMPARE(histogram.max(), largest);
        QCOMPARE(histogram.quantile(0.9), largest);
        QCOMPARE(histogram.count(), 4U);
        QCOMPARE(histogram.sum(), 3 * largest);
    }

    void saturatesASumThatNoLongerFits()
    {
        Histogram histogram;
        histogram.record(largest, std::uint64_t{1} << 30);
        QCOMPARE(histogram.sum(), std::numeric_limits<std::int64_t>::max());
        const auto back = Histogram::decode(histogram.encode());
        VERIFY_RESULT(back);
        QCOMPARE(*back, histogram);
    }

    void holdsMoreThanThirtyTwoBitsInOneBucket()
    {
        Histogram histogram;
        histogram.record(500, 5'000'000'000U);
        histogram.record(900, 1);
        QCOMPARE(histogram.count(), 5'000'000'001U);
        QVERIFY(std::abs(histogram.quantile(0.999) - 500) <= 5);
    }

    void mergesToTheHistogramOfTheUnion()
    {
        Histogram whole;
        Histogram merged;
        for (std::uint32_t part = 0; part < 8; ++part) {
            Histogram histogram;
            for (const auto value : sample(part, 500, part % 2 == 0 ? "lognormal" : "small")) {
                histogram.record(value);
                whole.record(value);
            }
            merged.merge(histogram);
        }
        QCOMPARE(merged, whole);
        merged.merge({});
        QCOMPARE(merged, whole);
        merged.clear();
        QCOMPARE(merged, Histogram{});
    }

    void readsBackWhatItEncoded()
    {
        for (const auto *shape : {"lognormal", "octaves", "small"}) {
            Histogram histogram;
            QCOMPARE(*Histogram::decode(histogram.encode()), histogram);
            for (const auto value : sample(7, 3000, shape))
                histogram.record(value, 1 + static_cast<std::uint64_t>(value % 5));
            const auto bytes = histogram.encode();
            QVERIFY(bytes.size() < 8U << 10);
            const auto back = Histogram::decode(bytes);
            VERIFY_RESULT(back);
            QCOMPARE(*back, histogram);
            QCOMPARE(back->encode(), bytes);
        }
    }

    void refusesCorruptBytes_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const auto bytes = [](std::initializer_list<int> values) {
            QByteArray out;
            for (const auto value : values)
                out += static_cast<char>(value);
            return out;
        };
        QTest::newRow("empty") << QByteArray{};
        QTest::newRow("unknown version") << bytes({2, 0, 0});
        QTest::newRow("no maximum") << bytes({1, 0});
        QTest::newRow("maximum without a bucket") << bytes({1, 5, 5});
        QTest::newRow("maximum in another bucket") << bytes({1, 5, 4, 5, 1, 1});
        QTest::newRow("sum that the buckets can't have") << bytes({1, 9, 5, 5, 1, 1});
        QTest::newRow("run of length zero") << bytes({1, 5, 5, 5, 0});
        QTest::newRow("count zero") << bytes({1, 0, 5, 5, 1, 0});
        QTest::newRow("run cut short") << bytes({1, 5, 5, 5, 2, 1});
        QTest::newRow("run past the last bucket") << bytes({1, 5, 5, 0xFF, 0x7F, 1, 1});
        QTest::newRow("run length that overflows")
            << bytes({1, 5, 5, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1});
        QTest::newRow("two runs that touch") << bytes({1, 9, 5, 4, 1, 1, 0, 1, 1});
        QTest::newRow("number longer than needed") << bytes({1, 0x85, 0, 5, 5, 1, 1});
        QTest::newRow("number over 64 bits") << bytes({1, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 2, 0});
        QTest::newRow("over the size limit") << QByteArray((64 << 10) + 1, '\x01');
    }
    void refusesCorruptBytes()
    {
        QFETCH(QByteArray, bytes);
        const auto result = Histogram::decode({bytes.constData(), static_cast<std::size_t>(bytes.size())});
        QVERIFY(!result.has_value());
        QCOMPARE(result.error().kind, ErrorKind::Corrupt);
        QCOMPARE(result.error().code, std::string{"histogram.corrupt"});
    }

    void neverReadsBackAnotherHistogramFromChangedBytes()
    {
        Histogram histogram;
        for (const auto value : sample(3, 200, "lognormal"))
            histogram.record(value);
        const auto bytes = histogram.encode();
        for (std::size_t at = 0; at < bytes.size(); ++at) {
            for (int bit = 0; bit < 8; ++bit) {
                auto changed = bytes;
                changed[at] = static_cast<char>(changed[at] ^ (1 << bit));
                // What still decodes must be a sound histogram: its own encoding, and consistent sums.
                if (const auto result = Histogram::decode(changed)) {
                    QCOMPARE(result->encode(), changed);
                    QVERIFY(result->quantile(1.0) == result->max());
                }
            }
        }
        for (std::size_t size = 0; size < bytes.size(); ++size)
            QVERIFY(!Histogram::decode(std::string_view{bytes}.substr(0, size)).has_value());
    }
};

QTEST_GUILESS_MAIN(TestHistogram)
#include "tst_histogram.moc"
