// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/liquid/bindings.h"
#include "core/policy/liquid/renderer.h"
#include "tests/core/policy/policy_bench.h"

using namespace gatehouse;
using namespace gatehouse::policy;
using gatehouse::test::Call;
using gatehouse::test::FakeServices;

namespace {

const char *const sample = R"x({"name":"Ann Lee","n":7,"f":2.5,"no":null,"yes":true,"list":["b","a","c"],"empty":[],
    "items":[{"id":1,"t":"x"},{"id":2,"t":"y"}],"when":"2020-01-02T03:04:05Z","h":"<a href='x'>A & B</a>","o":{"k":"v"}})x";

std::string rendered(const std::string &text, const std::string &body = sample, const char *type = "application/json",
                     const liquid::BodyBinding &binding = {}, const liquid::RenderLimits &limits = {})
{
    const auto parsed = liquid::Template::parse(text);
    if (!parsed)
        return parsed.error();
    const auto bound = liquid::bodyValue(body, type, binding);
    if (!bound)
        return "body: " + bound.error();
    const auto out = liquid::render(
        *parsed, [&](std::string_view name) { return name == "body" ? *bound : liquid::Value(); }, {}, limits);
    return out ? *out : "limit: " + out.error();
}

} // namespace

class TestLiquid : public QObject
{
    Q_OBJECT

private slots:
    void rendersAsDotLiquid_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const char *text, const char *expected) { QTest::newRow(name) << text << expected; };
        row("text", "a { b } c", "a { b } c");
        row("output", "{{body.name}}|{{ body['name'] }}|{{body.list[1]}}|{{body.list[-1]}}", "Ann Lee|Ann Lee|a|c");
        row("values", "{{body.n}} {{body.f}} {{body.yes}} {{body.no}}|{{body.nothing.at.all}}", "7 2.5 true |");
        row("literals", "{{ 'a' }}{{ \"b\" }}{{ 3 }}{{ -1.50 }}{{ true }}{{ nil }}", "ab3-1.5true");
        row("names have case", "{{body.Name}}", "");
        row("arrays join", "{{body.list}}", "bac");
        row("a hash shows its pairs", "{{body.o}}", "[k, v]");
        row("size first last", "{{body.list.size}}{{body.list.first}}{{body.list.Last}}", "3bc");
        row("dates are DateTimes", "{{body.when}}", "01/02/2020 03:04:05");
        row("if", "{% if body.n > 5 and body.name contains 'Lee' %}1{% else %}2{% endif %}", "1");
        row("elsif", "{% if body.no %}1{% elsif body.yes == true %}2{% endif %}", "2");
        row("and before or, from the right", "{% if false and true or true %}1{% else %}2{% endif %}", "2");
        row("null and missing are equal", "{% if body.no == null and body.x == nil %}1{% endif %}", "1");
        row("empty", "{% if body.empty == empty %}1{% endif %}{% if body.list == empty %}2{% endif %}{% if body.no == blank %}3{% endif %}", "13");
        row("numbers and texts", "{% if body.n == '7' %}1{% endif %}{% if '7' == body.n %}2{% endif %}{% if body.f >= 2.5 %}3{% endif %}", "123");
        row("no spaces", "{% if body.n==7 %}1{% endif %}{% if body.n!=7 %}2{% endif %}", "1");
        row("hasKey", "{% if body.o hasKey 'k' %}1{% endif %}{% if body.list contains 'a' %}2{% endif %}", "12");
        row("startsWith", "{% if body.name startsWith 'Ann' %}1{% endif %}{% if body.name endswith 'x' %}2{% endif %}", "1");
        row("unless", "{% unless body.n == 7 %}1{% else %}2{% endunless %}", "2");
        row("case", "{% case body.n %}x{% when 1, 7 %}a{% when 8 or 9 %}b{% else %}c{% endcase %}", "a");
        row("case else", "{% case body.name %}{% when 'x' %}a{% else %}c{% endcase %}", "c");
        row("for", "{% for i in body.items %}{{forloop.index}}:{{i.id}}{{i.t}}{% unless forloop.last %},{% endunless %}{% endfor %}", "1:1x,2:2y");
        row("limit and offset", "{% for i in (1..9) limit:2 offset:3 %}{{i}}{% endfor %}{% for i in (1..9) limit:2 offset:continue %}{{i}}{% endfor %}", "4567");
        row("reversed", "{% for i in body.list reversed %}{{i}}{% endfor %}", "cab");
        row("break and continue", "{% for i in (1..9) %}{% if i == 2 %}{% continue %}{% endif %}{% if i == 5 %}{% break %}{% endif %}{{i}}{% endfor %}", "134");
        row("for else", "{% for i in body.empty %}x{% else %}none{% endfor %}{% for i in body.x %}x{% else %}none{% endfor %}", "nonenone");
        row("pairs of a hash", "{% for p in body.o %}{{p.Key}}={{p.Value}} {{p[0]}}{% endfor %}", "k=v k");
        row("JSONArrayFor", "[{% JSONArrayFor i in body.items -%} {{i.id}}{% endJSONArrayFor -%} ]", "[1,2]");
        row("assign", "{% assign x = body.name | Upcase %}{{x}}{% if true %}{% assign x = 1 %}{% endif %}{{x}}", "ANN LEE1");
        row("capture", "{% capture y %}[{{body.n}}]{% endcapture %}{{y}}{{y}}", "[7][7]");
        row("comment and raw", "a{% comment %}{{x}}{% if %}{% endcomment %}b{% raw %}{{ x }}{% if %}{% endraw %}c", "ab{{ x }}{% if %}c");
        row("cycle", "{% for i in (1..3) %}{% cycle 'a', 'b' %}{% endfor %}{% cycle n: 1, 2 %}{% cycle n: 1, 2 %}", "aba12");
        row("increment", "{% increment c %}{% increment c %}{{c}}{% decrement d %}", "012-1");
        row("ifchanged", "{% for i in body.list %}{% ifchanged %}x{% endifchanged %}{% endfor %}", "x");
        row("tablerow", "{% tablerow i in (1..3) cols:2 %}{{i}}{% endtablerow %}",
            "<tr class=\"row1\">\r\n<td class=\"col1\">1</td><td class=\"col2\">2</td></tr>\r\n<tr class=\"row2\"><td class=\"col1\">3</td></tr>\r\n");
        row("white space", "a \t{%- assign x = 1 -%}\n b {{- x -}}  c", "a b1c");
        row("white space keeps line ends before", "a\n{{- 1 }}", "a\n1");
    }
    void rendersAsDotLiquid()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        COMPARE_TEXT(rendered(text.toStdString()), expected.toStdString());
    }
    void filters_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *text, const char *expected) { QTest::newRow(text) << text << expected; };
        row("'abc' | Upcase | Downcase", "abc");
        row("'ann lee' | Capitalize", "Ann Lee");
        row("'a' | Append: 'b' | Prepend: 'c'", "cab");
        row("5 | Append: 'b'", "5b");
        row("'aXbX' | Replace: 'X', '-'", "a-b-");
        row("'a.b' | Replace: '\\.', '$0$0'", "a..b");
        row("'john' | Replace: '(j)(o)', '$2$1'", "ojhn");
        row("'aXbX' | ReplaceFirst: 'X', '-'", "a-bX");
        row("'aXbX' | Remove: 'X' | RemoveFirst: 'a'", "b");
        row("'  a ' | Strip | Append: '|'", "a|");
        row("'  a ' | Lstrip | Append: '|'", "a |");
        row("'abcdefgh' | Truncate: 6", "abc...");
        row("'abcdefgh' | Truncate: 6, '-'", "abcde-");
        row("'a b c d' | TruncateWords: 2", "a b...");
        row("body.h | StripHtml", "A & B");
        row("body.h | Escape", "&lt;a href=&#39;x&#39;&gt;A &amp; B&lt;/a&gt;");
        row("'a b/&' | UrlEncode", "a+b%2F%26");
        row("'a+b%2F' | UrlDecode", "a b/");
        row("'a,b,,c' | Split: ',' | Join: '-'", "a-b-c");
        row("'abc' | Split: '' | Reverse | Join: ''", "cba");
        row("body.list | Sort | Join: ','", "a,b,c");
        row("body.items | Map: 't' | Join: ','", "x,y");
        row("body.items | Where: 't', 'y' | Map: 'id' | First", "2");
        row("'a,b,a' | Split: ',' | Uniq | Size", "2");
        row("body.list | First", "b");
        row("body.list | Last", "c");
        row("'hello' | Size", "5");
        row("'hello' | Slice: 1, 3", "ell");
        row("'hello' | Slice: -3, 2", "ll");
        row("7 | Plus: 1 | Minus: 3 | Times: 2", "10");
        row("7 | DividedBy: 2", "3");
        row("7.0 | DividedBy: 2", "3.5");
        row("7 | Modulo: 4", "3");
        row("0.1 | Plus: 10 | Minus: 10", "0.1");
        row("'5' | Plus: 1", "51");
        row("'5' | Times: 3", "555");
        row("1 | DividedBy: 0", "Liquid error: Attempted to divide by zero.");
        row("'5' | Minus: 1", "Liquid error: The binary operator SubtractChecked is not defined for the types 'System.String' and 'System.Int32'.");
        row("2.5 | Round", "2");
        row("2.345 | Round: 1", "2.3");
        row("-3.7 | Abs", "3.7");
        row("4 | AtLeast: 5", "5");
        row("4 | AtMost: 3", "3");
        row("1.2 | Ceil", "2");
        row("1234.5 | Currency", "$1,234.50");
        row("body.no | Default: 'x'", "x");
        row("body.name | Default: 'x'", "Ann Lee");
        row("body.when | Date: 'yyyyMMddTHH:mm:ssZ'", "20200102T03:04:05Z");
        row("body.when | Date:\"dd.MM.yyyy\"", "02.01.2020");
        row("'2021-05-06' | Date: 'MMM d'", "May 6");
        row("'no date' | Date: 'yyyy'", "no date");
        row("'abc' | upcase", "ABC");
        row("7 | divided_by: 2 | at_least: 5", "5");
        row("'x' | NoSuchFilter: 1", "x");
        row("body.name | Replace: '('", "Liquid error:");
    }
    void filters()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        const auto actual = rendered("{{ " + text.toStdString() + " }}");
        if (expected == "Liquid error:")
            QVERIFY2(actual.starts_with("Liquid error:"), actual.c_str());
        else
            COMPARE_TEXT(actual, expected.toStdString());
    }
    void refusesWrongTemplates_data()
    {
        QTest::addColumn<QString>("text");
        for (const char *text : {"{% if x %}", "{% for i %}{% endfor %}", "{{ x", "{% x", "{% nope %}", "{% endif %}", "{% assign x %}",
                                 "{% case %}{% endcase %}", "{% raw %}", "{% include 'x' %}", "{% if %}{% endif %}", "{% comment %}"})
            QTest::newRow(text) << text;
    }
    void refusesWrongTemplates()
    {
        QFETCH(QString, text);
        const auto actual = rendered(text.toStdString());
        QVERIFY2(actual.starts_with("Liquid syntax error: "), actual.c_str());
    }
    void bindsXmlByLocalNamesWithoutCase()
    {
        const char *xml = R"x(<s:Envelope xmlns:s="u"><s:Body><GetProductsResponse xmlns="v"><GetProductsResult><Product><ID>1</ID><Name>A</Name></Product>
            <Product><ID>2</ID><Name>B</Name></Product></GetProductsResult></GetProductsResponse></s:Body></s:Envelope>)x";
        COMPARE_TEXT(rendered("{% JSONArrayFor item in body.envelope.body.GetProductsResponse.GetProductsResult -%}{\"iD\":{{item.ID}},"
                              "\"name\":\"{{item.Name}}\"}{% endJSONArrayFor -%}", xml, "text/xml; charset=utf-8"),
                     R"x({"iD":1,"name":"A"},{"iD":2,"name":"B"})x");
        COMPARE_TEXT(rendered("{{body.envelope.body.getproductsresponse.getproductsresult.product[1].name}}", xml, "application/soap+xml"), "B");
    }
    void treatsNilAsAsked()
    {
        const char *xml = R"x(<a xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><b xsi:nil="true"/></a>)x";
        const std::string text = "{% if body.a.b == nil %}nil{% else %}blank{% endif %}";
        COMPARE_TEXT(rendered(text, xml, "application/xml"), "blank");
        COMPARE_TEXT(rendered(text, xml, "application/xml", {true, true}), "nil");
    }
    void copiesDatesWhereAsked()
    {
        COMPARE_TEXT(rendered("{{body.when}}", sample, "application/json", {false, false}), "2020-01-02T03:04:05Z");
    }
    void staysWithinItsLimits_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("loop") << "{% for i in (1..99999999) %}x{% endfor %}";
        QTest::newRow("nested loops") << "{% for i in (1..9999) %}{% for j in (1..9999) %}{% endfor %}{% endfor %}";
        QTest::newRow("doubling") << "{% assign x = 'aaaaaaaaaaaaaaaa' %}{% for i in (1..60) %}{% assign x = x | Append: x %}{% endfor %}{{x}}";
        QTest::newRow("output") << "{% capture x %}{% for i in (1..1000) %}aaaaaaaaaa{% endfor %}{% endcapture %}{% for i in (1..2000) %}{{x}}{% endfor %}";
        QTest::newRow("repeating") << "{{ 'a' | Times: 2000000000 }}";
    }
    void staysWithinItsLimits()
    {
        QFETCH(QString, text);
        const auto actual = rendered(text.toStdString());
        QVERIFY2(actual.starts_with("limit: "), actual.substr(0, 80).c_str());
    }
    void endsDeepNesting()
    {
        std::string text;
        for (int i = 0; i < 5000; ++i)
            text += "{% if true %}";
        QVERIFY(rendered(text).starts_with("Liquid syntax error: "));
        QVERIFY(rendered("{{ " + std::string(20'000, '[') + " }}").size() < 200);
    }
    void setsTheRequestsBody()
    {
        Call call;
        call.exchange.request.body.set(R"({"a":{"b":"x"}})");
        call.exchange.request.headers.set("Content-Type", "application/json");
        call.exchange.request.headers.set("X-One", "1");
        call.exchange.variables["v"] = std::string("w");
        call.inbound(R"x(<set-body template="liquid"><q a="{{context.Variables['v']}}">{{body.a.b}} &amp; {{context.Request.MatchedParameters["id"]}} {{context.Request.Headers.X-One}} {{context.Request.Method}}</q></set-body>)x");
        COMPARE_TEXT(*call.exchange.request.body.bytes(), R"x(<q a="w">x &amp; 42 1 GET</q>)x");
    }
    void setsTheResponsesBody()
    {
        Call call;
        auto response = FakeServices::response(201, "<r><n>5</n></r>");
        response.headers.set("Content-Type", "application/xml");
        call.services.forwardAnswers = {response};
        call.inbound({}, R"x(<set-body template="liquid">{"n": {{body.r.n}}, "s": {{context.Response.StatusCode}}}</set-body>)x");
        COMPARE_TEXT(call.body(), R"x({"n": 5, "s": 201})x");
    }
    void seesNoBodyBelowReturnResponse()
    {
        Call call;
        call.exchange.request.body.set(R"({"a":1})");
        call.exchange.request.headers.set("Content-Type", "application/json");
        call.inbound("<return-response><set-body template=\"liquid\">[{{body.a}}]{% for h in context.Request.Headers %}{{- h.Key }}: {{ h.Value }}{% endfor %}</set-body></return-response>");
        COMPARE_TEXT(call.body(), "[]Content-Type: application/json");
    }
    void failsForWhatIsWrong()
    {
        Call broken;
        broken.inbound("<set-body template=\"liquid\">{% if %}</set-body>");
        QCOMPARE(broken.exchange.response.status, 500);
        COMPARE_TEXT(broken.exchange.lastError->source, "set-body");
        Call unreadable;
        unreadable.exchange.request.body.set("{");
        unreadable.exchange.request.headers.set("Content-Type", "application/json");
        unreadable.inbound("<set-body template=\"liquid\">{{body.x}}</set-body>");
        QCOMPARE(unreadable.exchange.response.status, 500);
    }
};

QTEST_GUILESS_MAIN(TestLiquid)
#include "tst_liquid.moc"
