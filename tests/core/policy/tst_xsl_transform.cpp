// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/policy/policy_bench.h"

using namespace gatehouse;
using namespace gatehouse::policy;
using gatehouse::test::Call;
using gatehouse::test::FakeServices;

namespace {

std::string transformed(const std::string &templates, const std::string &body = "<a><b>1</b></a>", const std::string &parameters = {})
{
    Call call;
    call.services.forwardAnswers = {FakeServices::response(200, body)};
    call.inbound({}, "<xsl-transform>" + parameters
                     + "<xsl:stylesheet version=\"1.0\" xmlns:xsl=\"http://www.w3.org/1999/XSL/Transform\">"
                       "<xsl:output method=\"xml\" omit-xml-declaration=\"yes\"/>" + templates + "</xsl:stylesheet></xsl-transform>");
    return call.exchange.lastError ? call.exchange.lastError->source + ": " + call.exchange.lastError->message : call.body();
}

} // namespace

class TestXslTransform : public QObject
{
    Q_OBJECT

private slots:
    void transformsTheBody()
    {
        COMPARE_TEXT(transformed("<xsl:template match=\"/a\"><c><xsl:value-of select=\"b + 1\"/></c></xsl:template>"), "<c>2</c>\n");
    }
    void givesParametersAsTexts()
    {
        COMPARE_TEXT(transformed("<xsl:param name=\"p\"/><xsl:template match=\"/\"><c d=\"{$p}\"/></xsl:template>", "<a/>",
                                 "<parameter name=\"p\">it's @/a \"q\"</parameter>"),
                     "<c d=\"it's @/a &quot;q&quot;\"/>\n");
        COMPARE_TEXT(transformed("<xsl:param name=\"p\"/><xsl:template match=\"/\"><c d=\"{$p}\"/></xsl:template>", "<a/>",
                                 "<parameter parameter-name=\"p\">@(\"x\")</parameter>"),
                     "<c d=\"x\"/>\n");
    }
    void staysInside_data()
    {
        QTest::addColumn<QString>("templates");
        QTest::newRow("file") << "<xsl:template match=\"/\"><c><xsl:copy-of select=\"document('/etc/hostname')\"/></c></xsl:template>";
        QTest::newRow("network") << "<xsl:template match=\"/\"><c><xsl:copy-of select=\"document('http://127.0.0.1:1/x')\"/></c></xsl:template>";
        QTest::newRow("import") << "<xsl:import href=\"file:///etc/hostname\"/>";
        QTest::newRow("include") << "<xsl:include href=\"file:///etc/hostname\"/>";
        QTest::newRow("endless") << "<xsl:template match=\"/\"><xsl:call-template name=\"t\"/></xsl:template>"
                                    "<xsl:template name=\"t\"><xsl:call-template name=\"t\"/></xsl:template>";
        QTest::newRow("wrong") << "<xsl:template match=\"/[\"/>";
    }
    void staysInside()
    {
        QFETCH(QString, templates);
        const auto actual = transformed(templates.toStdString());
        QVERIFY2(actual.starts_with("xsl-transform: "), actual.c_str());
    }
    void readsNoEntityFromOutside()
    {
        const auto actual = transformed("<xsl:template match=\"/\"><c><xsl:value-of select=\"/a\"/></c></xsl:template>",
                                        "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>");
        QVERIFY2(actual.find("root:") == std::string::npos, actual.c_str());
    }
    void failsForABodyThatIsNoXml()
    {
        QVERIFY(transformed("<xsl:template match=\"/\"/>", "{}").starts_with("xsl-transform: "));
    }
};

QTEST_GUILESS_MAIN(TestXslTransform)
#include "tst_xsl_transform.moc"
