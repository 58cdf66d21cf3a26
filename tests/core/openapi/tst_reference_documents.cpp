// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"
#include "core/http/url_template.h"
#include "core/openapi/import.h"
#include "core/resource/kinds.h"

#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QTest>

#include <map>

using namespace gatehouse;

namespace {

std::string contentOf(const QString &path)
{
    QFile file{path};
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string{};
}

QString directory()
{
    return QStringLiteral(GATEHOUSE_REFERENCE_DIR "/openapi");
}

void beginTable()
{
    QTest::addColumn<QString>("path");
    if (!QDir{directory()}.exists())
        QTest::newRow("absent") << QString{};
}

void addDocuments(const QString &below, const QStringList &patterns, const QStringList &except = {})
{
    QDirIterator files{below, patterns, QDir::Files, QDirIterator::Subdirectories};
    while (files.hasNext()) {
        const auto path = files.next();
        if (except.contains(QFileInfo{path}.fileName()))
            continue;
        QTest::newRow(qPrintable(QDir{directory()}.relativeFilePath(path))) << path;
    }
}

//! Follows the plain pointers that path items use, as little as counting needs.
const json::value *followed(const json::value &root, const json::value *item)
{
    while (const auto *reference = member(*item, "$ref")) {
        boost::system::error_code error;
        item = root.find_pointer(std::string{reference->as_string()}.substr(1), error);
        if (!item)
            break;
    }
    return item;
}

std::size_t plainCount(const json::value &root)
{
    std::size_t count = 0;
    const bool swagger = member(root, "swagger");
    const auto *paths = member(root, "paths");
    if (!paths)
        return 0;
    for (const auto &[path, item] : paths->as_object()) {
        const auto *target = path.starts_with("x-") || item.is_null() ? nullptr : followed(root, &item);
        for (const auto *method : {"get", "put", "post", "delete", "options", "head", "patch", "trace"})
            count += target && member(*target, method) && !(swagger && std::string_view{method} == "trace") ? 1 : 0;
    }
    return count;
}

tl::expected<openapi::Import, Diagnostics> importOf(const std::string &text)
{
    openapi::ImportOptions options;
    options.apiId = "reference";
    return openapi::import(text, options);
}

std::string allOf(const Diagnostics &diagnostics)
{
    std::string out;
    for (const auto &diagnostic : diagnostics) {
        if (out.size() < 2000)
            out += openapi::describe(diagnostic) + '\n';
    }
    return out;
}

//! Every schema that an operation names has to be in the schema resource.
void collectTypeNames(const json::value &value, std::map<std::string, std::string> &names)
{
    if (const auto *object = value.if_object()) {
        if (const auto name = stringMember(*object, "typeName"); !name.empty())
            names[std::string{name}] = stringMember(*object, "schemaId");
        for (const auto &[key, item] : *object) {
            if (key != "examples")
                collectTypeNames(item, names);
        }
    } else if (const auto *array = value.if_array()) {
        for (const auto &item : *array)
            collectTypeNames(item, names);
    }
}

std::map<std::string, json::object> propertiesById(const std::vector<resource::Resource> &resources)
{
    std::map<std::string, json::object> all;
    for (const auto &resource : resources)
        all[resource.id.text()] = resource.properties;
    return all;
}

} // namespace

class TestReferenceDocuments : public QObject
{
    Q_OBJECT

private slots:
    void importsEveryDocumentWithAllItsOperations_data()
    {
        beginTable();
        addDocuments(directory(), {"*.json", "*.yaml"});
    }
    void importsEveryDocumentWithAllItsOperations()
    {
        QFETCH(QString, path);
        if (path.isEmpty())
            QSKIP("no reference data here");
        const auto text = contentOf(path);
        const auto result = importOf(text);
        QVERIFY2(result.has_value(), result ? "" : allOf(result.error()).c_str());
        auto twin = path;
        twin.replace(".yaml", ".json").replace("/yaml/", "/json/");
        const auto plain = parseJson(contentOf(twin), {.bytes = 64U << 20, .depth = 256});
        QVERIFY(plain.has_value());
        QCOMPARE(result->operations.size(), plainCount(*plain));

        const auto *kind = resource::kindOf(result->api.id);
        QVERIFY(kind);
        QCOMPARE(allOf(resource::validate(*kind, result->api)), std::string{});
        std::map<std::string, std::string> typeNames;
        for (const auto &operation : result->operations) {
            QVERIFY(operation.id.name().size() <= 80);
            QCOMPARE(allOf(resource::validate(*resource::kindOf(operation.id), operation)), std::string{});
            QVERIFY(http::UrlTemplate::parse(stringMember(operation.properties, "urlTemplate")).has_value());
            collectTypeNames(operation.properties, typeNames);
        }
        QCOMPARE(propertiesById(result->operations).size(), result->operations.size());
        checkTypeNames(*result, typeNames);
    }

    void makesTheSameOfJsonAndYaml_data()
    {
        // The two forms of these differ: a word of a description, where a schema has its type, a method.
        const QStringList different{"petstore-expanded.yaml", "uspto.yaml", "train-travel.yaml"};
        beginTable();
        addDocuments(directory() + "/oas-examples/2.0", {"*.yaml"}, different);
        addDocuments(directory() + "/oas-examples/3.0", {"*.yaml"}, different);
        addDocuments(directory() + "/oas-examples/3.1", {"*.yaml"}, different + QStringList{"parameters-style.yaml"});
    }
    void makesTheSameOfJsonAndYaml()
    {
        QFETCH(QString, path);
        if (path.isEmpty())
            QSKIP("no reference data here");
        auto twin = path;
        twin.replace(".yaml", ".json").replace("/yaml/", "/json/");
        const auto yaml = importOf(contentOf(path));
        const auto json = importOf(contentOf(twin));
        QVERIFY2(yaml.has_value(), yaml ? "" : allOf(yaml.error()).c_str());
        QVERIFY(json.has_value());
        QVERIFY(yaml->version == json->version);
        QCOMPARE(toPrettyJson(yaml->api.properties), toPrettyJson(json->api.properties));
        QCOMPARE(yaml->warnings.size(), json->warnings.size());
        compare(propertiesById(yaml->operations), propertiesById(json->operations));
        compare(propertiesById(yaml->schemas), propertiesById(json->schemas));
    }

private:
    static void checkTypeNames(const openapi::Import &result, const std::map<std::string, std::string> &typeNames)
    {
        QVERIFY(result.schemas.size() == 1 || (result.schemas.empty() && typeNames.empty()));
        if (result.schemas.empty())
            return;
        const auto &schema = result.schemas.front();
        const auto *document = member(schema.properties, "document");
        const auto *holder = member(*document, "components");
        const auto *names = holder ? member(*holder, "schemas") : member(*document, "definitions");
        QVERIFY(names);
        for (const auto &[name, id] : typeNames) {
            QCOMPARE(id, std::string{schema.id.name()});
            QVERIFY2(member(*names, name), name.c_str());
        }
    }

    static void compare(const std::map<std::string, json::object> &a, const std::map<std::string, json::object> &b)
    {
        QCOMPARE(a.size(), b.size());
        for (const auto &[id, properties] : a) {
            const auto other = b.find(id);
            QVERIFY2(other != b.end(), id.c_str());
            // Equality of objects knows no order; on a difference the texts show it.
            if (properties != other->second)
                QCOMPARE(toPrettyJson(properties), toPrettyJson(other->second));
            QVERIFY2(properties == other->second, id.c_str());
        }
    }
};

QTEST_GUILESS_MAIN(TestReferenceDocuments)
#include "tst_reference_documents.moc"
