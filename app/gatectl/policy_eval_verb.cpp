// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/exit_code.h"
#include "app/gatectl/verb.h"
#include "core/base/json.h"
#include "core/base/text.h"
#include "core/expression/answer.h"
#include "core/expression/context_json.h"

#include <ostream>

namespace gatehouse::gatectl {

namespace {

class PolicyEvalVerb final : public Verb
{
public:
    CLI::App *addTo(CLI::App &root) override
    {
        auto *group = groupOf(root, "policy", "Work with policy documents");
        auto *command = group->add_subcommand("eval", "Evaluate policy expressions as the gateway does");
        command->add_option("--context", m_contextFile, "JSON file with the context that the cases start from")->required();
        command->add_option("--cases", m_casesFile, "One JSON object a line: id, expression, context (a merge patch); - for standard input")
            ->required();
        command->footer("\nOne line a case on standard output: {\"id\",\"type\",\"value\"}, {\"id\",\"throws\"} or {\"id\",\"error\"}.\n\n"
                        "Example:\n  gatectl policy eval --context context.json --cases cases.jsonl");
        return command;
    }

    int run(const Context &context) override
    {
        const auto defaults = readObject(context, m_contextFile);
        const auto cases = readInput(context.console, m_casesFile);
        if (!cases)
            context.console.err << "gatectl: " << m_casesFile << " can't be read" << std::endl;
        if (!defaults || !cases)
            return ExitUsage;
        const expression::Library library;
        bool good = true;
        for (const auto line : split(*cases, '\n')) {
            if (trim(line).empty())
                continue;
            const auto parsed = parseJson(line);
            const auto *object = parsed ? parsed->if_object() : nullptr;
            if (!object) {
                context.console.err << "gatectl: a line of " << m_casesFile << " is no JSON object" << std::endl;
                good = false;
                continue;
            }
            context.console.out << toJson(answerTo(*object, *defaults, library)) << '\n';
        }
        return good ? ExitOk : ExitFailed;
    }

private:
    static std::optional<json::object> readObject(const Context &context, const std::string &file)
    {
        const auto text = readInput(context.console, file);
        auto parsed = text ? parseJson(*text) : Result<json::value>(json::value());
        if (text && parsed && parsed->is_object())
            return std::move(parsed->get_object());
        context.console.err << "gatectl: " << file << (text ? " is no JSON object" : " can't be read") << std::endl;
        return std::nullopt;
    }

    static json::object answerTo(const json::object &item, const json::object &defaults, const expression::Library &library)
    {
        const auto *patch = member(item, "context");
        const json::object none;
        expression::JsonContext context(defaults, patch && patch->is_object() ? patch->get_object() : none, library);
        json::object answer{{"id", stringMember(item, "id")}};
        for (auto &entry : expression::evaluate(stringMember(item, "expression"), library, context))
            answer[entry.key()] = std::move(entry.value());
        return answer;
    }

    std::string m_contextFile;
    std::string m_casesFile;
};

} // namespace

std::unique_ptr<Verb> makePolicyEvalVerb()
{
    return std::make_unique<PolicyEvalVerb>();
}

} // namespace gatehouse::gatectl
