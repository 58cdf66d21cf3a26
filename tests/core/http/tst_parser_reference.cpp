// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/http/parser.h"
#include "core/http/serializer.h"
#include "tests/core/http/parse_trace.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <optional>
#include <utility>

using namespace gatehouse::http;

//! Holds the parser to collections of other people: llhttp's own strict cases, and payloads made to smuggle requests.
class TestParserReference : public QObject
{
    Q_OBJECT

private slots:
    void agreesWithLlhttp_data();
    void agreesWithLlhttp();
    void namesNoDeviationInVain();
    void readsNoPayloadAsTwoRequests();

private:
    QSet<QString> m_known; //!< ids of the cases
};

namespace {

std::optional<QJsonArray> casesOf(const char *name)
{
    QFile file(QStringLiteral(GATEHOUSE_REFERENCE_DIR "/http/%1").arg(QLatin1String(name)));
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    return QJsonDocument::fromJson(file.readAll()).object()[QStringLiteral("cases")].toArray();
}

std::string_view view(const QByteArray &bytes)
{
    return {bytes.data(), static_cast<std::size_t>(bytes.size())};
}

struct Verdict
{
    int messages = 0;
    bool refused = false;
    std::string code;

    bool operator==(const Verdict &other) const { return messages == other.messages && refused == other.refused; }
};

//! What a connection would make of the bytes: it stops at the end of its life and where a tunnel begins. `closing` is
//! fed when the bytes end within a head or among chunks.
template <typename Parser, typename Head> Verdict verdictOn(std::string_view input, std::string_view closing)
{
    Head head;
    Parser parser{head};
    Verdict verdict;
    while (true) {
        const auto parsed = parser.next(input);
        input.remove_prefix(parsed.consumed);
        if (parsed.event == ParseEvent::Error) {
            verdict.refused = true;
            verdict.code = parser.errorCode();
            return verdict;
        }
        if (parsed.event == ParseEvent::NeedMore) {
            if (parser.idle() || parser.framing() == BodyFraming::Length || closing.empty())
                return verdict;
            input = std::exchange(closing, {});
        }
        if (parsed.event != ParseEvent::Complete)
            continue;
        ++verdict.messages;
        bool tunnel = false;
        if constexpr (std::is_same_v<Head, RequestHead>)
            tunnel = head.method == "CONNECT" || parser.isUpgrade();
        else
            tunnel = head.status == 101;
        if (tunnel)
            return verdict;
        if (!parser.keepAlive()) {
            const auto rest = gatehouse::trim(input);
            verdict.refused = !rest.empty();
            verdict.code = rest.empty() ? "" : "data after the last message";
            return verdict;
        }
        parser.reset();
    }
}

//! The host that a request line with this target belongs to.
QByteArray hostOf(const QString &target)
{
    const auto mark = target.indexOf(QStringLiteral("://"));
    if (mark < 0)
        return "a";
    const auto rest = target.mid(mark + 3);
    return rest.left(rest.indexOf(QRegularExpression(QStringLiteral("[/?]|$")))).toLatin1();
}

//! llhttp does not ask for Host, and its collection lacks it nearly everywhere: without one in each head no other rule
//! would be tested.
QByteArray withHosts(QByteArray raw)
{
    static const QRegularExpression line(QStringLiteral("(?:^|\n)[A-Z-]+ ([^ \r\n]+) HTTP/1\\.1\r\n"));
    static const QRegularExpression host(QStringLiteral("(^|\n)host:"), QRegularExpression::CaseInsensitiveOption);
    const auto text = QString::fromLatin1(raw);
    qsizetype added = 0;
    for (auto matches = line.globalMatch(text); matches.hasNext();) {
        const auto match = matches.next();
        const auto end = match.capturedEnd();
        const auto headEnd = text.indexOf(QStringLiteral("\r\n\r\n"), end - 2);
        if (host.match(text.mid(end, headEnd < 0 ? -1 : headEnd - end + 2)).hasMatch())
            continue;
        const auto field = "Host: " + hostOf(match.captured(1)) + "\r\n";
        raw.insert(end + added, field);
        added += field.size();
    }
    return raw;
}

struct Deviation
{
    const char *id; //!< the end of the case's id
    const char *reason;
};

constexpr auto anyMethod = "laxer: any token is a method (RFC 9110 section 9.1); routing knows which ones are served";
constexpr auto otherProtocol = "stricter: a gateway for HTTP speaks neither RTSP nor ICE";
constexpr auto notOurs = "the case depends on how llhttp's own test program is set up, or lost its end";
constexpr auto zeroes = "stricter: some read leading zeros as octal";
constexpr auto fragment = "stricter: a fragment is never sent (RFC 9112 section 3.2)";
constexpr auto hostField = "stricter: Host is no host and port (RFC 9112 section 3.2)";
constexpr auto lineBeforeResponse = "stricter: only a server may skip an empty line (RFC 9112 section 2.2); before a "
                                    "response it is a sign of lost framing";
constexpr auto coding =
    "stricter: RFC 9112 section 6.3 would read such a response until close; we can't pass on what we can't frame";

const Deviation deviations[] = {
    {"CRLF between requests, implicit `keep-alive`", notOurs},
    {"CRLF between requests, explicit `close`", notOurs},
    {"`Content-Length` with zeroes", zeroes},
    {"`Content-Length` with follow-up headers", zeroes},
    {"Content-Length reset when no body is received", notOurs},
    {"HTTP protocol and ANNOUNCE method", anyMethod},
    {"ICE protocol, but not really / Invalid method", anyMethod},
    {"CONNECT with body", "stricter: content in CONNECT has no meaning (RFC 9110 section 9.3.6)"},
    {"M-SEARCH request", "stricter: * is for OPTIONS alone (RFC 9112 section 3.2.4)"},
    {"SOURCE request with ICE", otherProtocol},
    {"OPTIONS request with RTSP", otherProtocol},
    {"ANNOUNCE request with RTSP", otherProtocol},
    {"response/sample: RTSP response", otherProtocol},
    {"response/sample: ICE response", otherProtocol},
    {"PRI request HTTP2", "stricter: an HTTP/2 preface is refused, where llhttp pauses"},
    {"request/sample: curl GET", hostField},
    {"request/sample: Firefox GET", hostField},
    {"request/sample: No HTTP version", "stricter: HTTP/0.9 has no framing"},
    {"response/sample: HTTP version 0.9", "stricter: HTTP/0.9 has no framing"},
    {"POST with `chunked` as last transfer-encoding", fragment},
    {"POST with `chunked` as last transfer-encoding (multiple headers)", fragment},
    {"request/uri: Fragment in URI", fragment},
    {"request/uri: `host:port` and basic auth", "stricter: user info in a target misleads (RFC 9110 section 4.2.4)"},
    {"response/connection: HTTP 304 with Content-Length", lineBeforeResponse},
    {"response/connection: HTTP 100 first, then 400", lineBeforeResponse},
    {"response/pipelining: Should parse multiple events", lineBeforeResponse},
    {"response/sample: Response starting with CRLF", lineBeforeResponse},
    {"response/sample: Google 301", lineBeforeResponse},
    {"response/transfer-encoding: `chunked` before other transfer-encoding", coding},
    {"response/transfer-encoding: multiple transfer-encoding where chunked is not the last one", coding},
    {"response/transfer-encoding: `chunkedchunked` transfer-encoding does not enable chunked enconding", coding},
};

const Deviation *deviationOf(const QString &id)
{
    for (const auto &deviation : deviations) {
        if (id.endsWith(QLatin1String(deviation.id)))
            return &deviation;
    }
    return nullptr;
}

//! A field that somebody could take for one of the two that say where a message ends: same letters, whatever stands
//! between.
bool looksLikeFraming(std::string_view name)
{
    std::string letters;
    for (const char c : gatehouse::toLower(name)) {
        if (c >= 'a' && c <= 'z')
            letters += c;
    }
    return letters == "contentlength" || letters == "transferencoding";
}

struct Forwarded
{
    bool refused = false;
    int messages = 0; //!< complete ones
    int framingFields = 0; //!< in the first head, and what looks like one
    std::string text; //!< as a backend gets it
};

//! What a proxy on top of the parser and serializer passes on.
Forwarded forward(std::string_view input)
{
    RequestHead head;
    RequestParser parser{head};
    Forwarded result;
    while (true) {
        const auto parsed = parser.next(input);
        input.remove_prefix(parsed.consumed);
        const bool isChunked = parser.framing() == BodyFraming::Chunked;
        switch (parsed.event) {
        case ParseEvent::NeedMore:
            return result;
        case ParseEvent::Error:
            result.refused = true;
            return result;
        case ParseEvent::Head:
            if (result.messages == 0) {
                for (const auto field : head.headers)
                    result.framingFields += looksLikeFraming(field.name) ? 1 : 0;
            }
            appendHead(result.text, head);
            break;
        case ParseEvent::Body:
            if (isChunked)
                appendChunk(result.text, parsed.body);
            else
                result.text += parsed.body;
            break;
        case ParseEvent::Complete:
            if (isChunked)
                appendLastChunk(result.text, parser.trailers());
            ++result.messages;
            parser.reset();
        }
    }
}

//! Pausing for a tunnel is no refusal.
bool isRefusal(const QJsonValue &error)
{
    return error.isObject() && !error[QStringLiteral("reason")].toString().startsWith(QLatin1String("Pause on"));
}

} // namespace

