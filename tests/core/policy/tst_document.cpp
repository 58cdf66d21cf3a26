// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/document.h"

#include "core/policy/expression_scan.h"
#include "tests/core/policy/reference_documents.h"
#include "tests/support/result_test.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::policy;

#define COMPARE_TEXT(actual, expected) QCOMPARE(QString::fromStdString(std::string(actual)), QString::fromStdString(std::string(expected)))

namespace {

Document parsed(const std::string &text)
{
    auto document = Document::parse(text);
    if (!document)
        qFatal("%s: %s", text.c_str(), document.error().front().code.c_str());
    return std::move(*document);
}

//! Every element in document order.
std::vector<NodeId> allElements(const Document &document, NodeId from)
{
    std::vector<NodeId> found;
    for (const auto child : document.elements(from)) {
        found.push_back(child);
        for (const auto inner : allElements(document, child))
            found.push_back(inner);
    }
    return found;
}

NodeId find(const Document &document, std::string_view name)
{
    for (const auto node : allElements(document, document.root()))
        if (document.name(node) == name)
            return node;
    return noNode;
}

//! Names, attributes and texts: what must be equal after an edit and a new reading of its text.
std::string shape(const Document &document, NodeId node)
{
    std::string text;
    for (const auto child : document.children(node)) {
        if (document.type(child) != NodeType::Element) {
            text += document.source(child);
            continue;
        }
        text += "<" + std::string(document.name(child));
        for (const auto &attribute : document.attributes(child))
            text += " " + attribute.name + "=" + attribute.value + "@" + std::to_string(attribute.valueBegin) + "-"
                + std::to_string(attribute.valueEnd);
        text += "|" + std::to_string(document.position(child).line) + ":" + std::to_string(document.position(child).column) + ">"
            + shape(document, child) + "</>";
    }
    return text;
}

} // namespace

