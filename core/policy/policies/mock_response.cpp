// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/http/message.h"
#include "core/policy/compiler.h"
#include "core/policy/mock_sample.h"
#include "core/policy/policies/policies.h"

#include <algorithm>

namespace gatehouse::policy {

namespace {

const MockSchemas &schemasOf(const Exchange &exchange)
{
    static const MockSchemas none;
    return exchange.matched.api ? exchange.matched.api->schemas : none;
}

class MockResponseStep final : public Step
{
public:
    MockResponseStep(int status, std::string contentType, std::size_t index)
        : m_status(status), m_contentType(std::move(contentType)), m_index(index)
    {
    }
    StepResult run(Run &run) const override
    {
        auto &exchange = run.exchange();
        exchange.response = {};
        exchange.response.status = m_status;
        exchange.response.reason = http::reasonPhrase(m_status);
        const auto sample = exchange.matched.operation
            ? mockSample(exchange.matched.operation->definition, schemasOf(exchange),
                         m_status, m_contentType, m_index)
            : MockSample{};
        const auto &type = sample.contentType.empty() ? m_contentType : sample.contentType;
        if (!type.empty())
            exchange.response.headers.set("Content-Type", type);
        if (!sample.body.empty())
            exchange.response.body.set(sample.body);
        return StepResult::respond();
    }

private:
    int m_status;
    std::string m_contentType;
    std::size_t m_index;
};

} // namespace

void compileMockResponse(Compiler &compiler, NodeId node)
{
    if (!compiler.flag(node, "enabled", true))
        return;
    const auto status = compiler.number(node, "status-code", 200);
    if (status < 100 || status > 999)
        compiler.badValue(node, "status-code");
    const auto index = std::max(0LL, compiler.number(node, "index", 0));
    auto type = compiler.literal(node, "content-type");
    compiler.emit(std::make_unique<MockResponseStep>(static_cast<int>(status), std::move(type), static_cast<std::size_t>(index)));
}

} // namespace gatehouse::policy
