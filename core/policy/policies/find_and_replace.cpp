// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/message_edits.h"
#include "core/policy/message_part.h"
#include "core/policy/policies/policies.h"
#include "core/policy/steps.h"

namespace gatehouse::policy {

namespace {

class FindAndReplaceStep final : public Step
{
public:
    FindAndReplaceStep(ValueSource from, ValueSource to, bool response)
        : m_from(std::move(from)), m_to(std::move(to)), m_response(response)
    {
    }
    StepResult run(Run &run) const override
    {
        const auto from = m_from.text(run);
        if (from.empty())
            return StepResult::fail(policyFailure("String cannot be of zero length.\r\nParameter name: oldValue"));
        const auto part = messagePart(run.exchange(), m_response);
        const auto *text = part.body.bytes();
        if (!text || text->find(from) == std::string::npos)
            return StepResult::next(); // the bytes and what describes them stay
        const auto to = m_to.text(run);
        std::string out;
        std::size_t at = 0;
        for (auto found = text->find(from); found != std::string::npos; found = text->find(from, at)) {
            if (out.size() + (found - at) + to.size() > maxWrittenBody)
                return StepResult::fail(bodyTooLarge());
            out.append(*text, at, found - at);
            out += to;
            at = found + from.size();
        }
        out.append(*text, at);
        setBody(part.body, part.headers, std::move(out));
        return StepResult::next();
    }

private:
    ValueSource m_from;
    ValueSource m_to;
    bool m_response;
};

} // namespace

void compileFindAndReplace(Compiler &compiler, NodeId node)
{
    auto from = compiler.attribute(node, "from");
    auto to = compiler.attribute(node, "to");
    const bool response = worksOnResponse(compiler.section());
    compiler.emit(bufferStep(!response, response));
    compiler.emit(std::make_unique<FindAndReplaceStep>(std::move(from), std::move(to), response));
}

} // namespace gatehouse::policy
