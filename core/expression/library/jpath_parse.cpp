// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/jpath_parse.h"

#include "core/expression/raise.h"
#include "core/expression/text16.h"

#include <cstdlib>

namespace gatehouse::expression {

namespace {

constexpr std::size_t maximalNesting = 32;

[[noreturn]] void fail(std::string_view message)
{
    raise(Raised::Json, message);
}

[[noreturn]] void failAt(std::string_view message, char16_t unit)
{
    raise(Raised::Json, std::string(message) + toUtf8(std::u16string(1, unit)));
}

class PathParser
{
public:
    explicit PathParser(std::u16string_view text) : m_text(text) { }
    JPath parse();

private:
    bool atEnd() const { return m_at >= m_text.size(); }
    char16_t peek() const { return m_text[m_at]; }
    void skipSpace()
    {
        while (!atEnd() && peek() == u' ')
            ++m_at;
    }
    void require(std::string_view message) const
    {
        if (atEnd())
            fail(message);
    }
    bool match(std::u16string_view word)
    {
        if (m_text.substr(m_at, word.size()) != word)
            return false;
        m_at += word.size();
        return true;
    }

    bool path(JPath &steps, std::size_t start, bool inQuery);
    void addMember(JPath &steps, std::u16string_view member, bool isScan) const;
    JPathStep indexer(bool isScan);
    JPathStep arrayIndexer(char16_t close);
    JPathStep quotedFields(char16_t close, bool isScan);
    JPathStep query(char16_t close, bool isScan);
    std::int32_t index(std::size_t start, std::size_t end) const;
    std::shared_ptr<JPathQuery> expression();
    JPathSide side();
    bool readValue(Value &value);
    bool readNumber(Value &value);
    JPathQuery::Operator comparison();
    std::u16string quotedText();
    std::u16string regexText();

