// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later

// All text of the request (in outbound: of the model's answer) goes to the Content Safety service behind backend-id: text:shieldPrompt,
// then text:analyze with the categories and blocklists named. Azure answers 403 when it is blocked, and 500 when the service fails or
// refuses the text for its length. A request that is no prompt (no JSON of a known form) has nothing to check only when it has no body.
#include "core/base/text.h"
#include "core/policy/backend_call.h"
#include "core/policy/llm_exchange.h"
#include "core/policy/policies/policies.h"
#include "core/policy/steps.h"

namespace gatehouse::policy {

namespace {

constexpr const char *apiVersion = "api-version=2024-09-01";
constexpr const char *failureReason = "ContentSafetyFailure";

struct Category
{
    ValueSource name, threshold;
};

struct Settings
{
    ValueSource backend, shield, outputType;
    std::vector<Category> categories;
    std::vector<ValueSource> blocklists;
};

//! With everything evaluated.
struct Check
{
    std::string backend, text, outputType;
    std::vector<std::pair<std::string, long long>> categories;
    std::vector<std::string> blocklists;
    bool shields = false;
};

StepResult blocked()
{
    LastError error;
    error.reason = "ContentSafetyCheckFailed";
    error.message = "Request failed content safety check.";
    error.wireMessage = error.message;
    error.status = 403;
    return StepResult::fail(std::move(error));
}

StepResult unreadable(std::string message)
{
    LastError error;
    error.reason = failureReason;
    error.message = std::move(message);
    return StepResult::fail(std::move(error));
}

bool isAttack(const json::value *analysis)
{
    return analysis && analysis->is_object() && boolMember(analysis->get_object(), "attackDetected", false);
}

bool exceeds(const json::object &answer, const Check &check)
{
    const auto *matches = member(answer, "blocklistsMatch");
    if (matches && matches->is_array() && !matches->get_array().empty())
        return true;
    const auto *analyses = member(answer, "categoriesAnalysis");
    if (!analyses || !analyses->is_array())
        return false;
    for (const auto &analysis : analyses->get_array()) {
        if (!analysis.is_object())
            continue;
        const auto severity = intMember(analysis.get_object(), "severity").value_or(0);
        for (const auto &[name, threshold] : check.categories)
            if (stringMember(analysis.get_object(), "category") == name && severity >= threshold)
                return true;
    }
    return false;
}

StepResult analyze(Run &run, Check check)
{
    if (check.categories.empty() && check.blocklists.empty())
        return StepResult::next();
    json::array categories;
    for (const auto &[name, threshold] : check.categories)
        categories.emplace_back(name);
    json::array blocklists;
    for (const auto &name : check.blocklists)
        blocklists.emplace_back(name);
    BackendQuestion question{check.backend, "/contentsafety/text:analyze", apiVersion, {}, {{"text", check.text}}};
    if (!categories.empty())
        question.body["categories"] = std::move(categories);
    if (!blocklists.empty())
        question.body["blocklistNames"] = std::move(blocklists);
    question.body["haltOnBlocklistHit"] = false;
    question.body["outputType"] = check.outputType;
    return ask(run, std::move(question), failureReason, [check = std::move(check)](const json::object &answer) {
        return exceeds(answer, check) ? blocked() : StepResult::next();
    });
}

StepResult shield(Run &run, Check check)
{
    if (!check.shields)
        return analyze(run, std::move(check));
    BackendQuestion question{check.backend, "/contentsafety/text:shieldPrompt", apiVersion, {},
                             {{"userPrompt", check.text}, {"documents", json::array()}}};
    return ask(run, std::move(question), failureReason, [&run, check = std::move(check)](const json::object &answer) {
        return isAttack(member(answer, "userPromptAnalysis")) ? blocked() : analyze(run, check);
    });
}

class ContentSafetyStep final : public Step
{
public:
    explicit ContentSafetyStep(Settings settings) : m_settings(std::move(settings)) { }
    StepResult run(Run &run) const override
    {
        auto check = checkOf(run);
        if (!check)
            return StepResult::fail(expressionFailure("An attribute of llm-content-safety has a value of a wrong type."));
        const auto &exchange = run.exchange();
        if (run.section() == Section::Outbound) {
            if (!hasModelAnswer(exchange))
                return StepResult::next();
            const auto &response = exchange.response;
            check->shields = false; // attacks come with prompts
            if (response.headers.has("Content-Encoding") && !equalsIgnoreCase(response.headers.joined("Content-Encoding"), "identity"))
                return unreadable("The response is compressed and can't be checked.");
            if (const auto *bytes = response.body.bytes())
                check->text = llmResponseText(*bytes, isEventStream(response.headers.get("Content-Type").value_or("")));
        } else if (!exchange.request.body.isEmpty()) {
            const auto prompt = promptOf(exchange, LlmPromptType::Auto);
            if (!prompt)
                return unreadable("The request holds no prompt of a known form.");
            check->text = prompt->text();
        }
        return check->text.empty() ? StepResult::next() : shield(run, std::move(*check));
    }

private:
    std::optional<Check> checkOf(const Run &run) const
    {
        Check check;
        check.backend = m_settings.backend.text(run);
        check.outputType = m_settings.outputType.text(run);
        const auto shields = m_settings.shield.boolean(run);
        if (!shields)
            return std::nullopt;
        check.shields = *shields;
        for (const auto &category : m_settings.categories) {
            const auto threshold = category.threshold.integer(run);
            if (!threshold || *threshold < 0 || *threshold > 7)
                return std::nullopt;
            check.categories.emplace_back(category.name.text(run), *threshold);
        }
        for (const auto &blocklist : m_settings.blocklists)
            check.blocklists.push_back(blocklist.text(run));
        return check;
    }
    Settings m_settings;
};

} // namespace

void compileLlmContentSafety(Compiler &compiler, NodeId node)
{
    Settings settings;
    settings.backend = compiler.attribute(node, "backend-id");
    settings.shield = compiler.attribute(node, "shield-prompt", "false");
    settings.outputType = ValueSource(Variable(std::string("FourSeverityLevels")));
    for (const auto child : compiler.document().elements(node)) {
        const auto name = compiler.document().name(child);
        if (name == "categories") {
            settings.outputType = compiler.attribute(child, "output-type", "FourSeverityLevels");
            for (const auto category : compiler.document().elements(child)) {
                auto categoryName = compiler.attribute(category, "name");
                settings.categories.push_back({std::move(categoryName), compiler.attribute(category, "threshold")});
            }
        } else if (name == "blocklists") {
            for (const auto id : compiler.document().elements(child))
                settings.blocklists.push_back(compiler.text(id));
        }
    }
    compiler.buffer(compiler.section() != Section::Outbound, compiler.section() == Section::Outbound);
    compiler.emit(std::make_unique<ContentSafetyStep>(std::move(settings)));
}

} // namespace gatehouse::policy
