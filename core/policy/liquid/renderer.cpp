// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/liquid/renderer.h"

#include "core/expression/raise.h"
#include "core/policy/liquid/filters.h"

#include <algorithm>
#include <deque>

namespace gatehouse::policy::liquid {

namespace {

//! Ends the rendering; it never leaves this file.
struct RenderLimit
{
    std::string message;
};

enum class Flow { Next, Break, Continue };

class Renderer
{
public:
    Renderer(const Globals &globals, UtcTime now, const RenderLimits &limits) : m_globals(globals), m_limits(limits)
    {
        m_filters.now = now;
        m_filters.maxText = limits.output;
        m_filters.charge = [this](std::size_t work) { charge(work); };
        m_scopes.emplace_back();
    }

    std::string run(const Nodes &nodes)
    {
        std::string out;
        render(nodes, out);
        return out;
    }

private:
    using Variables = std::map<std::string, Value, std::less<>>;

    //! A scope for as long as it lives.
    class Scope
    {
    public:
        explicit Scope(Renderer &renderer) : m_renderer(renderer) { renderer.m_scopes.emplace_back(); }
        ~Scope() { m_renderer.m_scopes.pop_back(); }
        Scope(const Scope &) = delete;
        Scope &operator=(const Scope &) = delete;

    private:
        Renderer &m_renderer;
    };

    struct LoopState
    {
        const std::string *name;
        std::size_t length;
        std::size_t index = 0;
    };
    //! A for loop as `forloop` shows it, which is made when it is asked for.
    class Loop
    {
    public:
        Loop(Renderer &renderer, const std::string &name, std::size_t length) : m_renderer(renderer) { renderer.m_loops.push_back({&name, length}); }
        ~Loop() { m_renderer.m_loops.pop_back(); }
        Loop(const Loop &) = delete;
        Loop &operator=(const Loop &) = delete;

    private:
        Renderer &m_renderer;
    };

    void charge(std::size_t work)
    {
        m_steps += work;
        if (m_steps > m_limits.steps)
            throw RenderLimit{"The template does more than " + std::to_string(m_limits.steps) + " steps."};
    }
    void write(std::string &out, std::string_view text)
    {
        m_written += text.size();
        if (m_written > m_limits.output)
            throw RenderLimit{"The template writes more than " + std::to_string(m_limits.output) + " bytes."};
        out += text;
    }

    Flow render(const Nodes &nodes, std::string &out)
    {
        for (const auto &node : nodes) {
            charge(1);
            Flow flow = Flow::Next;
            try {
                flow = render(*node, out);
            } catch (const RenderError &error) {
                write(out, std::string("Liquid error: ") + error.what());
            } catch (const expression::Raise &) {
                write(out, "Liquid error: Input string was not in a correct format.");
            }
            if (flow != Flow::Next)
                return flow;
        }
        return Flow::Next;
    }

    Flow render(const Node &node, std::string &out)
    {
        switch (node.kind) {
        case NodeKind::Text: write(out, node.text); break;
        case NodeKind::Output: write(out, outputOf(evaluate(node.output))); break;
        case NodeKind::Assign: m_scopes.front()[node.text] = evaluate(node.output); break;
        case NodeKind::Capture: return capture(node);
        case NodeKind::If: return renderIf(node, out);
        case NodeKind::Case: return renderCase(node, out);
        case NodeKind::For:
        case NodeKind::JsonArray: return renderFor(node, out);
        case NodeKind::TableRow: return renderTable(node, out);
        case NodeKind::Cycle: renderCycle(node, out); break;
        case NodeKind::Increment: write(out, std::to_string(m_counters[node.text]++)); break;
        case NodeKind::Decrement: write(out, std::to_string(--m_counters[node.text])); break;
        case NodeKind::IfChanged: return renderIfChanged(node, out);
        case NodeKind::Break: return Flow::Break;
        case NodeKind::Continue: return Flow::Continue;
        }
        return Flow::Next;
    }

