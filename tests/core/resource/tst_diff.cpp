// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/resource/diff.h"
#include "core/resource/kinds.h"
#include "tests/core/resource/random_configuration.h"
#include "tests/support/result_test.h"

#include <QTest>

#include <algorithm>

using namespace gatehouse;
using resource::Configuration;
using resource::ResourceId;

namespace {

json::object objectOf(const QString &text)
{
    return parseJson(text.toStdString())->get_object();
}

//! "path: before -> after" a line.
QStringList textsOf(const std::vector<resource::PropertyDifference> &differences)
{
    QStringList texts;
    for (const auto &one : differences)
        texts.append(QString::fromStdString(one.path + ": " + toJson(one.before) + " -> " + toJson(one.after)));
    return texts;
}

Configuration configurationOf(const std::vector<std::string> &ids)
{
    Configuration configuration;
    for (const auto &id : ids)
        configuration.put({ResourceId::of(id), {}, {}, {}});
    return configuration;
}

} // namespace

class TestDiff : public QObject
{
    Q_OBJECT

private slots:
    void comparesProperties_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        QTest::addColumn<QStringList>("expected");
        const auto row = [](const char *name, const char *id, const char *before, const char *after,
                            const QStringList &expected) {
            QTest::newRow(name) << QString(id) << QString(before) << QString(after) << expected;
        };
        row("same", "apis/a", R"({"path":"a"})", R"({"path":"a"})", {});
        row("changed", "apis/a", R"({"path":"a"})", R"({"path":"b"})", {R"(path: "a" -> "b")"});
        row("added and removed", "apis/a", R"({"path":"a","description":"d"})", R"({"path":"a","apiVersion":"v1"})",
            {R"(description: "d" -> null)", R"(apiVersion: null -> "v1")"});
        row("read-only", "apis/a", R"({"path":"a","isOnline":true})", R"({"path":"a","provisioningState":"Succeeded"})",
            {});
        row("write-only", "apis/a", R"({"path":"a","format":"openapi","value":"x"})", R"({"path":"a"})", {});
        row("default written out", "apis/a", R"({"path":"a"})",
            R"({"path":"a","type":"http","protocols":["https"],"isCurrent":true})", {});
        row("null written out", "apis/a", R"({"path":"a","description":null,"contact":{"email":null}})",
            R"({"path":"a","contact":{}})", {});
        row("enum case", "apis/a", R"({"path":"a","protocols":["HTTPS"]})", R"({"path":"a","protocols":["https"]})",
            {});
        row("reference case", "apis/a", R"({"path":"a","apiVersionSetId":"apiVersionSets/V"})",
            R"({"path":"a","apiVersionSetId":"apiversionsets/v"})", {});
        row("set order", "apis/a", R"({"path":"a","protocols":["http","https"]})",
            R"({"path":"a","protocols":["https","http"]})", {});
        row("set member", "apis/a", R"({"path":"a","protocols":["http"]})",
            R"({"path":"a","protocols":["https","http"]})", {R"(protocols[https]: null -> "https")"});
        row("keyed array", "apis/a/operations/o",
            R"({"responses":[{"statusCode":200,"description":"x"},{"statusCode":404}]})",
            R"({"responses":[{"statusCode":404},{"statusCode":200,"description":"y"}]})",
            {R"(responses[200].description: "x" -> "y")"});
        row("keyed inside keyed", "apis/a/operations/o",
            R"({"responses":[{"statusCode":200,"headers":[{"name":"a","type":"string"},{"name":"b","type":"string"}]}]})",
            R"({"responses":[{"statusCode":200,"headers":[{"name":"b","type":"number"},{"name":"a","type":"string"}]}]})",
            {R"(responses[200].headers[b].type: "string" -> "number")"});
        row("two of one key compare in order", "apis/a/operations/o",
            R"({"request":{"representations":[{"contentType":"j","typeName":"A"},{"contentType":"j","typeName":"B"}]}})",
            R"({"request":{"representations":[{"contentType":"j","typeName":"B"},{"contentType":"j","typeName":"B"}]}})",
            {R"(request.representations[0].typeName: "A" -> "B")"});
        row("ordered array", "backends/b", R"({"url":"u","tls":{"serverX509Names":["a","b"]}})",
            R"({"url":"u","tls":{"serverX509Names":["b","a"]}})",
            {R"(tls.serverX509Names[0]: "a" -> "b")", R"(tls.serverX509Names[1]: "b" -> "a")"});
        row("ordered array of another length", "backends/b", R"({"url":"u","tls":{"serverX509Names":["a"]}})",
            R"({"url":"u","tls":{"serverX509Names":["a","b"]}})", {R"(tls.serverX509Names: ["a"] -> ["a","b"])"});
        row("number forms", "products/p", R"({"displayName":"p","subscriptionsLimit":1})",
            R"({"displayName":"p","subscriptionsLimit":1.0})", {});
        row("other type", "products/p", R"({"displayName":"p","terms":"1"})", R"({"displayName":"p","terms":1})",
            {R"(terms: "1" -> 1)"});
        row("policy format", "apis/a/policies/policy", R"({"value":"<a/>","format":"xml"})",
            R"({"value":"<a/>","format":"rawxml"})", {});
        row("policy", "apis/a/policies/policy", R"({"value":"<a/>"})", R"({"value":"<b/>"})",
            {R"(policy: "<a/>" -> "<b/>")"});
        row("link", "products/p/apis/a", R"({})", R"({"path":"given back by ARM"})", {});
        row("unknown secret", "subscriptions/s", R"({"displayName":"s","primaryKey":"k"})", R"({"displayName":"s"})",
            {});
    }
    void comparesProperties()
    {
        QFETCH(QString, id);
        QFETCH(QString, before);
        QFETCH(QString, after);
        QFETCH(QStringList, expected);
        QCOMPARE(textsOf(resource::diffProperties(ResourceId::of(id.toStdString()), objectOf(before), objectOf(after))),
                 expected);
    }
    void showsDigestsForSecrets_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        QTest::newRow("key") << "subscriptions/s"
                             << R"({"primaryKey":"opensesame1"})"
                             << R"({"primaryKey":"opensesame2"})";
        QTest::newRow("named value") << "namedValues/n"
                                     << R"({"value":"opensesame1","secret":true})"
                                     << R"({"value":"opensesame2","secret":true})";
        QTest::newRow("becomes secret") << "namedValues/n"
                                        << R"({"value":"opensesame1"})"
                                        << R"({"value":"opensesame2","secret":true})";
        QTest::newRow("shown by GET") << "backends/b"
                                      << R"({"credentials":{"header":{"k":["opensesame1"]}}})"
                                      << R"({"credentials":{"header":{"k":["opensesame2"]}}})";
        QTest::newRow("whole parent new") << "backends/b"
                                          << R"({})"
                                          << R"({"credentials":{"header":{"k":["opensesame2"]}}})";
        QTest::newRow("object") << "loggers/l"
                                << R"({"credentials":{"connectionString":"opensesame1"}})"
                                << R"({"credentials":{"connectionString":"opensesame2"}})";
    }
    void showsDigestsForSecrets()
    {
        QFETCH(QString, id);
        QFETCH(QString, before);
        QFETCH(QString, after);
        const resource::DiffOptions options{
            .digestKey = SecretString{std::string("key")}, .samePolicy = {}, .scopes = {}};
        const auto differences = textsOf(
            resource::diffProperties(ResourceId::of(id.toStdString()), objectOf(before), objectOf(after), options));
        QVERIFY(!differences.isEmpty());
        const auto all = differences.join('\n');
        QVERIFY2(!all.contains("opensesame"), qPrintable(all));
        QVERIFY2(all.contains("sha256:"), qPrintable(all));
        QVERIFY(resource::diffProperties(ResourceId::of(id.toStdString()), objectOf(after), objectOf(after), options)
                    .empty());
    }
    void asksTheCallerWhetherPoliciesAreTheSame()
    {
        int asked = 0;
        const resource::DiffOptions options{.digestKey = {},
                                            .samePolicy =
                                                [&asked](std::string_view a, std::string_view b) {
                                                    ++asked;
                                                    return a.size() == b.size();
                                                },
                                            .scopes = {}};
        const auto id = ResourceId::of("policies/policy");
        QVERIFY(resource::diffProperties(id, {{"value", "<a/>"}}, {{"value", "<b/>"}}, options).empty());
        QCOMPARE(resource::diffProperties(id, {{"value", "<a/>"}}, {{"value", "<b />"}}, options).size(),
                 std::size_t{1});
        QCOMPARE(asked, 2);
    }
    void listsResourcesInIdOrder()
    {
        auto before = configurationOf({"apis/a", "apis/b", "apis/b/operations/o", "products/p"});
        auto after = configurationOf({"APIS/A", "apis/c", "products/p"});
        after.put({ResourceId::of("products/p"), {{"displayName", "new"}}, {}, "etag"});
        QStringList found;
        for (const auto &one : resource::diff(before, after))
            found.append(QStringLiteral("%1 %2").arg(one.kind).arg(QString::fromStdString(one.id.text())));
        QCOMPARE(found, (QStringList{"1 apis/b", "1 apis/b/operations/o", "0 apis/c", "2 products/p"}));
    }
    void keepsToTheScopesAsked()
    {
        const auto after = configurationOf({"apis/a", "apis/a/operations/o", "apis/ab", "products/p"});
        const resource::DiffOptions options{.digestKey = {}, .samePolicy = {}, .scopes = {ResourceId::of("apis/A")}};
        const auto found = resource::diff({}, after, options);
        QCOMPARE(found.size(), std::size_t{2});
        QCOMPARE(found.back().id, ResourceId::of("apis/a/operations/o"));
    }
    void findsNothingInWhatAGetShows()
    {
        test::RandomConfiguration random(7);
        for (int round = 0; round < 100; ++round) {
            const auto configuration = random.make();
            Configuration shown;
            for (const auto &[id, one] : configuration) {
                auto visible = *one;
                visible.properties = resource::visibleProperties(*resource::kindOf(id), one->properties, false);
                visible.etag = "another";
                shown.put(std::move(visible));
            }
            const auto differences = resource::diff(configuration, shown);
            QVERIFY2(differences.empty(), differences.empty() ? "" : differences.front().id.text().c_str());
            QVERIFY(resource::diff(shown, configuration).empty());
        }
    }
};

QTEST_GUILESS_MAIN(TestDiff)
#include "tst_diff.moc"