void TestParserReference::agreesWithLlhttp_data()
{
    QTest::addColumn<QByteArray>("raw");
    QTest::addColumn<bool>("isRequest");
    QTest::addColumn<int>("messages");
    QTest::addColumn<bool>("refused");
    const auto cases = casesOf("llhttp.json");
    if (!cases)
        QSKIP("no reference data");
    for (const auto &value : *cases) {
        const auto entry = value.toObject();
        if (entry[QStringLiteral("lenient")].toBool())
            continue;
        const auto id = entry[QStringLiteral("id")].toString();
        m_known += id;
        QTest::newRow(qPrintable(id)) << QByteArray::fromBase64(entry[QStringLiteral("raw")].toString().toLatin1())
                                      << entry[QStringLiteral("type")].toString().startsWith(QLatin1String("request"))
                                      << entry[QStringLiteral("messages")].toInt()
                                      << isRefusal(entry[QStringLiteral("error")]);
    }
    QVERIFY(m_known.size() > 150);
}

void TestParserReference::agreesWithLlhttp()
{
    QFETCH(QByteArray, raw);
    QFETCH(bool, isRequest);
    QFETCH(int, messages);
    QFETCH(bool, refused);
    const Verdict expected{messages, refused, {}};
    // The collection lost the line end that closes each case, save where the input is meant to end within a line.
    const bool isCut = std::string_view{QTest::currentDataTag()}.find("unsafe to finish") == std::string_view::npos;
    const std::string_view closing = isCut ? "\r\n" : "";
    if (isRequest)
        raw = withHosts(raw);
    const auto verdict = isRequest ? verdictOn<RequestParser, RequestHead>(view(raw), closing)
                                   : verdictOn<ResponseParser, ResponseHead>(view(raw), closing);
    const auto *deviation = deviationOf(QString::fromUtf8(QTest::currentDataTag()));
    const auto text =
        std::to_string(verdict.messages) + " messages, " + (verdict.refused ? "refused: " + verdict.code : "accepted");
    if (deviation)
        QVERIFY2(!(verdict == expected), "no deviation any more");
    else
        QVERIFY2(verdict == expected, text.c_str());
}

