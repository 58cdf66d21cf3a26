// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/resource/diff.h"
#include "core/resource/kinds.h"

namespace gatehouse::resource {

//! Walks two trees of properties side by side; arrays meet as the kind's rules say.
class PropertyComparison
{
public:
    PropertyComparison(const Kind &kind, const PolicyComparison &samePolicy)
        : m_kind(kind),
          m_samePolicy(samePolicy) { }

    //! A value and the same with digests for secrets; null pointers: not there.
    struct Side
    {
        const json::value *value = nullptr;
        const json::value *shown = nullptr;
    };
    struct Root
    {
        const json::object *properties;
        const json::object *shown;
    };
    std::vector<PropertyDifference> compare(Root a, Root b);

private:
    //! Where the walk is: `schema` as rules write it ("responses[].headers"), `display` as a person reads it.
    struct Place
    {
        std::string schema;
        std::string display;
    };

    void compareValues(const Place &place, Side a, Side b);
    void compareObjects(const Place &place, Root a, Root b);
    void compareArrays(const Place &place, Side a, Side b);
    bool compareKeyed(const Place &place, std::string_view key, Side a, Side b);
    void compareOrdered(const Place &place, Side a, Side b);
    bool isSame(const Place &place, const json::value &a, const json::value &b) const;
    void emit(const Place &place, Side a, Side b);
    std::uint32_t flagsAt(std::string_view schema) const;

    const Kind &m_kind;
    const PolicyComparison &m_samePolicy;
    std::vector<PropertyDifference> m_differences;
};

} // namespace gatehouse::resource
