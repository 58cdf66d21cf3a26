// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/policy/rehearsal_bench.h"

using namespace gatehouse;
using namespace gatehouse::policy;
using gatehouse::test::Rehearsal;
using gatehouse::test::scoped;

namespace {

//! A line a policy and a branch: "line path runs".
QString drawing(const rehearsal::CoveredDocument &document)
{
    std::string all;
    for (const auto &policy : document.policies)
        all += std::to_string(policy.position.line) + " " + policy.path + " " + std::to_string(policy.runs) + "\n";
    for (const auto &branch : document.branches)
        all += std::to_string(branch.position.line) + " " + branch.path + " -> " + branch.name + " "
            + std::to_string(branch.taken) + "\n";
    return QString::fromStdString(all);
}

const char *choosing = "<policies>\n"
                       "<inbound>\n"
                       "  <choose>\n"
                       "    <when condition=\"@(context.Request.Method == &quot;PUT&quot;)\">\n"
                       "      <set-header name=\"A\"><value>@(context.Request.Method)</value></set-header>\n"
                       "    </when>\n"
                       "    <when condition=\"@(context.Request.Method == &quot;POST&quot;)\" />\n"
                       "  </choose>\n"
                       "  <choose>\n"
                       "    <when condition=\"@(context.Request.Method == &quot;DELETE&quot;)\">\n"
                       "      <return-response/>\n"
                       "    </when>\n"
                       "    <otherwise>\n"
                       "      <set-header name=\"B\"><value>1</value></set-header>\n"
                       "    </otherwise>\n"
                       "  </choose>\n"
                       "</inbound>\n"
                       "<backend><forward-request/></backend>\n"
                       "<outbound><base/></outbound>\n"
                       "<on-error><set-status code=\"418\"/></on-error>\n"
                       "</policies>";

} // namespace

class TestRehearsalCoverage : public QObject
{
    Q_OBJECT

private slots:
    void countsPoliciesAndBranchesOfChoose()
    {
        Rehearsal rehearsal;
        rehearsal.documents.scopes = {scoped(Scope::Api, choosing)};
        for (const auto method : {"PUT", "PUT", "GET"})
            rehearsal.run(std::string("{'name':'a','request':{'method':'") + method + "'},'expect':{'response':200}}");
        QCOMPARE(rehearsal.coverage.documents().size(), 1U);
        const auto &document = *rehearsal.coverage.documents().front();
        QCOMPARE(drawing(document),
                 "3 inbound/choose[1] 3\n"
                 "5 inbound/choose[1]/when[1]/set-header[1] 2\n"
                 "9 inbound/choose[2] 3\n"
                 "11 inbound/choose[2]/when[1]/return-response[1] 0\n"
                 "14 inbound/choose[2]/otherwise[1]/set-header[1] 3\n"
                 "18 backend/forward-request[1] 3\n"
                 "20 on-error/set-status[1] 0\n"
                 "4 inbound/choose[1] -> when[1] 2\n"
                 "7 inbound/choose[1] -> when[2] 0\n"
                 "3 inbound/choose[1] -> otherwise 1\n"
                 "10 inbound/choose[2] -> when[1] 0\n"
                 "13 inbound/choose[2] -> otherwise 3\n"
                 "20 on-error -> on-error 0\n");
        QCOMPARE(document.ranPolicies(), 5U);
        QCOMPARE(document.takenBranches(), 3U);
        QCOMPARE(document.lines().at(11), 0U);
        QCOMPARE(document.lines().at(5), 2U);
        for (const auto method : {"POST", "DELETE"})
            rehearsal.run(std::string("{'name':'a','request':{'method':'") + method + "'},'expect':{'response':200}}");
        const auto all = drawing(document);
        QVERIFY2(all.contains("-> when[2] 1\n") && all.contains("choose[2] -> when[1] 1\n")
                     && all.contains("return-response[1] 1\n"),
                 qPrintable(all));
    }
    void countsRetriesAndOnError()
    {
        Rehearsal rehearsal;
        rehearsal.documents.scopes = {
            scoped(Scope::Api,
                   "<policies><inbound/><backend>\n"
                   "<retry condition=\"@(context.Response.StatusCode == 503)\" count=\"2\" interval=\"1\">\n"
                   "<forward-request fail-on-error-status-code=\"false\"/></retry></backend><outbound>\n"
                   "<set-variable name=\"v\" value=\"@(int.Parse(&quot;x&quot;))\"/></outbound>\n"
                   "<on-error><set-header name=\"E\"><value>1</value></set-header><set-status "
                   "code=\"418\"/></on-error></policies>")};
        rehearsal.expect("{'response':418}", "'backend':[503,503,200]");
        rehearsal.expect("{'response':418}", "'backend':[200]");
        QCOMPARE(drawing(*rehearsal.coverage.documents().front()),
                 "2 backend/retry[1] 2\n"
                 "3 backend/retry[1]/forward-request[1] 4\n"
                 "4 outbound/set-variable[1] 2\n"
                 "5 on-error/set-header[1] 2\n"
                 "5 on-error/set-status[1] 2\n"
                 "2 backend/retry[1] -> repeated 2\n"
                 "2 backend/retry[1] -> once 1\n"
                 "5 on-error -> on-error 2\n");
    }
    void countsWhereAPolicyStandsAndNotWhoIncludesIt()
    {
        Rehearsal rehearsal;
        const auto fragment = std::make_shared<const Document>(test::parsed(
            "<fragment><choose><when condition=\"@(context.Request.Method == &quot;PUT&quot;)\"><set-header "
            "name=\"A\"><value>1</value></set-header></when></choose></fragment>"));
        rehearsal.documents.fragments["f"] = fragment;
        rehearsal.documents.scopes = {
            scoped(
                Scope::Global,
                "<policies><inbound><include-fragment "
                "fragment-id=\"f\"/></inbound><backend><forward-request/></backend><outbound/><on-error/></policies>"),
            scoped(Scope::Api,
                   "<policies><inbound><base/><include-fragment "
                   "fragment-id=\"f\"/></inbound><backend/><outbound/><on-error/></policies>")};
        rehearsal.coverage.add(rehearsal.documents.scopes[0].document);
        rehearsal.coverage.add(rehearsal.documents.scopes[1].document);
        rehearsal.run("{'name':'a','request':{'method':'PUT'},'expect':{'response':200}}");
        const auto &documents = rehearsal.coverage.documents();
        QCOMPARE(documents.size(), 3U);
        QCOMPARE(drawing(*documents[0]), "1 inbound/include-fragment[1] 1\n1 backend/forward-request[1] 0\n");
        QCOMPARE(drawing(*documents[1]), "1 inbound/include-fragment[1] 1\n");
        QCOMPARE(drawing(*documents[2]),
                 "1 choose[1] 2\n1 choose[1]/when[1]/set-header[1] 2\n1 choose[1] -> when[1] 2\n1 choose[1] -> "
                 "otherwise 0\n");
    }
};

QTEST_GUILESS_MAIN(TestRehearsalCoverage)
#include "tst_rehearsal_coverage.moc"