class TestDocument : public QObject
{
    Q_OBJECT

private slots:
    void scansExpressions_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expression"); // "" : does not close
        QTest::newRow("plain") << "@(1)x" << "@(1)";
        QTest::newRow("nested") << "@(a(b)(c))\"" << "@(a(b)(c))";
        QTest::newRow("string") << "@(\")\")\"" << "@(\")\")";
        QTest::newRow("escaped quote") << "@(\"a\\\")\")z" << "@(\"a\\\")\")";
        QTest::newRow("verbatim") << "@(@\"a\\\" + \")\")z" << "@(@\"a\\\" + \")\")";
        QTest::newRow("verbatim doubled") << "@(@\"a\"\")\")z" << "@(@\"a\"\")\")";
        QTest::newRow("interpolated") << "@($\"a{f(\")\")}b)\")z" << "@($\"a{f(\")\")}b)\")";
        QTest::newRow("interpolated braces") << "@($\"{{)\")z" << "@($\"{{)\")";
        QTest::newRow("interpolated verbatim") << "@($@\"\\{x}\")z" << "@($@\"\\{x}\")";
        QTest::newRow("character") << "@(')' == x)z" << "@(')' == x)";
        QTest::newRow("quote character") << "@('\"' + \")\")z" << "@('\"' + \")\")";
        QTest::newRow("escaped character") << "@('\\'' + ')')z" << "@('\\'' + ')')";
        QTest::newRow("block") << "@{ if (a < b) { return \"}\"; } }z" << "@{ if (a < b) { return \"}\"; } }";
        QTest::newRow("line comment") << "@{ // it's }\n return 1; }z" << "@{ // it's }\n return 1; }";
        QTest::newRow("block comment") << "@{ /* } ' */ return 1; }z" << "@{ /* } ' */ return 1; }";
        QTest::newRow("a URL is no comment") << "@(\"http://x\")z" << "@(\"http://x\")";
        QTest::newRow("entities") << "@(a[&quot;)&quot;] &amp;&amp; b)z" << "@(a[&quot;)&quot;] &amp;&amp; b)";
        QTest::newRow("entity inside a raw string") << "@(\"&quot;)\")z" << "@(\"&quot;)\")";
        QTest::newRow("not closed") << "@(a" << "";
        QTest::newRow("string not closed") << "@(\"a)" << "";
        QTest::newRow("line break in a string") << "@(\"a\n\")" << "";
    }
    void scansExpressions()
    {
        QFETCH(QString, text);
        QFETCH(QString, expression);
        const auto source = text.toStdString();
        const auto end = scanExpression(source, 0);
        if (expression.isEmpty())
            QCOMPARE(end, std::string_view::npos);
        else
            COMPARE_TEXT(source.substr(0, end), expression.toStdString());
    }
    void readsAttributeValues_data()
    {
        QTest::addColumn<QString>("source"); // of the attribute with its quotes
        QTest::addColumn<QString>("value");
        QTest::newRow("plain") << "\"x\"" << "x";
        QTest::newRow("single quotes") << "'a\"b'" << "a\"b";
        QTest::newRow("entities") << "\"&lt;&amp;&#65;&#x42;&nope;&\"" << "<&AB&nope;&";
        QTest::newRow("raw quotes") << "\"@(a[\"b\"])\"" << "@(a[\"b\"])";
        QTest::newRow("escaped quotes") << "\"@(a[&quot;b&quot;])\"" << "@(a[\"b\"])";
        QTest::newRow("raw operators") << "\"@(a < b && c > d)\"" << "@(a < b && c > d)";
        QTest::newRow("generic") << "\"@(x.As<JObject>(\"y\"))\"" << "@(x.As<JObject>(\"y\"))";
        QTest::newRow("block over lines") << "\"@{\n  return \"a\";\n}\"" << "@{\n  return \"a\";\n}";
        QTest::newRow("CRLF") << "\"@{\r\n}\"" << "@{\n}";
        QTest::newRow("white space around") << "\" @(\"a\") \"" << " @(\"a\") ";
        QTest::newRow("not closed is text") << "\"@(a\"" << "@(a";
        QTest::newRow("an address") << "\"me@x.test\"" << "me@x.test";
        QTest::newRow("named value") << "\"{{a}}\"" << "{{a}}";
    }
    void readsAttributeValues()
    {
        QFETCH(QString, source);
        QFETCH(QString, value);
        const auto text = "<p><x a=" + source.toStdString() + " b='1'/><y/></p>";
        const auto document = parsed(text);
        COMPARE_TEXT(document.text(), text);
        const auto &attributes = document.attributes(find(document, "x"));
        QCOMPARE(attributes.size(), 2U);
        COMPARE_TEXT(attributes[0].value, value.toStdString());
        QVERIFY(find(document, "y") != noNode);
    }
    void readsText_data()
    {
        QTest::addColumn<QString>("inner");
        QTest::addColumn<QString>("text");
        QTest::newRow("entities") << "a &lt; b" << "a < b";
        QTest::newRow("raw expression") << "\n @(a.As<T>() && b < c) " << "\n @(a.As<T>() && b < c) ";
        QTest::newRow("markup in a string") << "@(\"<b>\" + \"</x>\")" << "@(\"<b>\" + \"</x>\")";
        QTest::newRow("block") << "@{ for (int i = 0; i<3; i++) { } return \"<a/>\"; }" << "@{ for (int i = 0; i<3; i++) { } return \"<a/>\"; }";
        QTest::newRow("CDATA") << "<![CDATA[<b>&amp;]]>" << "<b>&amp;";
        QTest::newRow("comment apart") << "a<!-- <b> -->b" << "ab";
        QTest::newRow("liquid") << "{% if a %}{{body.x}}{% endif %}" << "{% if a %}{{body.x}}{% endif %}";
    }
    void readsText()
    {
        QFETCH(QString, inner);
        QFETCH(QString, text);
        const auto document = parsed("<p><x>" + inner.toStdString() + "</x><y/></p>");
        COMPARE_TEXT(document.textOf(find(document, "x")), text.toStdString());
        QCOMPARE(document.elements(document.documentElement()).size(), 2U);
    }
    void namesEverythingWrongWithItsPlace_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("findings"); // code line:column
        QTest::newRow("empty") << "" << "policy.syntax.noElement 1:1";
        QTest::newRow("text alone") << "x" << "policy.syntax.textOutside 1:1";
        QTest::newRow("not closed") << "<a>\n<b></a>" << "policy.syntax.mismatch 2:4";
        QTest::newRow("never closed") << "<a>" << "policy.syntax.notClosed 1:1";
        QTest::newRow("two at once") << "<a b='1' b='2'><c d></c></a>" << "policy.syntax.duplicateAttribute 1:10;policy.syntax.missingEquals 1:19";
        QTest::newRow("two roots") << "<a/><b/>" << "policy.syntax.multipleRoots 1:5";
        QTest::newRow("doctype") << "<!DOCTYPE x [<!ENTITY e \"x\">]><a/>" << "policy.syntax.doctype 1:1";
        QTest::newRow("end alone") << "<a></b></a>" << "policy.syntax.unexpectedEndTag 1:4";
        QTest::newRow("value without quotes") << "<a b=1/>" << "policy.syntax.missingQuote 1:4";
        QTest::newRow("comment") << "<a><!-- x</a>" << "policy.syntax.commentNotClosed 1:4";
        QTest::newRow("not UTF-8") << QString::fromLatin1("\xff") << "";
    }
    void namesEverythingWrongWithItsPlace()
    {
        QFETCH(QString, text);
        QFETCH(QString, findings);
        const auto source = findings.isEmpty() ? std::string("<a>\xff</a>") : text.toStdString();
        const auto document = Document::parse(source);
        QVERIFY(!document);
        if (findings.isEmpty()) {
            COMPARE_TEXT(document.error().front().code, "policy.syntax.notUtf8");
            return;
        }
        const auto wanted = findings.split(';');
        QString found;
        for (const auto &finding : document.error())
            if (found.count(';') < wanted.size())
                found += QString("%1 %2:%3;").arg(finding.code.c_str()).arg(finding.position.line).arg(finding.position.column);
        QVERIFY2(found.startsWith(findings), qPrintable(found));
    }
    void keepsItsLimits()
    {
        COMPARE_TEXT(Document::parse(std::string(100, ' '), {.bytes = 99}).error().front().code, "policy.syntax.tooLarge");
        std::string deep;
        for (int i = 0; i < 100; ++i)
            deep += "<a>";
        QVERIFY(!Document::parse(deep));
        std::string many = "<a>";
        for (int i = 0; i < 200; ++i)
            many += "<b/>";
        COMPARE_TEXT(Document::parse(many + "</a>", {.nodes = 100}).error().front().code, "policy.syntax.tooManyNodes");
        std::string hostile = "<a>";
        for (int i = 0; i < 100'000; ++i)
            hostile += "@(";
        COMPARE_TEXT(Document::parse(hostile + "</a>").error().front().code, "policy.syntax.tooComplex");
    }
    void editsOnlyTheirOwnBytes_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("edit"); // what | node | name | value
        QTest::addColumn<QString>("after");
        QTest::newRow("change") << "<p>\n  <x  a='1'   b=\"2\" /> <!-- c --></p>" << "set|x|b|3" << "<p>\n  <x  a='1'   b=\"3\" /> <!-- c --></p>";
        QTest::newRow("keeps the quotes") << "<p><x a='1'/></p>" << "set|x|a|it's \"so\"" << "<p><x a='it&apos;s \"so\"'/></p>";
        QTest::newRow("empty value") << "<p><x a=\"\" b=\"1\"/></p>" << "set|x|a|v" << "<p><x a=\"v\" b=\"1\"/></p>";
        QTest::newRow("new attribute") << "<p><x a='1' /></p>" << "set|x|b|2" << "<p><x a='1' b=\"2\" /></p>";
        QTest::newRow("first attribute") << "<p><x></x></p>" << "set|x|b|2" << "<p><x b=\"2\"></x></p>";
        QTest::newRow("raw expression") << "<p><x a=\"@(b[\"c\"])\"/></p>" << "set|x|a|@(d[\"e\"] && 1 < 2)" << "<p><x a=\"@(d[\"e\"] && 1 < 2)\"/></p>";
        QTest::newRow("escaped expression") << "<p><x a=\"@(b[&quot;c&quot;])\"/></p>" << "set|x|a|@(d[\"e\"])" << "<p><x a=\"@(d[&quot;e&quot;])\"/></p>";
        QTest::newRow("what only looks like one") << "<p><x a=\"1\" b=\")\"/></p>" << "set|x|a|@(\"" << "<p><x a=\"@(&quot;\" b=\")\"/></p>";
        QTest::newRow("remove") << "<p><x a='1'  b='2' c='3'/></p>" << "unset|x|b|" << "<p><x a='1' c='3'/></p>";
        QTest::newRow("text") << "<p><x> old </x><y/></p>" << "text|x||a < b" << "<p><x>a &lt; b</x><y/></p>";
        QTest::newRow("text of an empty one") << "<p><x a='1' /><y/></p>" << "text|x||t" << "<p><x a='1'>t</x><y/></p>";
        QTest::newRow("text instead of children") << "<p><x><z/>a</x></p>" << "text|x||t" << "<p><x>t</x></p>";
        QTest::newRow("insert first") << "<p>\n    <a/>\n    <b/>\n</p>" << "insert|p|0|<n/>" << "<p>\n    <n/>\n    <a/>\n    <b/>\n</p>";
        QTest::newRow("insert in the middle") << "<p>\n    <a/>\n    <b/>\n</p>" << "insert|p|1|<n/>" << "<p>\n    <a/>\n    <n/>\n    <b/>\n</p>";
        QTest::newRow("insert last") << "<p>\n\t<a/>\n</p>" << "insert|p|9|<n/>" << "<p>\n\t<a/>\n\t<n/>\n</p>";
        QTest::newRow("insert into an empty one") << "<p>\n    <x />\n</p>" << "insert|x|0|<n/>" << "<p>\n    <x>\n        <n/>\n    </x>\n</p>";
        QTest::newRow("insert beside a comment") << "<p>\n  <!-- c -->\n</p>" << "insert|p|0|<n/>" << "<p>\n    <n/>\n  <!-- c -->\n</p>";
        QTest::newRow("insert on one line") << "<p><a/></p>" << "insert|p|1|<n/>" << "<p><a/><n/></p>";
        QTest::newRow("insert with CRLF") << "<p>\r\n  <a/>\r\n</p>" << "insert|p|1|<n>\r\n  <m/>\r\n</n>" << "<p>\r\n  <a/>\r\n  <n>\r\n    <m/>\r\n  </n>\r\n</p>";
        QTest::newRow("remove with its line") << "<p>\n  <a/>\n  <x/>\n  <b/>\n</p>" << "remove|x||" << "<p>\n  <a/>\n  <b/>\n</p>";
        QTest::newRow("remove on one line") << "<p><a/> <x>t</x> <b/></p>" << "remove|x||" << "<p><a/>  <b/></p>";
        QTest::newRow("remove keeps the comment on its line") << "<p>\n  <x/> <!-- c -->\n</p>" << "remove|x||" << "<p>\n   <!-- c -->\n</p>";
    }
    void editsOnlyTheirOwnBytes()
    {
        QFETCH(QString, before);
        QFETCH(QString, edit);
        QFETCH(QString, after);
        auto document = parsed(before.toStdString());
        const auto original = document;
        const auto node = find(document, edit.section('|', 1, 1).toStdString());
        const auto what = edit.section('|', 0, 0);
        const auto name = edit.section('|', 2, 2).toStdString();
        const auto value = edit.section('|', 3).toStdString();
        if (what == "set") {
            document.setAttribute(node, name, value);
            COMPARE_TEXT(document.attribute(node, name)->value, value);
        } else if (what == "unset") {
            QVERIFY(document.removeAttribute(node, name));
        } else if (what == "text") {
            document.setText(node, value);
            COMPARE_TEXT(document.textOf(node), value);
        } else if (what == "insert") {
            const auto inserted = document.insert(node, std::stoul(name), value);
            VERIFY_RESULT(inserted);
            COMPARE_TEXT(document.name(*inserted), "n");
        } else {
            document.remove(node);
        }
        COMPARE_TEXT(document.text(), after.toStdString());
        COMPARE_TEXT(original.text(), before.toStdString()); // a value: the copy did not change
        const auto again = parsed(document.text());
        COMPARE_TEXT(shape(document, document.root()), shape(again, again.root()));
    }
    void refusesToInsertWhatIsBroken()
    {
        auto document = parsed("<p/>");
        QVERIFY(!document.insert(document.documentElement(), 0, "<a>"));
        QVERIFY(!document.insert(document.documentElement(), 0, "text"));
        QVERIFY(!document.insert(document.documentElement(), 0, "</p><p>"));
        COMPARE_TEXT(document.text(), "<p/>");
    }
    void converts_data()
    {
        QTest::addColumn<QString>("raw");
        QTest::addColumn<QString>("xml");
        QTest::newRow("attribute") << "<p><x a=\"@(b[\"c\"] && 1 < 2)\"/></p>" << "<p><x a=\"@(b[&quot;c&quot;] &amp;&amp; 1 &lt; 2)\"/></p>";
        QTest::newRow("text") << "<p><x>@(a.As<T>(\"b\") && c)</x></p>" << "<p><x>@(a.As&lt;T&gt;(\"b\") &amp;&amp; c)</x></p>";
        QTest::newRow("plain stays") << "<p><x a=\"a &amp; b\">c &lt; d</x></p>" << "<p><x a=\"a &amp; b\">c &lt; d</x></p>";
        QTest::newRow("layout stays") << "<p>\r\n\t<!-- < & -->\n <x   a='@(\"b\")'/></p>" << "<p>\r\n\t<!-- < & -->\n <x   a='@(\"b\")'/></p>";
        QTest::newRow("an entity that is meant") << "<p><x a=\"@(\"&amp;lt;\")\"/></p>" << "<p><x a=\"@(&quot;&amp;lt;&quot;)\"/></p>";
        QTest::newRow("CDATA stays") << "<p><x><![CDATA[@(a < b)]]></x></p>" << "<p><x><![CDATA[@(a < b)]]></x></p>";
    }
    void converts()
    {
        QFETCH(QString, raw);
        QFETCH(QString, xml);
        const auto toXml = convert(raw.toStdString(), Format::RawXml, Format::Xml);
        VERIFY_RESULT(toXml);
        COMPARE_TEXT(*toXml, xml.toStdString());
        COMPARE_TEXT(*convert(*toXml, Format::RawXml, Format::Xml), xml.toStdString()); // twice escapes once
        const auto toRaw = convert(xml.toStdString(), Format::Xml, Format::RawXml);
        VERIFY_RESULT(toRaw);
        COMPARE_TEXT(*toRaw, raw.toStdString());
    }
    void comparesByMeaning_data()
    {
        QTest::addColumn<QString>("a");
        QTest::addColumn<QString>("b");
        QTest::addColumn<bool>("same");
        QTest::newRow("layout") << "<p><x/></p>" << "<p>\n  <x></x>\n</p>" << true;
        QTest::newRow("order and quotes") << "<p><x a='1' b='2'/></p>" << "<p><x b=\"2\" a=\"1\"/></p>" << true;
        QTest::newRow("escapes") << "<p><x a=\"@(b[\"c\"])\"/></p>" << "<p><x a=\"@(b[&quot;c&quot;])\"/></p>" << true;
        QTest::newRow("comments") << "<p><!-- a --><x/></p>" << "<p><x/></p>" << true;
        QTest::newRow("CRLF") << "<p><set-body>a\r\nb</set-body></p>" << "<p><set-body>a\nb</set-body></p>" << true;
        QTest::newRow("a written default") << "<p><set-header name=\"a\" exists-action=\"override\"/></p>" << "<p><set-header name=\"a\"/></p>" << true;
        QTest::newRow("another value") << "<p><x a='1'/></p>" << "<p><x a='2'/></p>" << false;
        QTest::newRow("another default") << "<p><set-header name=\"a\" exists-action=\"skip\"/></p>" << "<p><set-header name=\"a\"/></p>" << false;
        QTest::newRow("order of policies") << "<p><x/><y/></p>" << "<p><y/><x/></p>" << false;
        QTest::newRow("more") << "<p><x/></p>" << "<p><x/><x/></p>" << false;
        QTest::newRow("a body's blanks") << "<p><set-body> a</set-body></p>" << "<p><set-body>a</set-body></p>" << false;
        QTest::newRow("text") << "<p><x>a</x></p>" << "<p><x>b</x></p>" << false;
        QTest::newRow("broken") << "<p>" << "<p/>" << false;
    }
    void comparesByMeaning()
    {
        QFETCH(QString, a);
        QFETCH(QString, b);
        QFETCH(bool, same);
        QCOMPARE(sameMeaning(a.toStdString(), b.toStdString()), same);
        QCOMPARE(sameMeaning(b.toStdString(), a.toStdString()), same);
    }
    void realDocumentsSurviveByteForByte()
    {
        const auto files = test::referenceFiles("policies");
        if (files.empty())
            QSKIP("no reference data");
        int broken = 0;
        for (const auto &[name, text] : files) {
            const auto document = Document::parse(text);
            QVERIFY2(document.has_value() != test::isBrokenReference(name), qPrintable(name));
            if (!document) {
                ++broken;
                continue;
            }
            QVERIFY2(document->text() == text, qPrintable(name));
            std::string joined;
            for (const auto child : document->children(document->root()))
                joined += document->source(child);
            QVERIFY2(joined == text, qPrintable(name));
        }
        QCOMPARE(broken, 4);
    }
    void conversionsOfRealDocumentsKeepTheirMeaning()
    {
        const auto files = test::referenceFiles("policies");
        if (files.empty())
            QSKIP("no reference data");
        for (const auto &[name, text] : files) {
            if (test::isBrokenReference(name))
                continue;
            const auto xml = convert(text, Format::RawXml, Format::Xml);
            QVERIFY2(xml.has_value(), qPrintable(name));
            QVERIFY2(sameMeaning(text, *xml), qPrintable(name));
            const auto raw = convert(*xml, Format::Xml, Format::RawXml);
            QVERIFY2(raw.has_value() && sameMeaning(text, *raw), qPrintable(name));
            const auto again = convert(*convert(*raw, Format::RawXml, Format::Xml), Format::Xml, Format::RawXml);
            QVERIFY2(*again == *raw, qPrintable(name)); // from there on it stands still
        }
    }
    //! One attribute of each real document changes; every other byte stays, and a new reading sees the same document.
    void editsOfRealDocumentsLeaveEveryOtherByte()
    {
        const auto files = test::referenceFiles("policies");
        if (files.empty())
            QSKIP("no reference data");
        std::size_t turn = 0;
        for (const auto &[name, text] : files) {
            if (test::isBrokenReference(name))
                continue;
            auto document = parsed(text);
            std::vector<NodeId> nodes;
            for (const auto node : allElements(document, document.root()))
                if (!document.attributes(node).empty())
                    nodes.push_back(node);
            if (nodes.empty())
                continue;
            const auto node = nodes[++turn * 7 % nodes.size()];
            const auto attribute = document.attributes(node)[turn % document.attributes(node).size()];
            const auto value = turn % 2 == 0 ? std::string("changed & <new>") : std::string("@(a[\"b\"] < 2 && c)");
            document.setAttribute(node, attribute.name, value);
            COMPARE_TEXT(document.attribute(node, attribute.name)->value, value);
            const auto &after = document.text();
            const auto tail = text.substr(attribute.valueEnd);
            QVERIFY2(after.starts_with(text.substr(0, attribute.valueBegin)), qPrintable(name));
            QVERIFY2(after.ends_with(tail), qPrintable(name));
            const auto again = Document::parse(after);
            QVERIFY2(again.has_value(), qPrintable(name));
            QVERIFY2(shape(document, document.root()) == shape(*again, again->root()), qPrintable(name));
            document.setAttribute(node, attribute.name, attribute.value);
            QVERIFY2(sameMeaning(document.text(), text), qPrintable(name));
        }
        QVERIFY(turn > 500);
    }
};

QTEST_GUILESS_MAIN(TestDocument)
#include "tst_document.moc"
