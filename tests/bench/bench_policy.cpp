// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What policies and expressions alone cost, in nanoseconds of processor time on one core: ten typical expressions, a pipeline of ten
// policies, and the compilation of every document under a folder.
// bench_policy [FOLDER OF POLICY DOCUMENTS]

#include "core/policy/compile.h"
#include "core/policy/expressions.h"
#include "tests/core/policy/fake_services.h"

#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <sstream>

using namespace gatehouse;
using namespace gatehouse::policy;

namespace {

double cpuSeconds()
{
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

Exchange exchange()
{
    Exchange made;
    made.request.method = "POST";
    made.request.url = *http::Url::parse("http://api.test/shop/orders/42?q=1");
    made.originalUrl = made.request.url;
    for (const auto &[name, value] : {std::pair{"Host", "api.test"}, {"Accept", "application/json"}, {"X-Tenant", "contoso"},
             {"Authorization", "Basic dXNlcjpwYXNz"}, {"Ocp-Apim-Subscription-Key", "0123456789abcdef0123456789abcdef"}})
        made.request.headers.add(name, value);
    made.request.body.set(R"({"id":7,"name":"Widget","tags":["a","b"],"price":12.5,"nested":{"k":"v"}})");
    made.requestId = "6f9619ff-8b86-d011-b42d-00c04fc964ff";
    made.clientAddress = "203.0.113.7";
    made.backendBaseUrl = "http://backend.test";
    made.backendPath = "/orders/42";
    auto subscription = std::make_shared<SubscriptionInfo>();
    subscription->id = "partner";
    made.matched.subscription = subscription;
    made.matched.parameters = {{"id", "42"}};
    made.variables["count"] = std::int64_t{3};
    return made;
}

template<typename Work>
double nanoseconds(Work work)
{
    std::size_t times = 0;
    const auto begin = cpuSeconds();
    double spent = 0;
    do {
        for (int i = 0; i < 200; ++i)
            work();
        times += 200;
        spent = cpuSeconds() - begin;
    } while (spent < 0.4);
    return spent / static_cast<double>(times) * 1e9;
}

constexpr const char *expressions[]{
    "@(\"constant\")",
    "@(context.Request.Headers.GetValueOrDefault(\"X-Tenant\", \"none\"))",
    "@(context.Subscription.Id)",
    "@(context.Request.Method == \"POST\" && context.Request.Url.Path.StartsWith(\"/shop\"))",
    "@((int)context.Variables[\"count\"] + 1)",
    "@($\"{context.Request.OriginalUrl.Host}/{context.RequestId}\")",
    "@(context.Request.Headers.GetValueOrDefault(\"Accept\", \"\").Split(',').Select(x => x.Trim()).Any(x => x == \"application/json\"))",
    "@(context.Request.Body.As<JObject>(preserveContent: true)[\"nested\"][\"k\"].ToString())",
    "@(Convert.ToBase64String(Encoding.UTF8.GetBytes(\"user:\" + context.RequestId)))",
    "@{ var sum = 0; for (var i = 0; i < 10; i++) { sum += i; } return sum.ToString(); }",
};

constexpr const char *pipeline =
    "<policies><inbound><rate-limit-by-key calls=\"1000000000\" renewal-period=\"60\" counter-key=\"@(context.Subscription.Id)\"/>"
    "<check-header name=\"X-Tenant\" failed-check-httpcode=\"400\" failed-check-error-message=\"no\" ignore-case=\"true\"><value>contoso</value></check-header>"
    "<set-variable name=\"tenant\" value='@(context.Request.Headers.GetValueOrDefault(\"X-Tenant\", \"\"))'/>"
    "<choose><when condition='@((string)context.Variables[\"tenant\"] == \"contoso\")'>"
    "<set-header name=\"X-Partner\"><value>yes</value></set-header></when></choose>"
    "<set-header name=\"X-Request\"><value>@(context.RequestId.ToString())</value></set-header>"
    "<set-header name=\"Ocp-Apim-Subscription-Key\" exists-action=\"delete\"/>"
    "<set-query-parameter name=\"v\"><value>2</value></set-query-parameter><rewrite-uri template=\"/v2/orders/{id}\"/>"
    "<set-backend-service base-url=\"http://backend.test/api\"/></inbound><backend/><outbound>"
    "<set-header name=\"X-Gateway\"><value>bench</value></set-header></outbound><on-error/></policies>";

void compileFolder(const Expressions &engine, const std::filesystem::path &folder)
{
    std::size_t files = 0, bytes = 0;
    Bindings bindings;
    bindings.expressions = &engine;
    const auto begin = cpuSeconds();
    for (const auto &entry : std::filesystem::directory_iterator(folder)) {
        std::stringstream text;
        text << std::ifstream(entry.path()).rdbuf();
        const auto document = Document::parse(text.str());
        if (!document)
            continue;
        compile({{Scope::Api, "apis/a/policies/policy", std::make_shared<const Document>(*document)}}, bindings);
        ++files;
        bytes += text.str().size();
    }
    const auto spent = cpuSeconds() - begin;
    std::printf("compile %zu documents (%zu KiB): %.1f ms, %.2f ms a document\n", files, bytes / 1024, spent * 1e3,
                spent * 1e3 / static_cast<double>(std::max<std::size_t>(files, 1)));
}

} // namespace

int main(int argc, char **argv)
{
    auto begin = cpuSeconds();
    const Expressions engine;
    std::printf("library of .NET types: %.1f ms\n", (cpuSeconds() - begin) * 1e3);
    test::FakeServices services;
    auto call = exchange();
    for (const auto *text : expressions) {
        const auto compiled = engine.compile(text, {});
        if (!compiled) {
            std::fprintf(stderr, "%s: %s\n", text, std::string(compiled.error()[0].arg("message")).c_str());
            return 1;
        }
        if ((*compiled)->constant()) {
            std::printf("%8.0f ns  %s\n", 0.0, text);
            continue;
        }
        const auto spent = nanoseconds([&] {
            const auto evaluation = (*compiled)->begin({call, services, Section::Inbound});
            while (!evaluation->resume()) { }
            if (!evaluation->take())
                std::exit(1);
        });
        std::printf("%8.0f ns  %s\n", spent, text);
    }
    Bindings bindings;
    bindings.expressions = &engine;
    const auto program = compile({{Scope::Api, "apis/a/policies/policy", std::make_shared<const Document>(*Document::parse(pipeline))}}, bindings);
    if (hasErrors(program.diagnostics))
        return 1;
    const auto perRun = nanoseconds([&] {
        auto one = call;
        Run run(program.program, one, services, [] { });
        run.start();
        services.all.clear(); // what ended the run
        if (one.lastError)
            std::exit(1);
    });
    const auto copies = nanoseconds([&] { auto one = call; });
    std::printf("%8.0f ns  a request through ten policies with four expressions (%.1f million policies/s)\n", perRun - copies,
                10 / (perRun - copies) * 1e3);
    if (argc > 1)
        compileFolder(engine, argv[1]);
    return 0;
}
