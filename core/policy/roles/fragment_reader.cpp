// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/roles/fragment.h"

#include "core/base/text.h"
#include "core/policy/document.h"
#include "core/policy/roles/code_scanner.h"
#include "core/policy/roles/rows.h"

#include <algorithm>

namespace gatehouse::policy::roles {

namespace {

constexpr std::string_view rolesName = "gatehouse-roles";
constexpr std::string_view grantsName = "gatehouse-grants";

Error unusable(std::string code, std::string reason = {})
{
    Error error{ErrorKind::Invalid, std::move(code), {}, {}};
    if (!reason.empty())
        error.args.push_back({"reason", std::move(reason)});
    return error;
}

} // namespace

//! Takes a fragment to pieces: rows that the table shows, and everything else as it stands.
class FragmentReader
{
public:
    explicit FragmentReader(RoleFragment &out) : m_out(out) { }

    Status read(std::string_view text)
    {
        if (text.size() > fragmentLimit)
            return tl::unexpected(unusable("roles.tooLarge"));
        const auto document = Document::parse(std::string(text));
        if (!document)
            return tl::unexpected(unusable("roles.notAFragment", document.error().empty() ? std::string() : document.error().front().code));
        const auto top = document->documentElement();
        if (top == noNode || document->name(top) != "fragment")
            return tl::unexpected(unusable("roles.notAFragment", "fragment"));
        std::size_t done = 0;
        bool sawRoles = false;
        bool sawGrants = false;
        for (const auto node : document->elements(top)) {
            const auto *name = document->attribute(node, "name");
            const auto *value = document->attribute(node, "value");
            if (document->name(node) != "set-variable" || !name || !value)
                continue;
            const bool ofRoles = name->value == rolesName && !sawRoles;
            const bool ofGrants = name->value == grantsName && !sawGrants;
            if (!ofRoles && !ofGrants)
                continue;
            (ofRoles ? sawRoles : sawGrants) = true;
            frame(text.substr(done, value->valueBegin - done));
            if (const auto status = code(text.substr(value->valueBegin, value->valueEnd - value->valueBegin), ofRoles); !status)
                return status;
            done = value->valueEnd;
        }
        frame(text.substr(done));
        if (!sawRoles || !sawGrants)
            return tl::unexpected(unusable("roles.noMapping"));
        return {};
    }

private:
    void frame(std::string_view text)
    {
        if (text.empty())
            return;
        if (!m_out.m_pieces.empty())
            if (auto *last = std::get_if<std::string>(&m_out.m_pieces.back())) {
                last->append(text);
                return;
            }
        m_out.m_pieces.emplace_back(std::string(text));
    }

    Status code(std::string_view text, bool ofRoles)
    {
        m_scanner = {};
        m_text = text;
        while (!m_text.empty()) {
            const auto line = codeLineAt(m_text);
            const bool plain = m_scanner.isPlain();
            advance(line);
            if (!plain || !special(line, ofRoles)) {
                frame(line.whole);
                continue;
            }
            if (const auto section = sectionIn(line, ofRoles)) {
                frame(line.whole);
                if (const auto status = rows(*section, line); !status)
                    return status;
            }
        }
        return {};
    }

    void advance(const CodeLine &line)
    {
        m_scanner.line(line.whole);
        m_text.remove_prefix(line.whole.size());
    }

    //! A line with something to edit in it; what is around that has gone to the frame.
    bool special(const CodeLine &line, bool ofRoles)
    {
        if (ofRoles) {
            if (auto names = readTokens(line.text); names && !m_sawTokens) {
                m_sawTokens = true;
                around(line, RoleFragment::Tokens{std::move(*names)});
                return true;
            }
        } else if (auto names = readEverything(line.text); names && !m_sawEverything) {
            m_sawEverything = true;
            around(line, RoleFragment::Everything{std::move(*names)});
            return true;
        }
        return sectionIn(line, ofRoles).has_value();
    }
    void around(const CodeLine &line, RoleFragment::Piece piece)
    {
        frame(line.indent);
        m_out.m_pieces.push_back(std::move(piece));
        frame(line.whole.substr(line.indent.size() + line.text.size()));
    }

    std::optional<RowSection> sectionIn(const CodeLine &line, bool ofRoles) const
    {
        for (const auto section : rowSections)
            if (isOfClaims(section) == ofRoles && line.text == "switch (" + std::string(subjectOf(section)) + ") {"
                && !m_out.rowsOf(section))
                return section;
        return std::nullopt;
    }

    Status rows(RowSection section, const CodeLine &head)
    {
        RoleFragment::Rows rows{section, std::string(head.indent) + "    ", head.lineEnd.empty() ? "\n" : std::string(head.lineEnd), {}};
        const int depth = m_scanner.depth();
        std::string opaque;
        const auto close = [&] {
            if (!opaque.empty())
                rows.rows.push_back({{}, {}, opaque, caseLabels(opaque)});
            opaque.clear();
        };
        while (!m_text.empty()) {
            const auto line = codeLineAt(m_text);
            const bool between = m_scanner.isPlain() && m_scanner.depth() == depth && (opaque.empty() || m_scanner.endsStatement());
            if (between && (line.text == "default: break;" || line.text.starts_with('}')))
                break;
            advance(line);
            if (m_scanner.depth() < depth || ++m_rows > maxRows)
                return tl::unexpected(unusable("roles.notAFragment", "rows"));
            auto row = between ? readRow(section, line.text) : std::nullopt;
            if (row && line.whole == rows.indent + std::string(line.text) + rows.lineEnd) {
                close();
                rows.rows.push_back({std::move(row->first), std::move(row->second), {}, {}});
            } else {
                if (between && !opaque.empty() && line.text.starts_with("case "))
                    close();
                opaque += line.whole;
            }
        }
        close();
        m_out.m_pieces.emplace_back(std::move(rows));
        return {};
    }

    RoleFragment &m_out;
    CodeScanner m_scanner;
    std::string_view m_text;
    std::size_t m_rows = 0;
    bool m_sawTokens = false;
    bool m_sawEverything = false;
};

Result<RoleFragment> RoleFragment::parse(std::string_view text)
{
    RoleFragment fragment;
    if (auto status = FragmentReader(fragment).read(text); !status)
        return tl::unexpected(std::move(status.error()));
    return fragment;
}

} // namespace gatehouse::policy::roles