    Flow capture(const Node &node)
    {
        std::string text;
        const auto flow = render(*node.branches.front().body, text);
        m_scopes.front()[node.text] = Value(std::move(text));
        return flow;
    }

    Flow renderIf(const Node &node, std::string &out)
    {
        for (const auto &branch : node.branches) {
            if (branch.condition && holds(*branch.condition) == branch.negated)
                continue;
            const Scope scope(*this);
            return render(*branch.body, out);
        }
        return Flow::Next;
    }

    //! Every `when` that matches, else the `else`.
    Flow renderCase(const Node &node, std::string &out)
    {
        const Scope scope(*this);
        bool matched = false;
        for (const auto &branch : node.branches) {
            if (branch.condition ? !holds(*branch.condition) : matched)
                continue;
            matched = matched || branch.condition;
            if (const auto flow = render(*branch.body, out); flow != Flow::Next)
                return flow;
        }
        return Flow::Next;
    }

    std::size_t countOf(const Operand &operand)
    {
        const auto number = integerOf(resolve(operand));
        if (!number)
            throw RenderError("Input string was not in a correct format.");
        return static_cast<std::size_t>(std::max<std::int64_t>(*number, 0));
    }

    std::optional<Array> segment(const Node &node)
    {
        auto items = itemsOf(resolve(node.output.operand));
        if (!items)
            return std::nullopt;
        charge(items->size() / 16);
        const auto from = std::min(node.continues ? m_reached[node.loopName] : node.offset ? countOf(*node.offset) : 0, items->size());
        items->erase(items->begin(), items->begin() + static_cast<std::ptrdiff_t>(from));
        if (node.limit)
            items->resize(std::min(items->size(), countOf(*node.limit)));
        m_reached[node.loopName] = from + items->size();
        if (node.isReversed)
            std::reverse(items->begin(), items->end());
        return items;
    }

    Flow renderFor(const Node &node, std::string &out)
    {
        const auto items = segment(node);
        const Scope scope(*this);
        if (!items || items->empty())
            return node.branches.size() > 1 ? render(*node.branches[1].body, out) : Flow::Next;
        const Loop loop(*this, node.loopName, items->size());
        auto &item = m_scopes.back()[node.text];
        for (std::size_t i = 0; i < items->size(); ++i) {
            charge(1);
            item = (*items)[i];
            m_loops.back().index = i;
            if (render(*node.branches.front().body, out) == Flow::Break)
                break;
            if (node.kind == NodeKind::JsonArray && i + 1 < items->size())
                write(out, ",");
        }
        return Flow::Next;
    }

    static std::shared_ptr<Hash> loopHash(std::size_t index, std::size_t length)
    {
        auto hash = std::make_shared<Hash>();
        hash->add("length", Value(static_cast<std::int64_t>(length)));
        hash->add("index", Value(static_cast<std::int64_t>(index + 1)));
        hash->add("index0", Value(static_cast<std::int64_t>(index)));
        hash->add("rindex", Value(static_cast<std::int64_t>(length - index)));
        hash->add("rindex0", Value(static_cast<std::int64_t>(length - index - 1)));
        hash->add("first", Value(index == 0));
        hash->add("last", Value(index + 1 == length));
        return hash;
    }
    static Value forLoop(const LoopState &loop)
    {
        auto hash = loopHash(loop.index, loop.length);
        hash->add("name", Value(*loop.name));
        return Value(HashPointer(std::move(hash)));
    }

