// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/diagnostic.h"
#include "core/base/json.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::policy::rehearsal {

//! A value and where it stands.
struct Place
{
    const json::value *value = nullptr;
    std::string pointer;

    Place at(std::string_view member, const json::value &child) const;
    Place at(std::size_t index, const json::value &child) const
    {
        return {&child, pointer + "/" + std::to_string(index)};
    }
};

//! Reads an object member by member and reports what is of a wrong type; at its end, every member that nobody asked
//! for.
class ObjectReader
{
public:
    //! `place` may be of any type: what is no object is a finding and has no members.
    ObjectReader(Place place, Diagnostics &findings);
    ~ObjectReader();
    ObjectReader(const ObjectReader &) = delete;
    ObjectReader &operator=(const ObjectReader &) = delete;

    const std::string &pointer() const { return m_place.pointer; }
    bool isObject() const { return m_object != nullptr; }
    //! The member, null included.
    std::optional<Place> find(std::string_view name);
    std::optional<std::string> text(std::string_view name);
    std::string text(std::string_view name, std::string_view fallback)
    {
        return text(name).value_or(std::string(fallback));
    }
    std::optional<std::uint64_t> number(std::string_view name, std::uint64_t maximum);
    bool flag(std::string_view name, bool fallback);
    //! "rehearsal.required" when it is not there.
    std::string required(std::string_view name);
    //! Items of an array, or the value itself when it is none.
    std::vector<Place> list(std::string_view name);

    void report(std::string pointer, std::string code, std::vector<Error::Arg> args = {});

private:
    Place m_place;
    Diagnostics &m_findings;
    const json::object *m_object = nullptr;
    std::vector<std::string_view> m_known;
};

//! Calls `use(name, place)` for each member of an object; what is no object is a finding.
template <typename Use> void forEachMember(const Place &place, Diagnostics &findings, Use use);

std::string_view typeOf(const json::value &value);
void reportAt(Diagnostics &findings, std::string pointer, std::string code, std::vector<Error::Arg> args = {});
void reportType(Diagnostics &findings, const Place &place, std::string_view expected);
//! A text, or a number or boolean as it is written.
std::optional<std::string> scalarText(const json::value &value);

template <typename Use> void forEachMember(const Place &place, Diagnostics &findings, Use use)
{
    const auto *object = place.value->if_object();
    if (!object) {
        reportType(findings, place, "object");
        return;
    }
    for (const auto &[name, child] : *object)
        use(std::string(name), place.at(name, child));
}

} // namespace gatehouse::policy::rehearsal
