// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policies/completion.h"
#include "ui/policies/hover_text.h"

#include <QTest>

#include <algorithm>

using namespace gatehouse;
using namespace gatehouse::ui::policies;
using resource::ResourceId;

namespace {

resource::Configuration sample()
{
    resource::Configuration configuration;
    configuration.put({ResourceId::of("namedValues/api-host"), {{"displayName", "ApiHost"}, {"value", "https://example.test"}}, {}, "1"});
    configuration.put({ResourceId::of("namedValues/token"), {{"displayName", "Token"}, {"secret", true}, {"value", "s3cret"}}, {}, "1"});
    configuration.put({ResourceId::of("policyFragments/cors-default"), {{"description", "Cors for all"}}, {}, "1"});
    configuration.put({ResourceId::of("backends/orders-eu"), {{"url", "https://eu.example.test"}}, {}, "1"});
    return configuration;
}

//! The text without its "|", which is the caret.
std::string withoutCaret(const QByteArray &text, std::size_t &caret)
{
    auto plain = text.toStdString();
    caret = plain.find('|');
    plain.erase(caret, 1);
    return plain;
}

} // namespace

class TestCompletion : public QObject
{
    Q_OBJECT

private:
    KnownNames m_names{sample()};
    RememberingCompiler m_compiler;

