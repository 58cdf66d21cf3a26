// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/cell_cycles.h"

#include "core/expression/machine.h"

#include <unordered_map>

namespace gatehouse::expression {

namespace {

Callable *lambdaIn(const Cell &cell)
{
    auto *lambda = cell.value.as<Callable>();
    return lambda && !lambda->isImmortal() ? lambda : nullptr;
}

//! References to cells and their lambdas that come from elsewhere.
class Outside
{
public:
    explicit Outside(const std::vector<Ref<Cell>> &cells)
    {
        for (const auto &cell : cells)
            m_count[cell.get()] = cell->references() - 1; // ours
        for (const auto &cell : cells)
            if (auto *lambda = lambdaIn(*cell))
                --m_count.try_emplace(lambda, lambda->references()).first->second;
        for (const auto &[object, count] : m_count)
            if (const auto *lambda = dynamic_cast<const Callable *>(object))
                for (const auto &captured : lambda->captured())
                    if (const auto found = m_count.find(captured.get()); found != m_count.end())
                        --found->second;
        for (const auto &[object, count] : m_count)
            if (count > 0)
                m_reached.push_back(object);
        while (!m_reached.empty())
            follow();
    }
    bool reach(const Cell &cell) const { return m_count.at(&cell) > 0; }

private:
    void follow()
    {
        const auto *object = m_reached.back();
        m_reached.pop_back();
        if (const auto *lambda = dynamic_cast<const Callable *>(object)) {
            for (const auto &captured : lambda->captured())
                mark(captured.get());
        } else if (const auto *held = lambdaIn(static_cast<const Cell &>(*object))) {
            mark(held);
        }
    }
    void mark(const Object *object)
    {
        const auto found = m_count.find(object);
        if (found == m_count.end() || found->second > 0)
            return;
        found->second = 1;
        m_reached.push_back(object);
    }

    std::unordered_map<const Object *, std::int32_t> m_count;
    std::vector<const Object *> m_reached;
};

} // namespace

void breakCycles(const std::vector<Ref<Cell>> &cells)
{
    if (cells.empty())
        return;
    const Outside outside(cells);
    for (const auto &cell : cells)
        if (!outside.reach(*cell))
            cell->value = Value::null();
}

} // namespace gatehouse::expression
