// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/openapi/readers.h"
#include "core/openapi/yaml_scalar.h"

#include <libfyaml.h>

#include <algorithm>
#include <memory>
#include <unordered_map>
#include <vector>

namespace gatehouse::openapi {

namespace {

struct DestroyParser
{
    void operator()(fy_parser *parser) const { fy_parser_destroy(parser); }
};
struct DestroyDiag
{
    void operator()(fy_diag *diag) const { fy_diag_destroy(diag); }
};
struct FreeEvent
{
    fy_parser *parser;
    void operator()(fy_event *event) const { fy_parser_event_free(parser, event); }
};
using Event = std::unique_ptr<fy_event, FreeEvent>;

//! Builds the tree from libfyaml's events, so that a document is never held twice and aliases are ours to count.
class YamlReader
{
public:
    YamlReader(Tree &tree, Findings &findings, const ReadLimits &limits)
        : m_tree(tree)
        , m_findings(findings)
        , m_limits(limits)
    {
    }

    void read()
    {
        fy_diag_cfg diagnostics{};
        fy_diag_cfg_default(&diagnostics);
        diagnostics.fp = nullptr;
        diagnostics.level = FYET_ERROR;
        m_diag.reset(fy_diag_create(&diagnostics));
        if (!m_diag)
            return fault(0, "outOfMemory");
        fy_diag_set_collect_errors(m_diag.get(), true);
        const fy_parse_cfg config{"", static_cast<fy_parse_cfg_flags>(FYPCF_QUIET | FYPCF_JSON_NONE), nullptr,
                                  m_diag.get()};
        m_parser.reset(fy_parser_create(&config));
        if (!m_parser || fy_parser_set_string(m_parser.get(), m_tree.text().data(), m_tree.text().size()) != 0)
            return fault(0, "outOfMemory");
        while (!m_failed && !m_ended) {
            const Event event{fy_parser_parse(m_parser.get()), FreeEvent{m_parser.get()}};
            if (!event)
                return reportSyntax();
            handle(*event);
        }
        if (!m_failed && !m_root)
            m_findings.errorAt(0, "", "openapi.empty");
        if (!m_failed)
            m_tree.root = m_root;
    }

private:
    struct Open
    {
        Node *node;
        std::string_view key;
        std::uint32_t keyAt = 0;
        bool hasKey = false;
    };

    void fault(std::size_t offset, const char *reason)
    {
        if (!m_failed)
            m_findings.errorAt(offset, pointerNow(), "openapi.syntax", {{"reason", reason}});
        m_failed = true;
    }

    std::string pointerNow() const { return m_open.empty() ? "" : Tree::pointer(*m_open.back().node); }

    void reportSyntax()
    {
        void *at = nullptr;
        const auto *error = fy_diag_errors_iterate(m_diag.get(), &at);
        std::size_t offset = m_tree.text().size();
        std::string reason = "unexpectedEnd";
        if (error) {
            offset = offsetOf(error->line, error->column);
            reason = error->msg ? error->msg : "unreadable";
        }
        if (!m_failed)
            m_findings.errorAt(offset, "", "openapi.syntax", {{"reason", reason}});
        m_failed = true;
    }

    std::size_t offsetOf(int line, int column) const
    {
        const auto text = m_tree.text();
        std::size_t at = 0;
        for (int i = 1; i < line && at != std::string_view::npos; ++i) {
            const auto end = text.find('\n', at);
            at = end == std::string_view::npos ? text.size() : end + 1;
        }
        return std::min(text.size(), at + static_cast<std::size_t>(column > 0 ? column - 1 : 0));
    }

    std::size_t offsetOf(fy_event &event) const
    {
        const auto *mark = fy_event_start_mark(&event);
        return mark ? std::min(mark->input_pos, m_tree.text().size()) : 0;
    }

    //! libfyaml's marks stand behind the quote or the star.
    std::size_t withMark(std::size_t offset, std::string_view marks) const
    {
        return offset > 0 && marks.find(m_tree.text()[offset - 1]) != std::string_view::npos ? offset - 1 : offset;
    }