    Flow renderTable(const Node &node, std::string &out)
    {
        const auto items = segment(node);
        if (!items)
            return Flow::Next;
        const auto columns = node.columns ? countOf(*node.columns) : items->size();
        std::size_t row = 1;
        std::size_t column = 0;
        write(out, "<tr class=\"row1\">\r\n");
        const Scope scope(*this);
        for (std::size_t i = 0; i < items->size(); ++i) {
            charge(1);
            auto state = loopHash(i, items->size());
            state->add("col", Value(static_cast<std::int64_t>(column + 1)));
            state->add("col0", Value(static_cast<std::int64_t>(column)));
            state->add("col_first", Value(column == 0));
            state->add("col_last", Value(column + 1 == columns));
            m_scopes.back()[node.text] = (*items)[i];
            m_scopes.back()["tablerowloop"] = Value(HashPointer(std::move(state)));
            write(out, "<td class=\"col" + std::to_string(++column) + "\">");
            const auto flow = render(*node.branches.front().body, out);
            write(out, "</td>");
            if (flow == Flow::Break)
                break;
            if (column == columns && i + 1 < items->size()) {
                column = 0;
                write(out, "</tr>\r\n<tr class=\"row" + std::to_string(++row) + "\">");
            }
        }
        write(out, "</tr>\r\n");
        return Flow::Next;
    }

    void renderCycle(const Node &node, std::string &out)
    {
        auto &next = m_cycles[node.loopName];
        const auto &value = node.values[next % node.values.size()];
        next = (next + 1) % node.values.size();
        write(out, textOf(resolve(value)));
    }

    Flow renderIfChanged(const Node &node, std::string &out)
    {
        std::string text;
        const auto flow = render(*node.branches.front().body, text);
        if (m_lastChanged != text) {
            out += text; // counted when it was written
            m_lastChanged = std::move(text);
        }
        return flow;
    }

    // Values.

    Value evaluate(const Output &output)
    {
        auto value = resolve(output.operand);
        for (const auto &filter : output.filters) {
            charge(1);
            const auto function = findFilter(filter.name);
            if (!function)
                continue; // DotLiquid 2.0 gives the input on
            std::vector<Value> arguments;
            for (const auto &argument : filter.arguments)
                arguments.push_back(resolve(argument));
            value = function(m_filters, value, arguments);
            if (const auto *text = value.as<std::string>(); text && text->size() > m_limits.output)
                throw RenderLimit{"The template makes a text of more than " + std::to_string(m_limits.output) + " bytes."};
        }
        return value;
    }

    bool holds(const Condition &condition)
    {
        for (const auto *at = &condition;; at = at->next.get()) {
            charge(1);
            const bool result = holdsAlone(*at);
            if (at->relation == Condition::None || (at->relation == Condition::Or && result) || (at->relation == Condition::And && !result))
                return result;
        }
    }

    bool holdsAlone(const Condition &condition)
    {
        const auto left = resolve(condition.left);
        const auto &op = condition.comparison;
        if (op.empty())
            return left.isTrue();
        const auto right = resolve(condition.right);
        if (op == "==")
            return equals(left, right);
        if (op == "!=" || op == "<>")
            return !equals(left, right);
        const bool areSet = !left.isNil() && !right.isNil();
        if (op == "<")
            return areSet && compare(left, right) < 0;
        if (op == ">")
            return areSet && compare(left, right) > 0;
        if (op == "<=")
            return areSet && compare(left, right) <= 0;
        if (op == ">=")
            return areSet && compare(left, right) >= 0;
        return holdsWord(op, left, right);
    }

    static bool holdsWord(const std::string &op, const Value &left, const Value &right)
    {
        const auto *text = left.as<std::string>();
        if (op == "contains" || op == "Contains") {
            if (text)
                return !right.isNil() && text->find(textOf(right)) != std::string::npos;
            const auto items = itemsOf(left);
            return items && std::any_of(items->begin(), items->end(), [&](const Value &item) { return equals(item, right); });
        }
        const bool starts = op == "startsWith" || op == "StartsWith" || op == "startswith" || op == "starts_with";
        if (starts || op == "endsWith" || op == "EndsWith" || op == "endswith" || op == "ends_with") {
            if (const auto *array = left.array())
                return !array->empty() && equals(starts ? array->front() : array->back(), right);
            const auto part = textOf(right);
            return text && right.as<std::string>() && (starts ? text->starts_with(part) : text->ends_with(part));
        }
        const auto *hash = left.hash();
        if (op == "hasKey" || op == "HasKey" || op == "haskey" || op == "has_key")
            return hash && hash->find(textOf(right));
        if (op == "hasValue" || op == "HasValue" || op == "hasvalue" || op == "has_value")
            return hash && std::any_of(hash->members.begin(), hash->members.end(), [&](const auto &member) { return equals(member.second, right); });
        throw RenderError("Unknown operator " + op);
    }