void TestParserReference::namesNoDeviationInVain()
{
    if (!casesOf("llhttp.json"))
        QSKIP("no reference data");
    for (const auto &deviation : deviations) {
        const bool isKnown = std::any_of(m_known.begin(), m_known.end(),
                                         [&](const QString &id) { return deviationOf(id) == &deviation; });
        QVERIFY2(isKnown, deviation.id);
    }
}

void TestParserReference::readsNoPayloadAsTwoRequests()
{
    const auto cases = casesOf("smuggler.json");
    if (!cases)
        QSKIP("no reference data");
    int refused = 0;
    for (const auto &value : *cases) {
        auto raw = QByteArray::fromBase64(value[QStringLiteral("raw")].toString().toLatin1());
        raw.replace("__PATH__", "/").replace("__HOST__", "localhost");
        const auto forwarded = forward(view(raw));
        if (forwarded.refused) {
            ++refused;
            continue;
        }
        const auto id = value[QStringLiteral("id")].toString().toUtf8();
        QVERIFY2(forwarded.messages <= 1, id.constData());
        QVERIFY2(forwarded.framingFields == 1,
                 (id + " would be forwarded with a second framing field: " + raw).constData());
        const auto again = verdictOn<RequestParser, RequestHead>(forwarded.text, {});
        QVERIFY2(!again.refused && again.messages == forwarded.messages, id.constData());
    }
    QCOMPARE(cases->size(), 3406);
    qInfo("%d refused, %d forwarded as one request", refused, static_cast<int>(cases->size()) - refused);
    QVERIFY(refused > 3000);
}

QTEST_GUILESS_MAIN(TestParserReference)
#include "tst_parser_reference.moc"