    void handle(fy_event &event)
    {
        switch (event.type) {
        case FYET_DOCUMENT_START:
            if (m_documents++ > 0)
                fault(offsetOf(event), "severalDocuments");
            break;
        case FYET_STREAM_END:
            m_ended = true;
            break;
        case FYET_SCALAR:
            scalar(event);
            break;
        case FYET_ALIAS:
            alias(event);
            break;
        case FYET_MAPPING_START:
            begin(NodeKind::Object, event, event.mapping_start.anchor);
            break;
        case FYET_SEQUENCE_START:
            begin(NodeKind::Array, event, event.sequence_start.anchor);
            break;
        case FYET_MAPPING_END:
            mergeInto(*m_open.back().node);
            m_open.pop_back();
            break;
        case FYET_SEQUENCE_END:
            m_open.pop_back();
            break;
        default:
            break;
        }
    }

    //! The token's text as a view: into the document where it stands there as it is.
    std::string_view textOf(fy_token *token, std::size_t offset)
    {
        std::size_t length = 0;
        const auto *text = fy_token_get_text(token, &length);
        if (!text || length == 0)
            return {};
        const std::string_view view{text, length};
        if (m_tree.text().substr(offset, length) == view)
            return m_tree.text().substr(offset, length);
        return m_tree.keep(std::string{view});
    }

    static std::string_view rawText(fy_token *token)
    {
        std::size_t length = 0;
        const auto *text = token ? fy_token_get_text(token, &length) : nullptr;
        return text ? std::string_view{text, length} : std::string_view{};
    }

    bool keyExpected() const
    {
        return !m_open.empty() && m_open.back().node->kind == NodeKind::Object && !m_open.back().hasKey;
    }

    void scalar(fy_event &event)
    {
        const auto &data = event.scalar;
        const auto contentAt = offsetOf(event);
        const auto text = textOf(data.value, contentAt);
        const auto style = data.value ? fy_token_scalar_style(data.value) : FYSS_PLAIN;
        const bool quoted = style == FYSS_SINGLE_QUOTED || style == FYSS_DOUBLE_QUOTED;
        const auto offset = quoted ? withMark(contentAt, "'\"") : contentAt;
        if (keyExpected()) {
            auto &open = m_open.back();
            open.key = text;
            open.keyAt = static_cast<std::uint32_t>(offset);
            open.hasKey = true;
            return;
        }
        auto &node = m_tree.make(NodeKind::String, offset);
        node.text = text;
        if (style == FYSS_PLAIN && !rawText(data.tag).ends_with(":str"))
            resolvePlainScalar(m_tree, node, text);
        place(node);
        remember(data.anchor, node);
    }

    void begin(NodeKind kind, fy_event &event, fy_token *anchor)
    {
        if (keyExpected())
            return fault(offsetOf(event), "keyIsNoText");
        if (m_open.size() >= m_limits.depth) {
            m_findings.errorAt(offsetOf(event), pointerNow(), "openapi.tooDeep",
                               {{"limit", std::to_string(m_limits.depth)}});
            m_failed = true;
            return;
        }
        auto &node = m_tree.make(kind, offsetOf(event));
        place(node);
        remember(anchor, node);
        m_open.push_back({&node, {}});
    }

    void place(Node &node)
    {
        if (m_open.empty()) {
            m_root = &node;
            return;
        }
        auto &open = m_open.back();
        if (open.hasKey) {
            node.key = open.key;
            node.keyOffset = open.keyAt;
            open.hasKey = false;
        }
        m_tree.append(*open.node, node);
    }

    void remember(fy_token *anchor, Node &node)
    {
        if (anchor)
            m_anchors[std::string{rawText(anchor)}] = &node;
    }

