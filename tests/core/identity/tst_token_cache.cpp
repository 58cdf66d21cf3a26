// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/token_cache.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::identity;

namespace {

const UtcTime noon = UtcTime{} + std::chrono::hours{12};

TokenPointer tokenOf(std::size_t bytes)
{
    auto token = std::make_shared<Token>();
    token->text.assign(bytes, 'x');
    return token;
}

} // namespace

class TokenCacheTest : public QObject
{
    Q_OBJECT

private slots:
    void keepsATokenUntilItsTime()
    {
        TokenCache cache;
        const auto token = tokenOf(700);
        cache.store("digest", token, noon);
        QCOMPARE(cache.find("digest", noon - std::chrono::seconds{1}), token);
        QCOMPARE(cache.find("digest", noon), nullptr);
        QCOMPARE(cache.size(), std::size_t{0});
    }

    void dropsTheLeastRecentlyUsedWhenFull()
    {
        TokenCache cache(16U * 8192); // two tokens of 700 bytes a shard
        cache.store("a1", tokenOf(700), noon);
        cache.store("a2", tokenOf(700), noon);
        QVERIFY(cache.find("a1", UtcTime{}));
        cache.store("a3", tokenOf(700), noon);
        QVERIFY(cache.find("a1", UtcTime{}));
        QVERIFY(!cache.find("a2", UtcTime{}));
        QVERIFY(cache.find("a3", UtcTime{}));
    }

    void keepsNothingWithoutRoom()
    {
        TokenCache cache(0);
        cache.store("digest", tokenOf(700), noon);
        QCOMPARE(cache.size(), std::size_t{0});
        QVERIFY(!cache.find("digest", UtcTime{}));
    }
};

QTEST_GUILESS_MAIN(TokenCacheTest)
#include "tst_token_cache.moc"
