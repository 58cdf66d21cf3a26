// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/connection_flags.h"
#include "app/gatectl/exit_code.h"
#include "app/gatectl/policy_test/reports.h"
#include "app/gatectl/verb.h"

#include <fstream>
#include <ostream>

namespace gatehouse::gatectl {

namespace {

constexpr auto footer = R"x(
Runs the cases of *.test.yaml, *.test.yml and *.test.json files without a gateway, network or waiting. Exit code 0 when
all pass, 1 when one fails, 2 when a file can't be used.

A test file (paths are relative to it):

  documents:                        # each applies to the cases with its api.id, operation.id and product.id
    - {scope: global, file: ../global.policy.xml}
    - {scope: api, api: orders, file: ../orders.policy.xml}
  fragments: {no-store: ../no-store.fragment.xml}   # instead of both, "folder: ../artifacts" as APIOps extracts it
  defaults:                         # every case starts from this
    api: {id: orders, path: orders, serviceUrl: "https://orders.internal"}
    namedValues: {key: {value: not-the-real-one, secret: true}}
  cases:
    - name: passes the order on
      request: {method: GET, url: "/orders/42?debug=1", headers: {X-Trace: "1"}}
      backend: {status: 200, json: {id: 42}}                # or a list: each answers once, the last goes on
      expect:
        response: {status: 200, headers: {Cache-Control: no-store, Server: null}, json: {id: 42}}
        backend: {url: "https://orders.internal/42"}          # null: no call
    - name: tells the caller to wait
      subscription: {id: acme}
      request: {url: /orders/42}
      counters: [{policy: "rate-limit[1]", calls: 900}]
      expect: {response: {status: 429, headers: {Retry-After: {matches: "^\\d+$"}}}, error: RateLimitExceeded}

A case may give: name, request (method, url, headers, body or json, clientAddress, parameters), api, operation, product,
subscription, variables, namedValues, backends, now, seed, counters, quotas, concurrency, cache, error (as if the
gateway had refused the request), backend (what forward-request gets) and answers (what send-request gets): method, url
("*" stands for anything), times, delay in ms, fails (timeout, unavailable), status, reason, headers, body or json.
It may expect: response, variables, backend, sent (send-request), error (source, reason, message ...), traces, metrics,
holds (C# conditions such as "@(context.Response.StatusCode == 200)"). A text is compared whole, or by {equals,
contains, matches, json, jsonContains, absent}; null means not there.

Examples:
  gatectl policy test tests/ --junit results.xml --coverage=coverage.json
  gatectl policy test tests/orders.test.yaml --filter "rate limit")x";

class PolicyTestVerb final : public Verb
{
public:
    CLI::App *addTo(CLI::App &root) override
    {
        auto *group = groupOf(root, "policy", "Work with policy documents");
        auto *command = group->add_subcommand("test", "Run a folder of policy unit tests");
        command
            ->add_option("FOLDER", m_folder, "Where test files are looked for, in folders below too; or one test file")
            ->required();
        command->add_option("--filter", m_filter, "Only cases with this text in \"file: name\"");
        command->add_option("--junit", m_junit, "Write the results there in JUnit's XML");
        m_coverageOption =
            command->add_option("--coverage", m_coverage, "Show what never ran, or write it to FILE as JSON")
                ->expected(0, 1)
                ->type_name("[FILE]");
        command->footer(footer);
        addOutput(*command, m_output);
        return command;
    }

    int run(const Context &context) override
    {
        auto &out = context.console.out;
        const auto files = policytest::TestRun::find(m_folder);
        if (!files)
            return unusable(context, m_folder + " can't be read");
        if (files->size() > policytest::TestRun::maxFiles)
            return unusable(
                context, m_folder + " has more than " + std::to_string(policytest::TestRun::maxFiles) + " test files");
        policytest::TestRun tests;
        const bool table = m_output != Output::Json;
        tests.run(
            *files, m_filter,
            [&](const auto &result) {
                if (table)
                    policytest::printCase(result, out);
            },
            context.console.stop);
        if (context.console.stop.stop_requested())
            return ExitCancelled;
        if (table) {
            for (const auto &file : tests.broken())
                policytest::printBroken(file, out);
            policytest::printSummary(tests, out);
            if (m_coverageOption->count() > 0 && m_coverage.empty())
                policytest::printCoverage(tests, out);
        } else {
            out << toPrettyJson(policytest::resultsJson(tests)) << '\n';
        }
        if (!m_junit.empty() && !write(m_junit, policytest::junitXml(tests)))
            return unusable(context, m_junit + " can't be written");
        if (!m_coverage.empty() && !write(m_coverage, toPrettyJson(policytest::coverageJson(tests)) + "\n"))
            return unusable(context, m_coverage + " can't be written");
        if (tests.cases().empty() && tests.broken().empty())
            return unusable(context,
                            m_folder
                                + (m_filter.empty() ? " has no *.test.yaml, *.test.yml or *.test.json with cases"
                                                    : " has no case that the filter leaves"));
        if (tests.count(policytest::Verdict::Invalid) + tests.broken().size() > 0)
            return ExitUsage;
        return tests.count(policytest::Verdict::Failed) > 0 ? ExitFailed : ExitOk;
    }

private:
    static int unusable(const Context &context, const std::string &text)
    {
        context.console.err << "gatectl: " << text << std::endl;
        return ExitUsage;
    }
    static bool write(const std::string &path, const std::string &text)
    {
        std::ofstream file(path, std::ios::binary | std::ios::trunc);
        file << text;
        file.close();
        return !file.fail();
    }

    std::string m_folder;
    std::string m_filter;
    std::string m_junit;
    std::string m_coverage;
    CLI::Option *m_coverageOption = nullptr;
    Output m_output = Output::Table;
};

} // namespace

std::unique_ptr<Verb> makePolicyTestVerb()
{
    return std::make_unique<PolicyTestVerb>();
}

} // namespace gatehouse::gatectl
