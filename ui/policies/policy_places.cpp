// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policies/policy_places.h"

#include "core/policy/document.h"
#include "ui/policies/rule_path.h"

#include <algorithm>
#include <map>

namespace gatehouse::ui::policies {

namespace {

using policy::Document;
using policy::NodeId;

class Collector
{
public:
    explicit Collector(const Document &document) : m_document(document) { }

    std::vector<PolicyPlace> collect()
    {
        const auto root = m_document.documentElement();
        if (root == policy::noNode)
            return {};
        const auto name = std::string(m_document.name(root));
        if (name == "fragment") {
            below(root, {name}, {});
            return std::move(m_places);
        }
        for (const auto section : m_document.elements(root)) {
            const auto sectionName = std::string(m_document.name(section));
            below(section, {name, sectionName}, sectionName + "[1]/");
        }
        return std::move(m_places);
    }

private:
    //! What can be stood at in an element: policies, and the elements that hold some in turn (when, otherwise).
    void below(NodeId element, const std::vector<std::string> &names, const std::string &prefix)
    {
        std::map<std::string, int> counts;
        const bool hasPolicies = holdsPolicies(names);
        for (const auto child : m_document.elements(element)) {
            const auto name = std::string(m_document.name(child));
            const auto path = prefix + name + "[" + std::to_string(++counts[name]) + "]";
            auto inner = names;
            inner.push_back(name);
            if (!(hasPolicies || holdsPolicies(inner)))
                continue;
            add(child, path, name);
            below(child, inner, path + "/");
        }
    }

    void add(NodeId node, const std::string &path, const std::string &name)
    {
        const auto position = m_document.position(node);
        const auto source = m_document.source(node);
        const int lines = int(std::count(source.begin(), source.end(), '\n'));
        m_places.push_back({path, name, position.offset, position.offset + source.size(), position.line, position.line + lines});
    }

    const Document &m_document;
    std::vector<PolicyPlace> m_places;
};

} // namespace

std::vector<PolicyPlace> placesOf(std::string_view text)
{
    const auto document = Document::parse(std::string(text));
    return document ? Collector(*document).collect() : std::vector<PolicyPlace>();
}

const PolicyPlace *placeAtLine(const std::vector<PolicyPlace> &places, int line)
{
    const PolicyPlace *around = nullptr;
    for (const auto &place : places) {
        if (place.line == line)
            return &place;
        if (place.line < line && place.lastLine >= line)
            around = &place; // inner ones come later
    }
    return around;
}

const PolicyPlace *placeAtPath(const std::vector<PolicyPlace> &places, std::string_view path)
{
    const auto found = std::ranges::find(places, path, &PolicyPlace::path);
    return found == places.end() ? nullptr : &*found;
}

} // namespace gatehouse::ui::policies