    std::u16string_view m_text;
    std::size_t m_at = 0;
    std::size_t m_nesting = 0;
};

JPath PathParser::parse()
{
    JPath steps;
    std::size_t start = m_at;
    skipSpace();
    if (atEnd())
        return steps;
    if (peek() == u'$') {
        if (m_text.size() == 1)
            return steps;
        const char16_t after = m_at + 1 < m_text.size() ? m_text[m_at + 1] : u'\0';
        if (after == u'.' || after == u'[')
            start = ++m_at;
    }
    if (!path(steps, start, false)) {
        const auto last = m_at;
        skipSpace();
        if (!atEnd())
            failAt("Unexpected character while parsing path: ", m_text[last]);
    }
    return steps;
}

void PathParser::addMember(JPath &steps, std::u16string_view member, bool isScan) const
{
    JPathStep step;
    step.isScan = isScan;
    if (member != u"*")
        step.name = std::u16string(member);
    steps.push_back(std::move(step));
}

bool PathParser::path(JPath &steps, std::size_t start, bool inQuery)
{
    bool isScan = false;
    bool followsIndexer = false;
    bool followsDot = false;
    bool ended = false;
    while (!atEnd() && !ended) {
        const char16_t unit = peek();
        switch (unit) {
        case u'[':
        case u'(':
            if (m_at > start) {
                addMember(steps, m_text.substr(start, m_at - start), isScan);
                isScan = false;
            }
            steps.push_back(indexer(isScan));
            isScan = false;
            start = ++m_at;
            followsIndexer = true;
            followsDot = false;
            break;
        case u']':
        case u')':
        case u' ':
            ended = true;
            break;
        case u'.':
            if (m_at > start) {
                addMember(steps, m_text.substr(start, m_at - start), isScan);
                isScan = false;
            }
            if (m_at + 1 < m_text.size() && m_text[m_at + 1] == u'.') {
                isScan = true;
                ++m_at;
            }
            start = ++m_at;
            followsIndexer = false;
            followsDot = true;
            break;
        default:
            if (inQuery && std::u16string_view(u"=<!>|&").find(unit) != std::u16string_view::npos) {
                ended = true;
            } else {
                if (followsIndexer)
                    failAt("Unexpected character following indexer: ", unit);
                ++m_at;
            }
        }
    }
    if (m_at > start) {
        auto member = m_text.substr(start, m_at - start);
        while (!member.empty() && isWhiteSpace(member.back()))
            member.remove_suffix(1);
        addMember(steps, member, isScan);
    } else if (followsDot && (atEnd() || inQuery)) {
        fail("Unexpected end while parsing path.");
    }
    return atEnd();
}

JPathStep PathParser::indexer(bool isScan)
{
    const char16_t close = peek() == u'[' ? u']' : u')';
    ++m_at;
    require("Path ended with open indexer.");
    skipSpace();
    require("Path ended with open indexer.");
    if (peek() == u'\'')
        return quotedFields(close, isScan);
    if (peek() == u'?')
        return query(close, isScan);
    return arrayIndexer(close);
}

std::int32_t PathParser::index(std::size_t start, std::size_t end) const
{
    const std::string digits = toUtf8(m_text.substr(start, end - start));
    char *rest = nullptr;
    const long number = std::strtol(digits.c_str(), &rest, 10);
    if (digits.empty() || *rest != '\0')
        raise(Raised::Format, "Input string was not in a correct format.");
    if (number != static_cast<std::int32_t>(number) || digits.size() > 11)
        raise(Raised::Overflow, "Value was either too large or too small for an Int32.");
    return static_cast<std::int32_t>(number);
}

JPathStep PathParser::arrayIndexer(char16_t close)
{
    JPathStep step;
    step.kind = JPathStep::Index;
    std::size_t start = m_at;
    constexpr auto open = std::u16string_view::npos;
    std::size_t end = open; // of a number with a space behind it
    int colons = 0;
    const auto length = [&] { return (end == open ? m_at : end) - start; };
    const auto number = [&] { return index(start, end == open ? m_at : end); };
    const auto bound = [&]() -> std::optional<std::int32_t> & { return colons == 0 ? step.start : colons == 1 ? step.end : step.step; };
    while (!atEnd()) {
        const char16_t unit = peek();
        if (unit == u' ') {
            end = m_at;
            skipSpace();
            continue;
        }
        if (unit == close || unit == u',') {
            if (unit == close && colons > 0) {
                if (length() > 0)
                    bound() = number();
                step.kind = JPathStep::Slice;
                return step;
            }
            if (length() == 0)
                fail("Array index expected.");
            step.indexes.push_back(number());
            if (unit == close)
                return step;
            step.kind = JPathStep::Indexes;
        } else if (unit == u'*') {
            ++m_at;
            require("Path ended with open indexer.");
            skipSpace();
            if (atEnd() || peek() != close)
                failAt("Unexpected character while parsing path indexer: ", unit);
            return step;
        } else if (unit == u':') {
            if (length() > 0)
                bound() = number();
            ++colons;
        } else {
            if ((unit != u'-' && (unit < u'0' || unit > u'9')) || end != open)
                failAt("Unexpected character while parsing path indexer: ", unit);
            ++m_at;
            continue;
        }
        ++m_at;
        skipSpace();
        start = m_at;
        end = open;
    }
    fail("Path ended with open indexer.");
}

JPathStep PathParser::quotedFields(char16_t close, bool isScan)
{
    JPathStep step;
    step.isScan = isScan;
    while (!atEnd()) {
        if (peek() != u'\'')
            failAt("Unexpected character while parsing path indexer: ", peek());
        std::u16string field = quotedText();
        skipSpace();
        require("Path ended with open indexer.");
        if (peek() == close) {
            if (step.names.empty()) {
                step.name = std::move(field);
                return step;
            }
            step.kind = JPathStep::Fields;
            step.names.push_back(std::move(field));
            return step;
        }
        if (peek() != u',')
            failAt("Unexpected character while parsing path indexer: ", peek());
        ++m_at;
        skipSpace();
        step.names.push_back(std::move(field));
    }
    fail("Path ended with open indexer.");
}

JPathStep PathParser::query(char16_t close, bool isScan)
{
    ++m_at;
    require("Path ended with open indexer.");
    if (peek() != u'(')
        failAt("Unexpected character while parsing path indexer: ", peek());
    ++m_at;
    if (++m_nesting > maximalNesting)
        throw LimitReached{"recursion"};
    JPathStep step;
    step.kind = JPathStep::Query;
    step.isScan = isScan;
    step.query = expression();
    --m_nesting;
    ++m_at;
    require("Path ended with open indexer.");
    skipSpace();
    require("Path ended with open indexer.");
    if (peek() != close)
        failAt("Unexpected character while parsing path indexer: ", peek());
    return step;
}

//! "a && b || c" groups as Newtonsoft's reader does: what follows a change of operator goes into a new group within the last one.
std::shared_ptr<JPathQuery> PathParser::expression()
{
    std::shared_ptr<JPathQuery> root;
    std::shared_ptr<JPathQuery> group;
    while (!atEnd()) {
        auto one = std::make_shared<JPathQuery>();
        one->left = side();
        if (peek() != u')' && peek() != u'|' && peek() != u'&') {
            one->op = comparison();
            one->right = side();
        }
        if (peek() == u')') {
            if (!group)
                return one;
            group->parts.push_back(one);
            return root;
        }
        const bool isAnd = peek() == u'&';
        if (!match(isAnd ? u"&&" : u"||"))
            failAt("Unexpected character while parsing path query: ", peek());
        const auto op = isAnd ? JPathQuery::And : JPathQuery::Or;
        if (!group || group->op != op) {
            auto next = std::make_shared<JPathQuery>();
            next->op = op;
            if (group)
                group->parts.push_back(next);
            group = next;
            if (!root)
                root = group;
        }
        group->parts.push_back(one);
    }
    fail("Path ended with open query.");
}

JPathSide PathParser::side()
{
    JPathSide side;
    skipSpace();
    require("Path ended with open query.");
    if (peek() == u'$' || peek() == u'@') {
        side.path.emplace();
        if (peek() == u'$') {
            JPathStep root;
            root.kind = JPathStep::Root;
            side.path->push_back(std::move(root));
        }
        ++m_at;
        if (path(*side.path, m_at, true))
            fail("Path ended with open query.");
    } else if (!readValue(side.value)) {
        require("Path ended with open query.");
        failAt("Unexpected character while parsing path query: ", peek());
    }
    skipSpace();
    require("Path ended with open query.");
    return side;
}

bool PathParser::readNumber(Value &value)
{
    const auto start = m_at++;
    while (!atEnd() && peek() != u' ' && peek() != u')')
        ++m_at;
    if (atEnd())
        return false;
    const std::string text = toUtf8(m_text.substr(start, m_at - start));
    char *rest = nullptr;
    if (text.find_first_of(".Ee") != std::string::npos) {
        const double number = std::strtod(text.c_str(), &rest);
        value = (new JsonValue(JsonType::Float, Value::ofDouble(number)))->value();
    } else {
        const long long number = std::strtoll(text.c_str(), &rest, 10);
        value = (new JsonValue(JsonType::Integer, Value::ofLong(number)))->value();
    }
    return *rest == '\0';
}

bool PathParser::readValue(Value &value)
{
    const char16_t unit = peek();
    if (unit == u'\'') {
        value = newJsonString(quotedText())->value();
        return true;
    }
    if ((unit >= u'0' && unit <= u'9') || unit == u'-')
        return readNumber(value);
    if (match(u"true") || match(u"false")) {
        value = (new JsonValue(JsonType::Boolean, Value::ofBool(unit == u't')))->value();
        return true;
    }
    if (match(u"null")) {
        value = newJsonNull()->value();
        return true;
    }
    if (unit == u'/') {
        value = newJsonString(regexText())->value();
        return true;
    }
    return false;
}

JPathQuery::Operator PathParser::comparison()
{
    if (m_at + 1 >= m_text.size())
        fail("Path ended with open query.");
    if (match(u"==="))
        return JPathQuery::StrictEquals;
    if (match(u"=="))
        return JPathQuery::Equals;
    if (match(u"=~"))
        return JPathQuery::Matches;
    if (match(u"!=="))
        return JPathQuery::StrictNotEquals;
    if (match(u"!=") || match(u"<>"))
        return JPathQuery::NotEquals;
    if (match(u"<="))
        return JPathQuery::LessOrEqual;
    if (match(u"<"))
        return JPathQuery::Less;
    if (match(u">="))
        return JPathQuery::GreaterOrEqual;
    if (match(u">"))
        return JPathQuery::Greater;
    fail("Could not read query operator.");
}

std::u16string PathParser::quotedText()
{
    std::u16string text;
    ++m_at;
    while (!atEnd()) {
        const char16_t unit = m_text[m_at++];
        if (unit == u'\'')
            return text;
        if (unit != u'\\' || atEnd()) {
            text += unit;
            continue;
        }
        const char16_t escaped = m_text[m_at++];
        switch (escaped) {
        case u'b': text += u'\b'; break;
        case u't': text += u'\t'; break;
        case u'n': text += u'\n'; break;
        case u'f': text += u'\f'; break;
        case u'r': text += u'\r'; break;
        case u'\\': case u'"': case u'\'': case u'/': text += escaped; break;
        default: failAt("Unknown escape character: \\", escaped);
        }
    }
    fail("Path ended with an open string.");
}

std::u16string PathParser::regexText()
{
    const auto start = m_at++;
    while (!atEnd()) {
        const char16_t unit = peek();
        if (unit == u'\\' && m_at + 1 < m_text.size()) {
            m_at += 2;
            continue;
        }
        ++m_at;
        if (unit != u'/')
            continue;
        while (!atEnd() && (peek() | 0x20) >= u'a' && (peek() | 0x20) <= u'z')
            ++m_at;
        return std::u16string(m_text.substr(start, m_at - start));
    }
    fail("Path ended with an open regex.");
}

} // namespace

JPath parseJPath(std::u16string_view text)
{
    return PathParser(text).parse();
}

} // namespace gatehouse::expression
