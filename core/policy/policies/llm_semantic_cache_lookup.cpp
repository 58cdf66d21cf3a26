// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later

// llm-semantic-cache-lookup and azure-openai-semantic-cache-lookup. The prompt's embedding comes from embeddings-backend-id; a kept
// response whose prompt is no farther than score-threshold (cosine distance: lower is nearer, as Azure has it) is the answer. Where Azure's
// page is silent, or a choice was needed:
// - Responses are kept in this gateway's memory, bounded and volatile, whatever cache-id says: Azure wants Redis with vector search.
// - API, revision, operation, path, model and vary-by make the partition. A request for a stream is passed by: its answer has another form.
// - The embeddings' URL is the backend's, with "/embeddings" when it does not end so; a deployment of Azure OpenAI gets an api-version,
//   others are asked for the model that Microsoft's tutorial deploys.
// - system-assigned sends a token of the managed identity when a source of tokens is configured, else nothing beside the backend's own
//   credentials; "header" sends the caller's Authorization and api-key on.
// - An embeddings backend that fails fails the request: a cache that never answers would not be noticed.
#include "core/base/text.h"
#include "core/http/url.h"
#include "core/policy/access_token.h"
#include "core/policy/backend_call.h"
#include "core/policy/llm_exchange.h"
#include "core/policy/policies/llm_semantic_cache.h"
#include "core/policy/policies/policies.h"
#include "core/policy/steps.h"

#include <charconv>

namespace gatehouse::policy {

namespace {

constexpr const char *failureReason = "EmbeddingsFailure";

struct Settings
{
    double threshold = 0;
    ValueSource backend, ignoresSystem, mostMessages;
    bool hasMostMessages = false;
    bool passesHeaders = false; //!< embeddings-backend-auth="header"
    std::vector<ValueSource> varyBy;
    std::uint32_t prompt = 0; //!< value
    std::uint32_t token = 0; //!< slot
    std::shared_ptr<const std::optional<std::uint32_t>> afterStore;
};

//! Parts can't run into each other.
void addPart(std::string &key, std::string_view part)
{
    key += std::to_string(part.size());
    key += ':';
    key += part;
}

std::optional<Embedding> embeddingIn(const json::object &answer)
{
    const auto *data = member(answer, "data");
    if (!data || !data->is_array() || data->get_array().empty() || !data->get_array()[0].is_object())
        return std::nullopt;
    const auto *written = member(data->get_array()[0].get_object(), "embedding");
    if (!written || !written->is_array())
        return std::nullopt;
    std::vector<float> numbers;
    numbers.reserve(written->get_array().size());
    for (const auto &number : written->get_array()) {
        if (!number.is_number())
            return std::nullopt;
        numbers.push_back(number.to_number<float>());
    }
    return unitEmbedding(std::move(numbers));
}

//! The backend's URL may be that of the embeddings itself.
void completeUrl(OutgoingRequest &request)
{
    constexpr std::string_view end = "/embeddings";
    const auto query = std::min(request.url.find('?'), request.url.size());
    auto path = request.url.substr(0, query);
    const auto rest = request.url.substr(query);
    if (std::string_view(path).substr(0, path.size() - end.size()).ends_with(end))
        path.resize(path.size() - end.size());
    const bool deployment = path.find("/openai/deployments/") != std::string::npos;
    request.url = path + rest;
    if (deployment && rest.find("api-version=") == std::string::npos)
        request.url += std::string(rest.empty() ? "?" : "&") + "api-version=2024-02-01";
    else if (auto body = parseJson(request.body); !deployment && body && body->is_object()) {
        body->get_object()["model"] = "text-embedding-ada-002";
        request.body = toJson(*body);
    }
}

class SemanticLookupStep final : public Step
{
public:
    explicit SemanticLookupStep(Settings settings) : m_settings(std::move(settings)) { }
    StepResult run(Run &run) const override
    {
        run.setValue(m_settings.prompt, Variable());
        const auto ignoresSystem = m_settings.ignoresSystem.boolean(run);
        const auto most = m_settings.hasMostMessages ? m_settings.mostMessages.integer(run) : std::optional<long long>(0);
        if (!ignoresSystem || !most)
            return StepResult::fail(expressionFailure("ignore-system-messages or max-message-count is of a wrong type."));
        auto request = promptOf(run.exchange(), LlmPromptType::Auto);
        if (!request || request->streams || !run.services().semanticCache())
            return StepResult::next();
        if (*ignoresSystem)
            std::erase_if(request->messages, [](const auto &message) { return message.isSystem(); });
        if (m_settings.hasMostMessages && static_cast<long long>(request->messages.size()) > *most)
            return StepResult::next();
        std::string text;
        for (const auto &message : request->messages)
            text += (text.empty() ? "" : "\n") + (message.role.empty() ? "" : message.role + ": ") + message.text;
        return text.empty() ? StepResult::next() : embed(run, std::move(text), partitionOf(run, request->model));
    }

private:
    StepResult embed(Run &run, std::string text, std::string partition) const
    {
        BackendQuestion question;
        question.backend = m_settings.backend.text(run);
        question.path = "/embeddings";
        question.body = {{"input", std::move(text)}};
        question.finish = completeUrl;
        if (m_settings.passesHeaders) {
            for (const auto *name : {"Authorization", "api-key"})
                if (const auto value = run.exchange().request.headers.get(name))
                    question.headers.set(name, *value);
        } else {
            auto outcome = accessToken(run, m_settings.token, {"managed-identity", "https://cognitiveservices.azure.com", {}});
            if (outcome.waiting)
                return std::move(*outcome.waiting);
            if (outcome.error && outcome.error->reason != "TokenSourceNotConfigured")
                return StepResult::fail(std::move(*outcome.error));
            if (outcome.token)
                question.headers.set("Authorization", "Bearer " + std::string(outcome.token->token.reveal()));
        }
        return ask(run, std::move(question), failureReason, [this, &run, partition = std::move(partition)](const json::object &answer) {
            return found(run, answer, partition);
        });
    }

