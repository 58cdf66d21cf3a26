// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/request/access_panel.h"

#include "core/crypto/key_file.h"
#include "core/identity/proof_maker.h"
#include "core/remote/access.h"
#include "core/remote/network.h"
#include "ui/request/flaw_words.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::ui::request;

namespace {

remote::HttpAnswer answerWith(int status, std::vector<std::pair<std::string, std::string>> headers = {}, std::string body = {})
{
    remote::HttpAnswer answer;
    answer.status = status;
    for (auto &header : headers)
        answer.headers.push_back(std::move(header));
    answer.body = std::move(body);
    return answer;
}

} // namespace

class TestAccessPanel final : public QObject
{
    Q_OBJECT

private slots:
    void carriesNothingAtFirst()
    {
        AccessPanel panel;
        QVERIFY(panel.problem().isEmpty());
        QCOMPARE(panel.choice().kind, AccessChoice::None);
        QVERIFY(!panel.choice().key);
    }

    void makesAWishOfWhatIsTyped()
    {
        AccessPanel panel;
        panel.kind()->setCurrentIndex(AccessChoice::TestToken);
        panel.audience()->setText(QStringLiteral("api://orders"));
        panel.claims()->setPlainText(QStringLiteral("{\"roles\":[\"Orders.Read\"]}"));
        panel.tokenFlaw()->setCurrentIndex(panel.tokenFlaw()->findData(QStringLiteral("expired")));
        const auto choice = panel.choice();
        QCOMPARE(toJson(choice.wish.claims), std::string("{\"roles\":[\"Orders.Read\"],\"aud\":\"api://orders\"}"));
        QCOMPARE(choice.wish.flaw, std::string("expired"));
        QVERIFY(choice.wish.thumbprint.empty());
        QVERIFY(choice.isFlawed());
    }

    void bindsTheTokenToTheKeyOfTheProof()
    {
        AccessPanel panel;
        panel.kind()->setCurrentIndex(AccessChoice::TestToken);
        panel.proof()->setChecked(true);
        const auto choice = panel.choice();
        QVERIFY(choice.key);
        QCOMPARE(choice.wish.thumbprint, choice.key->thumbprint());
        QCOMPARE(panel.choice().key->thumbprint(), choice.key->thumbprint());
        QCOMPARE(panel.proofFlaw()->count(), int(identity::proofFlaws().size()) + 2);
    }

    void saysWhatIsWrongWithClaimsAndTokens()
    {
        AccessPanel panel;
        panel.kind()->setCurrentIndex(AccessChoice::TestToken);
        for (const auto *text : {"{", "[1]", "7"}) {
            panel.claims()->setPlainText(QString::fromLatin1(text));
            QVERIFY2(!panel.problem().isEmpty(), text);
        }
        panel.claims()->clear();
        QVERIFY(panel.problem().isEmpty());
        panel.setTestTokensOffered(QStringLiteral("not here"));
        QCOMPARE(panel.problem(), QStringLiteral("not here"));
        panel.kind()->setCurrentIndex(AccessChoice::OwnToken);
        QVERIFY(!panel.problem().isEmpty());
    }

    void hasWordsForEveryFlaw()
    {
        for (const auto &flaw : identity::tokenFlaws())
            QVERIFY2(!flawWords(flaw.name).isEmpty(), flaw.name.data());
        for (const auto &flaw : identity::proofFlaws())
            QVERIFY2(!flawWords(flaw.name).isEmpty(), flaw.name.data());
        QVERIFY(!flawWords(remote::replayedProof).isEmpty());
        QVERIFY(flawWords("no-such-flaw").isEmpty());
    }

    void showsATokenWithoutItsSignature()
    {
        const auto key = crypto::generateKey("ES256");
        identity::TestIssuer issuer("https://issuer.example", {*key});
        SystemRandom random;
        const auto token = issuer.issue({{{"sub", "ada"}}, "ES256", std::chrono::seconds(600), {}, {}}, SystemClock().utc(), random);
        QVERIFY(token);
        const auto text = decodedToken(*token);
        QVERIFY(text.contains(QStringLiteral("ada")));
        QVERIFY(text.contains(QStringLiteral("ES256")));
        QVERIFY(!text.contains(QString::fromStdString(token->substr(token->rfind('.') + 1))));
        QVERIFY(decodedToken({}).isEmpty());
        QVERIFY(!decodedToken("opaque").isEmpty());
    }

    void explainsWhatTheGatewayDid()
    {
        AccessChoice choice;
        QVERIFY(accessNote(choice, answerWith(401)).isEmpty());
        choice.kind = AccessChoice::TestToken;
        QVERIFY(accessNote(choice, answerWith(200)).isEmpty());
        QVERIFY(accessNote(choice, answerWith(401, {}, "{\"message\":\"Invalid JWT.\"}")).contains(QStringLiteral("Invalid JWT.")));
        choice.wish.flaw = "expired";
        const auto refused = accessNote(choice, answerWith(401, {{"www-authenticate", "Bearer error=\"invalid_token\", error_description=\"it has expired\""}}));
        QVERIFY(refused.contains(QStringLiteral("expired")) && refused.contains(QStringLiteral("it has expired")));
        QVERIFY(accessNote(choice, answerWith(200)).contains(QStringLiteral("let it in")));
    }
};

QTEST_MAIN(TestAccessPanel)
#include "tst_access_panel.moc"