    Value resolve(const Operand &operand)
    {
        if (operand.from)
            return rangeOf(operand);
        if (operand.path.empty())
            return operand.literal;
        const auto &first = operand.path.front();
        auto value = variable(first.index ? textOf(resolve(*first.index)) : first.name);
        for (std::size_t i = 1; i < operand.path.size() && !value.isNil(); ++i) {
            charge(1);
            const auto &part = operand.path[i];
            value = part.index ? elementOf(value, resolve(*part.index)) : partOf(value, part.name);
        }
        return value;
    }

    Value rangeOf(const Operand &operand)
    {
        const auto from = integerOf(resolve(*operand.from));
        const auto to = integerOf(resolve(*operand.to));
        if (!from || !to)
            throw RenderError("Input string was not in a correct format.");
        Array items;
        if (*to >= *from) {
            const auto count = static_cast<std::uint64_t>(*to) - static_cast<std::uint64_t>(*from);
            charge(count < m_limits.steps ? static_cast<std::size_t>(count) / 4 + 1 : m_limits.steps + 1);
            for (auto number = *from; number <= *to; ++number)
                items.emplace_back(number);
        }
        return Value::of(std::move(items));
    }

    Value variable(const std::string &name)
    {
        if (name == "forloop" && !m_loops.empty())
            return forLoop(m_loops.back());
        for (auto scope = m_scopes.rbegin(); scope != m_scopes.rend(); ++scope)
            if (const auto found = scope->find(name); found != scope->end())
                return found->second;
        if (const auto counter = m_counters.find(name); counter != m_counters.end())
            return Value(counter->second);
        const auto [global, isNew] = m_known.try_emplace(name);
        if (isNew)
            global->second = m_globals(name);
        return global->second;
    }

    static Value elementOf(const Value &value, const Value &key)
    {
        if (const auto *array = value.array(); array && isNumber(key)) {
            const auto index = integerOf(key).value_or(0);
            const auto at = index < 0 ? static_cast<std::int64_t>(array->size()) + index : index;
            return at >= 0 && at < static_cast<std::int64_t>(array->size()) ? (*array)[static_cast<std::size_t>(at)] : Value();
        }
        return memberOf(value, textOf(key));
    }

    static Value partOf(const Value &value, const std::string &name)
    {
        auto member = memberOf(value, name);
        const bool isSize = name == "size" || name == "Size";
        const bool isFirst = name == "first" || name == "First";
        if (!member.isNil() || !(isSize || isFirst || name == "last" || name == "Last"))
            return member;
        const auto items = itemsOf(value);
        if (!items)
            return {};
        if (isSize)
            return Value(static_cast<std::int64_t>(items->size()));
        return items->empty() ? Value() : isFirst ? items->front() : items->back();
    }

    const Globals &m_globals;
    const RenderLimits &m_limits;
    FilterContext m_filters;
    std::deque<Variables> m_scopes; //!< the first has what assign and capture set
    std::vector<LoopState> m_loops;
    Variables m_known; //!< globals that were asked for
    std::map<std::string, std::int64_t> m_counters;
    std::map<std::string, std::size_t> m_cycles;
    std::map<std::string, std::size_t> m_reached;
    std::string m_lastChanged;
    std::size_t m_steps = 0;
    std::size_t m_written = 0;
};

} // namespace

tl::expected<std::string, std::string> render(const Template &parsed, const Globals &globals, UtcTime now, const RenderLimits &limits)
{
    try {
        return Renderer(globals, now, limits).run(parsed.nodes());
    } catch (const RenderLimit &limit) {
        return tl::unexpected(limit.message);
    }
}

} // namespace gatehouse::policy::liquid
