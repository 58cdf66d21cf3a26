// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/policies/registry.h"
#include "core/policy/schema.h"

#include <QTest>

#include <fstream>
#include <iterator>

using namespace gatehouse;
using namespace gatehouse::policy;

class TestSchema : public QObject
{
    Q_OBJECT

private slots:
    void theTableAndTheRegistryAgreeOnWhatRuns()
    {
        QCOMPARE(policyTable().size(), 71U);
        for (const auto &rule : policyTable())
            QVERIFY2(rule.executed == (findPolicyCompiler(rule.element.name) != nullptr || rule.element.name == "base"),
                     std::string(rule.element.name).c_str());
    }
    void theReadmeShowsTheStateOfEachPolicy()
    {
        std::ifstream file(GATEHOUSE_SOURCE_DIR "/README.md", std::ios::binary);
        const std::string text{std::istreambuf_iterator<char>(file), {}};
        const std::string_view opening = "<!-- policies: gatectl policy schema --markdown -->\n", closing = "<!-- end of policies -->";
        const auto begin = text.find(opening), end = text.find(closing);
        QVERIFY(begin != std::string::npos && end != std::string::npos);
        const auto shown = text.substr(begin + opening.size(), end - begin - opening.size());
        QVERIFY2(shown == policyMarkdown(), "put the output of `gatectl policy schema --markdown` between the marks of README.md");
    }
    void aRowSaysWhatValidationKnows()
    {
        const auto schema = schemaOf(*findPolicy("rate-limit-by-key"));
        QCOMPARE(std::string(schema.at("sections").as_array().at(0).as_string()), std::string("inbound"));
        const auto &attributes = schema.at("element").as_object().at("attributes").as_array();
        QCOMPARE(std::string(attributes.at(2).as_object().at("name").as_string()), std::string("renewal-period"));
        QCOMPARE(attributes.at(2).as_object().at("maximum").as_int64(), std::int64_t{300});
        QVERIFY(attributes.at(1).as_object().at("required").as_bool());
    }
    void describesEveryPolicyToItsEnd()
    {
        for (const auto &rule : policyTable())
            QVERIFY(toJson(schemaOf(rule)).size() < 200'000);
    }
};

QTEST_GUILESS_MAIN(TestSchema)
#include "tst_schema.moc"