    StepResult found(Run &run, const json::object &answer, const std::string &partition) const
    {
        auto embedding = embeddingIn(answer);
        if (!embedding) {
            LastError error;
            error.reason = failureReason;
            error.message = "The embeddings backend's answer holds no embedding.";
            return StepResult::fail(std::move(error));
        }
        const auto hit = run.services().semanticCache()->find(partition, *embedding, m_settings.threshold);
        if (!hit.response) {
            auto prompt = std::make_shared<SemanticPrompt>();
            prompt->partition = partition;
            prompt->embedding = std::move(*embedding);
            run.setValue(m_settings.prompt, Variable(std::shared_ptr<VariableObject>(std::move(prompt))));
            return StepResult::next();
        }
        auto &exchange = run.exchange();
        exchange.response.status = hit.response->status;
        exchange.response.reason = hit.response->reason;
        exchange.response.headers = hit.response->headers;
        exchange.response.body.set(hit.response->body);
        exchange.hasResponse = true;
        return *m_settings.afterStore ? StepResult::toOutbound(**m_settings.afterStore) : StepResult::respond();
    }

    std::string partitionOf(const Run &run, std::string_view model) const
    {
        const auto &exchange = run.exchange();
        std::string key;
        addPart(key, exchange.matched.api ? exchange.matched.api->id + ";rev=" + exchange.matched.api->revision : std::string());
        addPart(key, exchange.matched.operation ? exchange.matched.operation->id : std::string());
        addPart(key, exchange.request.url.path);
        addPart(key, model);
        for (const auto &part : m_settings.varyBy)
            addPart(key, part.text(run));
        return key;
    }
    Settings m_settings;
};

} // namespace

void compileLlmSemanticCacheLookup(Compiler &compiler, NodeId node)
{
    Settings settings;
    const auto threshold = compiler.literal(node, "score-threshold");
    const auto text = trim(threshold);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), settings.threshold);
    if (error != std::errc() || end != text.data() + text.size() || settings.threshold < 0 || settings.threshold > 1) {
        compiler.badValue(node, "score-threshold");
        return;
    }
    settings.backend = compiler.attribute(node, "embeddings-backend-id");
    settings.passesHeaders = compiler.literal(node, "embeddings-backend-auth", "system-assigned") == "header";
    settings.ignoresSystem = compiler.attribute(node, "ignore-system-messages", "false");
    settings.hasMostMessages = compiler.has(node, "max-message-count");
    settings.mostMessages = compiler.attribute(node, "max-message-count", "0");
    for (const auto child : compiler.document().elements(node))
        if (compiler.document().name(child) == "vary-by")
            settings.varyBy.push_back(compiler.text(child));
    settings.prompt = semanticPromptValue(compiler);
    settings.token = compiler.newSlot();
    settings.afterStore = compiler.afterCacheStore();
    bufferPrompt(compiler);
    compiler.emit(std::make_unique<SemanticLookupStep>(std::move(settings)));
}

} // namespace gatehouse::policy
