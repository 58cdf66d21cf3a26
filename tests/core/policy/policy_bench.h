// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/compile.h"
#include "tests/core/policy/fake_services.h"

#include <QTest>

namespace gatehouse::test {

inline policy::Document parsed(const std::string &text)
{
    auto document = policy::Document::parse(text);
    if (!document)
        qFatal("%s: %s", text.c_str(), document.error().front().code.c_str());
    return std::move(*document);
}

inline policy::ScopedDocument scoped(policy::Scope scope, const std::string &text)
{
    const char *ids[] = {"policies/policy", "workspaces/w/policies/policy", "products/p/policies/policy", "apis/orders/policies/policy",
                         "apis/orders/operations/get/policies/policy"};
    return {scope, ids[static_cast<int>(scope)], std::make_shared<const policy::Document>(parsed(text))};
}

//! One request through documents, with everything that a test looks at afterwards.
struct Call
{
    policy::Bindings bindings;
    policy::Compiled compiled; //!< outlives the exchange: variables may hold constants of it
    policy::Exchange exchange;
    FakeServices services;
    std::unique_ptr<policy::Run> run;
    int done = 0;

    Call()
    {
        exchange.request.method = "GET";
        exchange.requestId = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
        exchange.backendBaseUrl = "http://backend.test";
        exchange.backendPath = "/42";
        auto api = std::make_shared<policy::ApiInfo>();
        api->id = "orders";
        api->name = "Orders";
        exchange.matched.api = api;
        auto operation = std::make_shared<policy::OperationInfo>();
        operation->id = "get";
        operation->name = "Get order";
        operation->method = "GET";
        operation->urlTemplate = "/{id}";
        exchange.matched.operation = operation;
        exchange.matched.parameters = {{"id", "42"}};
    }
    void subscribe(const std::string &id)
    {
        auto subscription = std::make_shared<policy::SubscriptionInfo>();
        subscription->id = id;
        exchange.matched.subscription = subscription;
    }
    void prepare(const std::vector<policy::ScopedDocument> &documents)
    {
        compiled = policy::compile(documents, bindings);
        run = std::make_unique<policy::Run>(compiled.program, exchange, services, [this] { ++done; });
    }
    //! Compiles one document of the API's scope and runs it to its end.
    void through(const std::string &text) { through({scoped(policy::Scope::Api, text)}); }
    void through(const std::vector<policy::ScopedDocument> &documents)
    {
        prepare(documents);
        run->start();
        services.finishAll();
    }
    void inbound(const std::string &policies, const std::string &outbound = {})
    {
        through("<policies><inbound>" + policies + "</inbound><backend><forward-request/></backend><outbound>" + outbound
                + "</outbound><on-error/></policies>");
    }
    std::string body() const
    {
        const auto *bytes = exchange.response.body.bytes();
        return bytes ? *bytes : std::string();
    }
    std::string header(std::string_view name) const { return std::string(exchange.response.headers.get(name).value_or("-")); }
    std::string sent(std::string_view name) const { return std::string(exchange.request.headers.get(name).value_or("-")); }
    std::string reason() const { return exchange.lastError ? exchange.lastError->reason : std::string("none"); }
};

} // namespace gatehouse::test

//! QCOMPARE for UTF-8 texts that shows both.
#define COMPARE_TEXT(actual, expected) QCOMPARE(QString::fromStdString(std::string(actual)), QString::fromStdString(std::string(expected)))