    std::vector<Completion> at(const QByteArray &text, std::optional<policy::Scope> scope = policy::Scope::Api)
    {
        std::size_t caret = 0;
        const auto plain = withoutCaret(text, caret);
        return completionsAt(plain, caret, {.scope = scope, .names = &m_names, .library = &m_compiler.library()});
    }
    static const Completion *find(const std::vector<Completion> &offers, const QByteArray &label)
    {
        const auto found = std::ranges::find(offers, label.toStdString(), &Completion::label);
        return found == offers.end() ? nullptr : &*found;
    }

private slots:
    void offers_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("has");
        QTest::addColumn<QByteArray>("hasNot");
        QTest::newRow("policies of the section") << QByteArray("<policies><inbound>\n<|") << QByteArray("rate-limit") << QByteArray("cache-store");
        QTest::newRow("policies of the other section") << QByteArray("<policies><outbound>\n<|") << QByteArray("cache-store") << QByteArray("rate-limit");
        QTest::newRow("in a nested policy") << QByteArray("<policies><inbound><choose><when condition=\"@(true)\"><|") << QByteArray("set-header") << QByteArray("when");
        QTest::newRow("children of a policy") << QByteArray("<policies><inbound><choose><|") << QByteArray("when") << QByteArray("set-header");
        QTest::newRow("sections that are missing") << QByteArray("<policies><inbound></inbound><|") << QByteArray("backend") << QByteArray("inbound");
        QTest::newRow("attributes") << QByteArray("<policies><inbound><rate-limit calls=\"5\" |/>") << QByteArray("renewal-period") << QByteArray("calls");
        QTest::newRow("values of a list") << QByteArray("<policies><inbound><set-header name=\"a\" exists-action=\"|\">") << QByteArray("append") << QByteArray("X");
        QTest::newRow("booleans") << QByteArray("<policies><inbound><cors allow-credentials=\"|\">") << QByteArray("true") << QByteArray("append");
        QTest::newRow("fragments") << QByteArray("<policies><inbound><include-fragment fragment-id=\"|\" />") << QByteArray("cors-default") << QByteArray("orders-eu");
        QTest::newRow("backends") << QByteArray("<policies><inbound><set-backend-service backend-id=\"or|\" />") << QByteArray("orders-eu") << QByteArray("cors-default");
        QTest::newRow("headers") << QByteArray("<policies><inbound><set-header name=\"Auth|\">") << QByteArray("Authorization") << QByteArray("Accept");
        QTest::newRow("named values") << QByteArray("<policies><inbound><set-header name=\"a\"><value>{{Ap|</value>") << QByteArray("ApiHost") << QByteArray("Token");
        QTest::newRow("members of context") << QByteArray("<policies><inbound><set-header name=\"a\"><value>@(context.|)</value>") << QByteArray("Request") << QByteArray("Where");
        QTest::newRow("members behind a call") << QByteArray("<policies><inbound><set-header name=\"a\"><value>@(context.Request.Headers.GetValueOrDefault(\"a\",\"\").|)</value>")
                                               << QByteArray("Split") << QByteArray("Headers");
        QTest::newRow("members of a local") << QByteArray("<policies><inbound><set-body>@{ var body = JObject.Parse(\"{}\"); if (body.|") << QByteArray("SelectToken") << QByteArray("Headers");
        QTest::newRow("statics of a type") << QByteArray("<policies><inbound><set-body>@(Convert.|)</set-body>") << QByteArray("ToBase64String") << QByteArray("SelectToken");
        QTest::newRow("LINQ") << QByteArray("<policies><inbound><set-body>@(new [] {1, 2}.|)</set-body>") << QByteArray("Select") << QByteArray("Headers");
        QTest::newRow("locals by name") << QByteArray("<policies><inbound><set-body>@{ var parcel = 1; return par|") << QByteArray("parcel") << QByteArray("context");
    }
    void offers()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, has);
        QFETCH(QByteArray, hasNot);
        const auto found = at(text);
        QVERIFY2(find(found, has), has.constData());
        QVERIFY2(!find(found, hasNot), hasNot.constData());
    }

    void sayTheTypeOfAMember()
    {
        const auto found = at("<policies><inbound><set-body>@(context.Request.|)</set-body>");
        const auto *method = find(found, "Method");
        QVERIFY(method);
        QCOMPARE(method->detail, QStringLiteral("string"));
    }

    void offerNothingInCommentsAndStrings()
    {
        QVERIFY(at("<policies><!-- <ra| --></policies>").empty());
        QVERIFY(at("<policies><inbound><set-body>@(\"context.|\")</set-body>").empty());
    }

    void respectTheScope()
    {
        QVERIFY(find(at("<policies><inbound><|"), "base"));
        QVERIFY(!find(at("<fragment><|", std::nullopt), "base"));
        QVERIFY(find(at("<fragment><|", std::nullopt), "set-header"));
    }

    void insertWhatIsRequired()
    {
        const auto offers = at("<policies><inbound><rate-limit|");
        const auto *offer = find(offers, "rate-limit-by-key");
        QVERIFY(offer);
        QVERIFY2(offer->insert.find("renewal-period=\"\"") != std::string::npos, offer->insert.c_str());
        QVERIFY2(offer->insert.find("counter-key=\"\"") != std::string::npos, offer->insert.c_str());
        QCOMPARE(offer->insert[offer->insert.size() - std::size_t(offer->caretBack) - 1], '"');
    }

    void neverShowASecret()
    {
        for (const auto &offer : at("<policies><inbound><set-header name=\"a\"><value>{{|"))
            QVERIFY(!offer.documentation.contains("s3cret") && !offer.detail.contains("s3cret"));
        const std::string text = "<policies><inbound><set-header name=\"{{Token}}\">";
        QVERIFY(!hoverText(text, text.find("Token"), {}, {.scope = {}, .names = &m_names, .library = nullptr}).contains("s3cret"));
    }

    void hoversSayWhatStandsThere_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("expected");
        QTest::newRow("policy") << QByteArray("<policies><inbound><rate-|limit calls=\"1\" renewal-period=\"1\"/>") << "Limits calls";
        QTest::newRow("attribute") << QByteArray("<policies><inbound><set-header name=\"a\" exists-|action=\"skip\">") << "append";
        QTest::newRow("named value") << QByteArray("<policies><inbound><set-header name=\"{{Api|Host}}\">") << "https://example.test";
        QTest::newRow("member") << QByteArray("<policies><inbound><set-body>@(context.Request.Meth|od)</set-body>") << "string";
    }
    void hoversSayWhatStandsThere()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, expected);
        std::size_t caret = 0;
        const auto plain = withoutCaret(text, caret);
        const auto words = hoverText(plain, caret, {}, {.scope = policy::Scope::Api, .names = &m_names, .library = &m_compiler.library()});
        QVERIFY2(words.contains(expected), qPrintable(words));
    }

    void definitionsAreFound()
    {
        const std::string text = "<policies><inbound><include-fragment fragment-id=\"cors-default\"/><set-header name=\"{{apihost}}\">";
        QCOMPARE(definitionAt(text, text.find("default"), m_names).value_or(ResourceId()).text(), std::string("policyFragments/cors-default"));
        QCOMPARE(definitionAt(text, text.find("host}}"), m_names).value_or(ResourceId()).text(), std::string("namedValues/api-host"));
        QVERIFY(!definitionAt(text, text.find("set-header"), m_names));
    }
};

QTEST_GUILESS_MAIN(TestCompletion)
#include "tst_completion.moc"