    void alias(fy_event &event)
    {
        const auto found = m_anchors.find(std::string{rawText(event.alias.anchor)});
        const auto offset = withMark(offsetOf(event), "*");
        if (found == m_anchors.end())
            return fault(offset, "unknownAlias");
        if (keyExpected())
            return aliasAsKey(*found->second, offset);
        for (const auto &open : m_open) {
            if (open.node == found->second)
                return fault(offset, "aliasOfItself");
        }
        m_copyAt = offset;
        if (auto *copy = copyOf(*found->second, m_open.size()))
            place(*copy);
    }

    void aliasAsKey(const Node &node, std::size_t offset)
    {
        if (node.kind == NodeKind::Object || node.kind == NodeKind::Array)
            return fault(offset, "keyIsNoText");
        m_open.back().key = node.text;
        m_open.back().keyAt = static_cast<std::uint32_t>(offset);
        m_open.back().hasKey = true;
    }

    //! Copies keep the positions of what they copy: a finding points to the text that is wrong.
    Node *copyOf(const Node &original, std::size_t depth)
    {
        if (m_failed)
            return nullptr;
        if (++m_expanded > m_limits.expandedNodes || depth > m_limits.depth) {
            m_findings.errorAt(m_copyAt, pointerNow(), "openapi.expansion",
                               {{"limit", std::to_string(m_limits.expandedNodes)}});
            m_failed = true;
            return nullptr;
        }
        auto &copy = m_tree.make(original.kind, original.offset);
        copy.flag = original.flag;
        copy.text = original.text;
        for (const auto *child = original.first; child; child = child->next) {
            auto *item = copyOf(*child, depth + 1);
            if (!item)
                return nullptr;
            item->key = child->key;
            item->keyOffset = child->keyOffset;
            m_tree.append(copy, *item);
        }
        return &copy;
    }

    //! "<<: *base": members of `base` that the mapping has not itself. YAML 1.1, but much used.
    void mergeInto(Node &object)
    {
        Node *merge = nullptr;
        Node *before = nullptr;
        for (Node *child = object.first, *last = nullptr; child; last = child, child = child->next) {
            if (child->key == "<<" && (child->kind == NodeKind::Object || child->kind == NodeKind::Array)) {
                merge = child;
                before = last;
            }
        }
        if (!merge)
            return;
        unlink(object, before, *merge);
        m_copyAt = merge->keyOffset;
        if (merge->kind == NodeKind::Object)
            return addMissing(object, *merge);
        for (const auto *source = merge->first; source; source = source->next) {
            if (source->kind == NodeKind::Object)
                addMissing(object, *source);
        }
    }

    static void unlink(Node &object, Node *before, Node &child)
    {
        (before ? before->next : object.first) = child.next;
        if (object.last == &child)
            object.last = before;
        object.size = 0;
        for (auto *other = object.first; other; other = other->next)
            other->index = object.size++;
    }

    void addMissing(Node &object, const Node &source)
    {
        std::vector<const Node *> missing;
        for (const auto *member = source.first; member; member = member->next) {
            const auto *own = object.first;
            while (own && own->key != member->key)
                own = own->next;
            if (!own)
                missing.push_back(member);
        }
        for (const auto *member : missing) {
            auto *copy = copyOf(*member, m_open.size());
            if (!copy)
                return;
            copy->key = member->key;
            copy->keyOffset = member->keyOffset;
            m_tree.append(object, *copy);
        }
    }

    Tree &m_tree;
    Findings &m_findings;
    const ReadLimits &m_limits;
    std::unique_ptr<fy_diag, DestroyDiag> m_diag;
    std::unique_ptr<fy_parser, DestroyParser> m_parser;
    std::vector<Open> m_open;
    std::unordered_map<std::string, Node *> m_anchors;
    Node *m_root = nullptr;
    std::size_t m_expanded = 0;
    std::size_t m_copyAt = 0; //!< what asks for the copy being made
    int m_documents = 0;
    bool m_failed = false;
    bool m_ended = false;
};

} // namespace

void readYaml(Tree &tree, Findings &findings, const ReadLimits &limits)
{
    YamlReader{tree, findings, limits}.read();
}

} // namespace gatehouse::openapi
