// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/table.h"

#include "core/policy/document.h"
#include "core/policy/policies/registry.h"
#include "tests/core/policy/reference_documents.h"

#include <QTest>

#include <algorithm>
#include <map>
#include <set>

using namespace gatehouse;
using namespace gatehouse::policy;

namespace {

//! Just enough of XSD for Microsoft's files: attributes of an element's type, with those of the types it extends.
class Schema
{
public:
    explicit Schema(Document document) : m_document(std::move(document))
    {
        for (const auto node : m_document.elements(m_document.documentElement()))
            if (local(node) == "complexType")
                m_types[value(node, "name")] = node;
    }

    //! Name to "required".
    std::map<std::string, bool> attributesOf(const std::string &element) const
    {
        std::map<std::string, bool> found;
        for (const auto node : m_document.elements(m_document.documentElement()))
            if (local(node) == "element" && value(node, "name") == element)
                collect(typeOf(node), found);
        return found;
    }
    std::set<std::string> childrenOf(const std::string &element) const
    {
        std::set<std::string> found;
        for (const auto node : m_document.elements(m_document.documentElement()))
            if (local(node) == "element" && value(node, "name") == element)
                collectChildren(typeOf(node), found);
        return found;
    }

private:
    std::string local(NodeId node) const
    {
        const auto name = std::string(m_document.name(node));
        return name.substr(name.find(':') + 1);
    }
    std::string value(NodeId node, std::string_view name) const
    {
        const auto *attribute = m_document.attribute(node, name);
        return attribute ? attribute->value : std::string();
    }
    NodeId typeOf(NodeId element) const
    {
        const auto named = m_types.find(value(element, "type"));
        if (named != m_types.end())
            return named->second;
        for (const auto child : m_document.elements(element))
            if (local(child) == "complexType")
                return child;
        return noNode;
    }
    void collect(NodeId type, std::map<std::string, bool> &found) const
    {
        if (type == noNode)
            return;
        for (const auto child : m_document.elements(type)) {
            if (local(child) == "attribute")
                found[value(child, "name")] = value(child, "use") == "required";
            else if (local(child) == "complexContent" || local(child) == "simpleContent")
                collect(child, found);
            else if (local(child) == "extension")
                collectExtension(child, found);
        }
    }
    void collectExtension(NodeId extension, std::map<std::string, bool> &found) const
    {
        const auto base = m_types.find(value(extension, "base"));
        if (base != m_types.end())
            collect(base->second, found);
        collect(extension, found);
    }
    void collectChildren(NodeId node, std::set<std::string> &found) const
    {
        if (node == noNode)
            return;
        for (const auto child : m_document.elements(node)) {
            if (local(child) == "element")
                found.insert(value(child, "name"));
            else if (local(child) != "attribute")
                collectChildren(child, found);
        }
    }

    Document m_document;
    std::map<std::string, NodeId> m_types;
};

//! Schemas that name no policy of the reference: parts of others, and what Microsoft's own documentation does not know.
const std::map<std::string, const char *> notInTheTable{
    {"policies", "the document itself"},
    {"common-types", "types"},
    {"set-url", "only a child of send-request"},
    {"authentication-token", "undocumented"},
    {"authentication-token-store", "undocumented"},
    {"block", "undocumented"},
    {"graphql-data-source", "undocumented"},
    {"invoke-request", "undocumented"},
    {"set-request-metric-dimension-value", "undocumented"},
};
//! Attributes that the table has and a schema has not.
const std::map<std::string, const char *> beyondTheSchema{
    {"id", "every policy takes one (api-management-error-handling-policies: LastError.PolicyId)"},
};

} // namespace

class TestTable : public QObject
{
    Q_OBJECT

private slots:
    void knowsAzuresSeventyPoliciesAndOneOfItsOwn()
    {
        const auto rows = policyTable();
        QCOMPARE(rows.size(), 71U);
        QCOMPARE(std::count_if(rows.begin(), rows.end(), [](const auto &row) { return row.isExtension; }), 1);
        QVERIFY(findPolicy("validate-dpop")->isExtension);
        std::set<std::string_view> names;
        for (const auto &row : policyTable()) {
            QVERIFY(names.insert(row.element.name).second);
            QCOMPARE(findPolicy(row.element.name), &row);
            QVERIFY(!row.documentation.empty() && row.documentation.ends_with("."));
        }
        QCOMPARE(findPolicy("base"), nullptr);
        QCOMPARE(findPolicy("set-headers"), nullptr);
        QCOMPARE(findPolicy(""), nullptr);
    }
    void saysOfEachWhetherItIsExecuted()
    {
        for (const auto &row : policyTable())
            QVERIFY2(row.executed == (findPolicyCompiler(row.element.name) != nullptr), std::string(row.element.name).c_str());
        std::string_view before;
        for (const auto &factory : policyFactories()) {
            QVERIFY(findPolicy(factory.name));
            QVERIFY2(before < factory.name, std::string(factory.name).c_str()); // in order, each once
            before = factory.name;
        }
    }
    void defaultsAreAmongTheirValues()
    {
        for (const auto &row : policyTable())
            for (const auto &attribute : row.element.attributes) {
                QVERIFY(attribute.type != ValueType::Enum || !attribute.values.empty());
                if (attribute.values.empty() || attribute.defaultValue.empty())
                    continue;
                const bool known = std::find(attribute.values.begin(), attribute.values.end(), attribute.defaultValue) != attribute.values.end();
                QVERIFY2(known, std::string(row.element.name).c_str());
            }
    }
    void agreesWithMicrosoftsSchemas()
    {
        const auto files = test::referenceFiles("policy-schemas");
        if (files.empty())
            QSKIP("no reference data");
        int compared = 0;
        for (const auto &[file, text] : files) {
            if (!file.endsWith(".xsd"))
                continue;
            const auto name = file.chopped(4).toStdString();
            const auto *row = findPolicy(name);
            QVERIFY2((row != nullptr) != notInTheTable.contains(name), name.c_str());
            if (!row)
                continue;
            auto document = Document::parse(text);
            QVERIFY2(document.has_value(), name.c_str());
            compare(*row, Schema(std::move(*document)));
            ++compared;
        }
        QCOMPARE(compared, 64);
    }

private:
    static void compare(const PolicyRule &row, const Schema &schema)
    {
        const auto name = std::string(row.element.name);
        auto wanted = schema.attributesOf(name);
        QVERIFY2(!row.isExtension, name.c_str());
        for (const auto &attribute : row.element.attributes) {
            if (attribute.isExtension) {
                QVERIFY2(!wanted.contains(std::string(attribute.name)), name.c_str());
                continue;
            }
            const auto found = wanted.find(std::string(attribute.name));
            const auto label = name + " " + std::string(attribute.name);
            if (found == wanted.end()) {
                QVERIFY2(beyondTheSchema.contains(std::string(attribute.name)), label.c_str());
                continue;
            }
            QVERIFY2(found->second == attribute.required, label.c_str());
            wanted.erase(found);
        }
        QVERIFY2(wanted.empty(), (name + " lacks " + (wanted.empty() ? "" : wanted.begin()->first)).c_str());
        if (row.element.content == Content::Elements) {
            std::set<std::string> children;
            for (const auto &child : row.element.children)
                children.emplace(child.name);
            QVERIFY2(children == schema.childrenOf(name), (name + ": children").c_str());
        }
    }
};

QTEST_GUILESS_MAIN(TestTable)
#include "tst_table.moc"
