// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/cached_content.h"

#include <QTest>

using namespace gatehouse::policy;

namespace {

CachedResponse response()
{
    CachedResponse response{201, "Made", {}, std::string("a\0b", 3)};
    response.headers.add("Content-Type", "text/plain");
    response.headers.add("X-A", "1");
    response.headers.add("x-a", "");
    return response;
}

} // namespace

//! The form of what gateways leave each other in Redis.
class TestCachedContent : public QObject
{
    Q_OBJECT

private slots:
    void valuesReadBack()
    {
        for (const auto &value : {CachedValue{}, CachedValue{CachedValue::Kind::Text, "\xc3\xa4 b"}, CachedValue{CachedValue::Kind::Scalar, "13 638000000000000000 1"},
                                  CachedValue{CachedValue::Kind::Json, "{\"a\":1}"}}) {
            const auto back = decodeCached(encodeCached(value));
            QVERIFY(back);
            const auto *got = std::get_if<CachedValue>(&*back);
            QVERIFY(got && got->kind == value.kind && got->text == value.text);
        }
    }
    void responsesReadBack()
    {
        const auto back = decodeCached(encodeCached(response()));
        QVERIFY(back);
        const auto *got = std::get_if<CachedResponse>(&*back);
        QVERIFY(got);
        QCOMPARE(got->status, 201);
        QCOMPARE(got->reason, std::string("Made"));
        QVERIFY(got->headers == response().headers);
        QVERIFY(got->body == response().body);
    }
    void theFormIsTheStatedOne()
    {
        QVERIFY(encodeCached(CachedValue{CachedValue::Kind::Text, "hi"}) == std::string("GHC1v\x04\x02\0\0\0hi", 12));
    }
    void whatIsCutOrLongerIsNoEntry()
    {
        const auto bytes = encodeCached(response());
        for (std::size_t size = 0; size < bytes.size(); ++size)
            QVERIFY(!decodeCached(std::string_view(bytes).substr(0, size)));
        QVERIFY(!decodeCached(bytes + "x"));
        auto other = bytes;
        other[3] = '2';
        QVERIFY(!decodeCached(other));
    }
    void refusesFieldsThatWouldSplitAResponse()
    {
        auto split = response();
        split.headers.add("X-B", "1\r\nX-C: 2");
        QVERIFY(!decodeCached(encodeCached(split)));
        auto informational = response();
        informational.status = 101;
        QVERIFY(!decodeCached(encodeCached(informational)));
    }
};

QTEST_APPLESS_MAIN(TestCachedContent)
#include "tst_cached_content.moc"
