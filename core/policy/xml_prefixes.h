// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/library/xml_node.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::policy {

//! The namespace declarations in scope while a tree is walked. Look-ups don't grow with the number of declarations.
class XmlPrefixes
{
public:
    XmlPrefixes() { declare(u"xml", std::u16string(expression::xmlSpace)); }

    //! Declarations of one element, for as long as it lives.
    class Scope
    {
    public:
        Scope(XmlPrefixes &prefixes, const expression::XmlElement &element) : m_prefixes(prefixes)
        {
            for (const auto *one : element.attributes())
                if (one->isDeclaration())
                    declare(one->name().space.empty() ? std::u16string() : one->name().local, one->content);
        }
        explicit Scope(XmlPrefixes &prefixes) : m_prefixes(prefixes) { }
        ~Scope()
        {
            while (m_count-- > 0)
                m_prefixes.forget();
        }
        Scope(const Scope &) = delete;
        Scope &operator=(const Scope &) = delete;
        void declare(std::u16string prefix, std::u16string space)
        {
            m_prefixes.declare(std::move(prefix), std::move(space));
            ++m_count;
        }

    private:
        XmlPrefixes &m_prefixes;
        std::size_t m_count = 0;
    };

    //! The nearest prefix that means `space` here; "" for the default namespace, and for one that is not declared.
    std::u16string prefixOf(const std::u16string &space, bool allowsDefault) const
    {
        const auto found = m_bySpace.find(space);
        if (found == m_bySpace.end())
            return {};
        for (auto prefix = found->second.rbegin(); prefix != found->second.rend(); ++prefix)
            if ((allowsDefault || !prefix->empty()) && m_byPrefix.at(*prefix).back() == space)
                return *prefix;
        return {};
    }
    //! What a prefix means here; "" is the default namespace.
    std::optional<std::u16string> spaceOf(std::u16string_view prefix) const
    {
        const auto found = m_byPrefix.find(prefix);
        return found == m_byPrefix.end() || found->second.empty() ? std::nullopt : std::optional(found->second.back());
    }

private:
    void declare(std::u16string prefix, std::u16string space)
    {
        m_byPrefix[prefix].push_back(space);
        m_bySpace[space].push_back(prefix);
        m_order.emplace_back(std::move(prefix), std::move(space));
    }
    void forget()
    {
        const auto &[prefix, space] = m_order.back();
        m_byPrefix[prefix].pop_back();
        m_bySpace[space].pop_back();
        m_order.pop_back();
    }

    std::map<std::u16string, std::vector<std::u16string>, std::less<>> m_byPrefix;
    std::map<std::u16string, std::vector<std::u16string>, std::less<>> m_bySpace;
    std::vector<std::pair<std::u16string, std::u16string>> m_order;
};

} // namespace gatehouse::policy
