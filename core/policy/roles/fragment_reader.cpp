// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/roles/fragment.h"

#include "core/base/text.h"
#include "core/policy/document.h"
#include "core/policy/roles/rows.h"

#include <algorithm>

namespace gatehouse::policy::roles {

namespace {

constexpr std::string_view rolesName = "gatehouse-roles";
constexpr std::string_view grantsName = "gatehouse-grants";

//! Follows C# line by line: how deep in braces it is, and whether a line begins within a string or comment.
class CodeScanner
{
public:
    int depth() const { return m_depth; }
    bool isPlain() const { return m_state == State::Plain; }
    //! Whether the last line that was no comment ended a statement.
    bool endsStatement() const { return m_endsStatement; }

    void line(std::string_view text)
    {
        std::string code;
        for (std::size_t i = 0; i < text.size(); ++i)
            i += step(text, i, code);
        if (m_state == State::Text || m_state == State::Character)
            m_state = State::Plain; // those end with their line
        const auto trimmed = trim(code);
        if (trimmed.empty())
            return;
        // A brace that opens counts too: what is within stands deeper.
        m_endsStatement = m_state == State::Plain && (trimmed.ends_with('{') || trimmed.ends_with("break;") || trimmed.ends_with("continue;") || trimmed.ends_with('}')
                                                      || (trimmed.ends_with(';') && (trimmed.find("return") != std::string_view::npos
                                                                                     || trimmed.find("throw") != std::string_view::npos)));
    }

private:
    enum class State { Plain, Text, Verbatim, Character, Comment };

    //! How many characters more than one it has taken.
    std::size_t step(std::string_view text, std::size_t i, std::string &code)
    {
        const char c = text[i];
        const char next = i + 1 < text.size() ? text[i + 1] : '\0';
        switch (m_state) {
        case State::Plain:
            return plain(text, i, next, code);
        case State::Text:
        case State::Character:
            if (c == '\\')
                return 1;
            if (c == (m_state == State::Text ? '"' : '\''))
                m_state = State::Plain;
            return 0;
        case State::Verbatim:
            if (c == '"' && next == '"')
                return 1;
            if (c == '"')
                m_state = State::Plain;
            return 0;
        case State::Comment:
            if (c == '*' && next == '/') {
                m_state = State::Plain;
                return 1;
            }
            return 0;
        }
        return 0;
    }
    std::size_t plain(std::string_view text, std::size_t i, char next, std::string &code)
    {
        const char c = text[i];
        if (c == '/' && next == '/')
            return text.size() - i;
        if (c == '/' && next == '*') {
            m_state = State::Comment;
            return 1;
        }
        if (c == '"')
            m_state = i > 0 && (text[i - 1] == '@' || (text[i - 1] == '$' && i > 1 && text[i - 2] == '@')) ? State::Verbatim : State::Text;
        else if (c == '\'')
            m_state = State::Character;
        m_depth += c == '{' ? 1 : c == '}' ? -1 : 0;
        code += c;
        return 0;
    }

    State m_state = State::Plain;
    int m_depth = 0;
    bool m_endsStatement = true;
};

struct Line
{
    std::string_view whole; //!< with its line end
    std::string_view text; //!< trimmed
    std::string_view indent, lineEnd;
};

Line lineAt(std::string_view text)
{
    Line line;
    const auto end = text.find('\n');
    line.whole = text.substr(0, end == std::string_view::npos ? text.size() : end + 1);
    line.text = trim(line.whole);
    line.indent = line.whole.substr(0, std::min(line.whole.find_first_not_of(" \t"), line.whole.size()));
    line.lineEnd = line.whole.ends_with("\r\n") ? "\r\n" : line.whole.ends_with('\n') ? "\n" : "";
    return line;
}

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
            const auto line = lineAt(m_text);
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

    void advance(const Line &line)
    {
        m_scanner.line(line.whole);
        m_text.remove_prefix(line.whole.size());
    }

    //! A line with something to edit in it; what is around that has gone to the frame.
    bool special(const Line &line, bool ofRoles)
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
    void around(const Line &line, RoleFragment::Piece piece)
    {
        frame(line.indent);
        m_out.m_pieces.push_back(std::move(piece));
        frame(line.whole.substr(line.indent.size() + line.text.size()));
    }

    std::optional<RowSection> sectionIn(const Line &line, bool ofRoles) const
    {
        for (const auto section : rowSections)
            if (isOfClaims(section) == ofRoles && line.text == "switch (" + std::string(subjectOf(section)) + ") {"
                && !m_out.rowsOf(section))
                return section;
        return std::nullopt;
    }

    Status rows(RowSection section, const Line &head)
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
            const auto line = lineAt(m_text);
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
