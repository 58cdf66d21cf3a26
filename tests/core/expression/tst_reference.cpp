// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/expression/answer.h"
#include "core/expression/context_json.h"

#include <QFile>
#include <QtTest>

using namespace gatehouse;
using namespace gatehouse::expression;

//! Real expressions with the results that real C# gave (README of the reference folder).
class TestExpressionReference : public QObject
{
    Q_OBJECT

private slots:
    void agreesWithCSharp();
};

namespace {

std::string readReference(const char *name)
{
    QFile file(QStringLiteral(GATEHOUSE_REFERENCE_DIR "/expressions/") + QLatin1String(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

//! Kinds of sequence are not told apart, nor are line ends.
std::string comparable(json::object answer)
{
    answer.erase("id");
    auto type = std::string(stringMember(answer, "type"));
    if ((type.ends_with("[]") && type != "System.Byte[]") || type.starts_with("System.Collections.Generic.") || type == "IEnumerable")
        answer["type"] = "sequence";
    if (auto *value = answer.if_contains("value"); value && value->is_number())
        *value = value->to_number<double>();
    auto text = toJson(answer);
    for (auto at = text.find("\\r\\n"); at != std::string::npos; at = text.find("\\r\\n", at))
        text.erase(at, 2);
    return text;
}

} // namespace

void TestExpressionReference::agreesWithCSharp()
{
    const auto cases = readReference("cases.jsonl");
    if (cases.empty())
        QSKIP("the reference is not here");
    const auto defaults = parseJson(readReference("default-context.json"));
    QVERIFY(defaults);
    const Library library;
    int passed = 0, failed = 0;
    for (const auto line : split(cases, '\n')) {
        if (trim(line).empty())
            continue;
        const auto item = parseJson(line);
        QVERIFY(item);
        const auto &object = item->as_object();
        JsonContext context(defaults->as_object(), object.at("context").as_object(), library);
        const auto answer = comparable(evaluate(stringMember(object, "expression"), library, context));
        const auto expected = comparable(object.at("expected").as_object());
        if (answer == expected) {
            ++passed;
            continue;
        }
        if (++failed <= 10)
            qInfo("%s: %s, not %s", std::string(stringMember(object, "id")).c_str(), answer.c_str(), expected.c_str());
    }
    qInfo("%d passed, %d failed", passed, failed);
    QVERIFY2(failed * 100 < passed + failed, "less than 99 % agree");
}

QTEST_GUILESS_MAIN(TestExpressionReference)
#include "tst_reference.moc"
