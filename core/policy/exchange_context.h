// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/context.h"
#include "core/expression/library.h"
#include "core/policy/exchange.h"

namespace gatehouse::policy {

//! A value of the expression engine in a variable: what Variable itself has no form for (long, DateTime, JObject, lists ...). Counted by
//! one worker: it never leaves the exchange's.
struct ExpressionVariable final : VariableObject
{
    ExpressionVariable(expression::Value held, std::string itsText) : value(std::move(held)), asText(std::move(itsText)) { }
    std::string text() const override { return asText; }

    expression::Value value;
    std::string asText;
};

//! What `context.Deployment` says: one gateway's, outlives its exchanges.
struct DeploymentInfo
{
    std::string region, serviceId, serviceName, gatewayId = "managed", gatewayInstanceId = "managed";
    bool isManaged = true;
};

expression::Value toValue(const Variable &variable);
//! `machine` writes the text of objects.
Variable toVariable(expression::Machine &machine, const expression::Value &value);

//! `context` of a running exchange. Lives as long as one evaluation and refers to its arguments; bodies have been buffered before.
class ExchangeContext final : public expression::Context
{
public:
    using Text = expression::Text;
    static constexpr std::size_t maxTraces = 100;
    static constexpr std::size_t maxTraceMessage = 32U << 10;

    ExchangeContext(Exchange &exchange, const Clock &clock, Random &random, const DeploymentInfo &deployment);

    const Clock &clock() const override { return m_clock; }
    Random &random() override { return m_random; }
    Text requestId() const override { return m_exchange.requestId; }
    UtcTime timestamp() const override { return m_exchange.timestamp; }
    //! Bounded: a loop may call it for ever.
    void trace(std::string_view message) override
    {
        if (m_traces.size() < maxTraces)
            m_traces.emplace_back(message.substr(0, maxTraceMessage));
    }
    std::vector<std::string> takeTraces() { return std::move(m_traces); }

    std::optional<expression::ApiPart> api() const override;
    std::vector<std::string_view> apiProtocols() const override;
    std::optional<expression::BackendPart> backend() const override;
    std::vector<std::string> certificateIds() const override;
    std::optional<expression::Value> certificate(std::string_view id) override;
    bool trustsCertificate(std::string_view der) const override;
    std::optional<expression::DeploymentPart> deployment() const override;
    std::optional<expression::ErrorPart> lastError() const override;
    std::optional<expression::OperationPart> operation() const override;
    std::optional<expression::ProductPart> product() const override;
    std::vector<expression::NamedPart> productGroups() const override;
    std::optional<expression::SubscriptionPart> subscription() const override;
    std::optional<expression::UserPart> user() const override;
    std::vector<expression::NamedPart> userGroups() const override;
    std::vector<expression::NamedPart> userIdentities() const override;

    Text method() const override { return m_exchange.request.method; }
    std::string url() const override;
    std::string originalUrl() const override { return m_exchange.originalUrl.text(); }
    Text ipAddress() const override { return m_exchange.clientAddress; }
    const expression::Fields &requestHeaders() const override { return m_requestHeaders; }
    const expression::Fields &matchedParameters() const override { return m_parameters; }
    expression::BodySource &requestBody() override { return m_requestBody; }
    expression::Value clientCertificate() override;
    expression::ResponseSource *response() override { return m_exchange.hasResponse ? &m_response : nullptr; }

    std::optional<expression::Value> variable(std::string_view name) override;
    std::vector<std::string> variableNames() const override;

private:
    //! Header fields of a message.
    class HeaderFields final : public expression::Fields
    {
    public:
        explicit HeaderFields(const http::Headers &headers) : m_headers(headers) { }
        std::vector<std::string_view> names() const override;
        std::optional<std::vector<std::string_view>> values(std::string_view name) const override;

    private:
        const http::Headers &m_headers;
    };
    class ParameterFields final : public expression::Fields
    {
    public:
        explicit ParameterFields(const http::UrlTemplate::Values &values) : m_values(values) { }
        std::vector<std::string_view> names() const override;
        std::optional<std::vector<std::string_view>> values(std::string_view name) const override;

    private:
        const http::UrlTemplate::Values &m_values;
    };
    class MessageBody final : public expression::BodySource
    {
    public:
        explicit MessageBody(Body &body) : m_body(body) { }
        bool exists() const override { return m_used || !m_body.isEmpty(); }
        Text read(bool preserve) override;

    private:
        Body &m_body;
        std::string m_taken; //!< what the last read without preserving used up
        bool m_used = false;
    };
    //! The exchange's response, or one in a variable, which it keeps alive.
    class MessageResponse final : public expression::ResponseSource
    {
    public:
        explicit MessageResponse(ResponseMessage &message, std::shared_ptr<ResponseMessage> owner = {})
            : m_owner(std::move(owner)), m_message(message), m_headers(message.headers), m_body(message.body)
        {
        }
        int statusCode() const override { return m_message.status; }
        Text statusReason() const override { return m_message.reason; }
        const expression::Fields &headers() const override { return m_headers; }
        expression::BodySource &body() override { return m_body; }
        //! The one in a variable, or a copy of the exchange's.
        std::shared_ptr<ResponseMessage> shared() const { return m_owner ? m_owner : std::make_shared<ResponseMessage>(m_message); }

    private:
        std::shared_ptr<ResponseMessage> m_owner;
        ResponseMessage &m_message;
        HeaderFields m_headers;
        MessageBody m_body;
    };
    friend expression::Value toValue(const Variable &variable);
    friend Variable toVariable(expression::Machine &machine, const expression::Value &value);

    Exchange &m_exchange;
    const Clock &m_clock;
    Random &m_random;
    const DeploymentInfo &m_deployment;
    HeaderFields m_requestHeaders;
    ParameterFields m_parameters;
    MessageBody m_requestBody;
    MessageResponse m_response;
    std::vector<std::string> m_traces;
};

} // namespace gatehouse::policy
