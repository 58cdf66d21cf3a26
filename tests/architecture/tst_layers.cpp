// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Reads every #include of app, core and ui, and the linkage of gatectl. The lists here are the architecture: a wrong direction is
// mended in the code, and a new folder or edge is added here with thought.

#include <QTest>

#include <QDirIterator>
#include <QFile>
#include <QMap>
#include <QProcess>
#include <QRegularExpression>
#include <QSet>

namespace {

const QMap<QString, int> layers{
    {"base", 0},
    {"resource", 1}, {"crypto", 1}, {"http", 1}, {"telemetry", 1}, {"limit", 1}, {"sqlite", 1},
    {"net", 2}, {"expression", 2}, {"policy", 2}, {"identity", 2}, {"openapi", 2}, {"folder", 2},
    {"gateway", 3}, {"store", 3}, {"audit", 3}, {"guard", 3}, {"observe", 3}, {"vault", 3}, {"fleet", 3}, {"assist", 3},
    {"management", 4}, {"remote", 4},
};

//! Within a layer, only along these.
const QSet<QPair<QString, QString>> sidewaysEdges{
    {"resource", "crypto"}, // secrets compare and show by keyed digest
    {"policy", "expression"}, // the compiler turns expressions into programs
    {"policy", "identity"}, // policies judge tokens; what identity fetches it asks of its caller (identity/io.h)
};

//! Downward, and yet not allowed: the data plane emits to an observer it was given.
const QSet<QPair<QString, QString>> forbiddenEdges{
    {"gateway", "management"}, {"gateway", "store"}, {"gateway", "audit"}, {"gateway", "remote"},
};

//! What every page of the window may see beside its own folder.
const QSet<QString> sharedUi{"shell", "request", "components", "charts"};

struct Include
{
    QString file; //!< relative to the root
    int line = 0;
    QString target; //!< between the quotes or angles
};

QList<Include> includesBelow(const QString &folder)
{
    static const QRegularExpression pattern(QStringLiteral("^\\s*#\\s*include\\s*[<\"]([^>\"]+)[>\"]"));
    QList<Include> includes;
    const QDir root(QStringLiteral(GATEHOUSE_SOURCE_DIR));
    QDirIterator it(root.filePath(folder), {"*.h", "*.cpp"}, QDir::Files, QDirIterator::Subdirectories);
    while (it.hasNext()) {
        QFile file(it.next());
        if (!file.open(QIODevice::ReadOnly | QIODevice::Text))
            qFatal("cannot read %s", qPrintable(file.fileName()));
        for (int line = 1; !file.atEnd(); ++line) {
            const auto match = pattern.match(QString::fromUtf8(file.readLine()));
            if (match.hasMatch())
                includes.append({root.relativeFilePath(file.fileName()), line, match.captured(1)});
        }
    }
    return includes;
}

QString part(const QString &path, int index)
{
    return path.section('/', index, index);
}

bool isQt(const QString &target)
{
    static const QRegularExpression pattern(QStringLiteral("^(Qt?[A-Z]\\w*(/|$)|Qsci/|qt6?keychain)"));
    return pattern.match(target).hasMatch();
}

bool isQtGui(const QString &target)
{
    static const QRegularExpression module(QStringLiteral("^(QtGui|QtWidgets|QtCharts|QtSvg|QtSvgWidgets|QtQuick|QtQml|QtPrintSupport|Qsci)(/|$)"));
    // Core, Network and WebSockets are what core/remote and gatectl may use; everything else of Qt is the window's.
    static const QRegularExpression allowed(QStringLiteral(
        "^(QtCore|QtNetwork|QtWebSockets)(/|$)|^Q(Object|String|StringList|ByteArray|ByteArrayList|Timer|Thread|Url|UrlQuery|Pointer|Process|ProcessEnvironment|File|"
        "FileInfo|Dir|SaveFile|TemporaryFile|TemporaryDir|LockFile|CoreApplication|EventLoop|Mutex|MutexLocker|WaitCondition|Metaobject|MetaObject|"
        "DeadlineTimer|ElapsedTimer|DateTime|Coreevent|CoreEvent|Event|SocketNotifier|Standardpaths|StandardPaths|Settings|HostAddress|Ssl\\w*|Network\\w*|"
        "TcpSocket|TcpServer|WebSocket|LocalSocket|LocalServer|Hash|Map|List|Set|Vector|Variant|Json\\w*|RegularExpression|RandomGenerator|Semaphore|"
        "ThreadPool|Runnable|Future|FutureWatcher|Promise|IODevice|Buffer|TextStream|Debug|LoggingCategory|Global|tGlobal|tEndian|SysInfo|StringView|Scope\\w*|MessageLogger)$"));
    return module.match(target).hasMatch() || (isQt(target) && !allowed.match(target).hasMatch());
}

QStringList wrongInCore()
{
    QStringList wrong;
    for (const auto &[file, line, target] : includesBelow("core")) {
        const auto place = QStringLiteral("%1:%2 includes %3").arg(file).arg(line).arg(target);
        const auto from = part(file, 1);
        if (!layers.contains(from))
            wrong += place + ": unknown folder of core";
        if (isQt(target) && (from != "remote" || isQtGui(target)))
            wrong += place + ": Qt enters core at remote alone, without Gui";
        if (target.startsWith("ui/") || target.startsWith("app/") || target.startsWith("tests/"))
            wrong += place + ": core sees core alone";
        if (!target.startsWith("core/"))
            continue;
        const auto to = part(target, 1);
        if (to == from)
            continue;
        if (!layers.contains(to))
            wrong += place + ": unknown folder";
        else if (layers[to] > layers[from] || (layers[to] == layers[from] && !sidewaysEdges.contains({from, to})))
            wrong += place + ": upward or sideways";
        if (forbiddenEdges.contains({from, to}))
            wrong += place + ": the data plane does not know that folder";
    }
    return wrong;
}

QStringList wrongAsio()
{
    QStringList wrong;
    for (const auto folder : {"core", "ui", "app"}) {
        for (const auto &[file, line, target] : includesBelow(folder)) {
            const bool mayUse = file.startsWith("core/net/") || file.startsWith("core/gateway/");
            if (target.startsWith("boost/asio") && !mayUse)
                wrong += QStringLiteral("%1:%2 includes %3").arg(file).arg(line).arg(target);
        }
    }
    return wrong;
}

QStringList wrongInUi()
{
    QStringList wrong;
    for (const auto &[file, line, target] : includesBelow("ui")) {
        const auto place = QStringLiteral("%1:%2 includes %3").arg(file).arg(line).arg(target);
        const auto from = part(file, 1);
        static const QRegularExpression charts(QStringLiteral("^(QtCharts(/|$)|Q\\w*(Chart|ChartView|Series|ValueAxis|DateTimeAxis|CategoryAxis|BarSet|LegendMarker)$)"));
        if (charts.match(target).hasMatch() && from != "charts")
            wrong += place + ": QtCharts lives in ui/charts alone";
        if (target == "QtWidgets" || target == "QtGui" || target == "QtCore")
            wrong += place + ": whole-module header";
        if (target.startsWith("app/") || target.startsWith("tests/"))
            wrong += place + ": upward";
        if (target.startsWith("core/gateway/") || target.startsWith("core/store/") || target.startsWith("core/management/") || target.startsWith("core/net/"))
            wrong += place + ": the window talks to every gateway over ARM";
        if (!target.startsWith("ui/"))
            continue;
        const auto to = part(target, 1);
        const bool page = !sharedUi.contains(from);
        if (to != from && !sharedUi.contains(to))
            wrong += place + (page ? ": a page sees no other page" : ": shared parts see no page");
        if ((from == "components" || from == "charts") && to == "shell" && !target.startsWith("ui/shell/theme"))
            wrong += place + ": components see the theme of shell alone";
    }
    return wrong;
}

QStringList wrongInGatectl()
{
    QStringList wrong;
    for (const auto &[file, line, target] : includesBelow("app/gatectl")) {
        if (isQtGui(target) || target.startsWith("ui/"))
            wrong += QStringLiteral("%1:%2 includes %3").arg(file).arg(line).arg(target);
    }
    return wrong;
}

} // namespace

class TestLayers : public QObject
{
    Q_OBJECT

private slots:
    void coreIncludesDownwardOnly() { QCOMPARE(wrongInCore().join('\n'), QString()); }
    void asioStaysInNetAndGateway() { QCOMPARE(wrongAsio().join('\n'), QString()); }
    void pagesSeeSharedPartsOnly() { QCOMPARE(wrongInUi().join('\n'), QString()); }
    void gatectlIncludesNoWindow() { QCOMPARE(wrongInGatectl().join('\n'), QString()); }

    void theTestSeesWrongForms_data()
    {
        QTest::addColumn<QString>("target");
        QTest::addColumn<bool>("gui");
        for (const auto *target : {"QtWidgets/QWidget", "QWidget", "QtGui/QImage", "QPixmap", "QChartView", "Qsci/qsciscintilla.h", "QGuiApplication"})
            QTest::newRow(target) << target << true;
        for (const auto *target : {"QString", "QtCore/QObject", "QNetworkAccessManager", "QWebSocket", "vector", "boost/json/value.hpp"})
            QTest::newRow(target) << target << false;
    }
    void theTestSeesWrongForms()
    {
        QFETCH(QString, target);
        QFETCH(bool, gui);
        QCOMPARE(isQtGui(target), gui);
    }

    void gatectlLinksNoWindow()
    {
        const QString program = QStringLiteral(GATEHOUSE_BIN_DIR) + "/gatectl";
        if (!QFile::exists(program))
            QSKIP("gatectl is not part of this build");
        QProcess ldd;
        ldd.start("ldd", {program});
        QVERIFY(ldd.waitForFinished());
        QCOMPARE(ldd.exitCode(), 0);
        const auto text = QString::fromLocal8Bit(ldd.readAllStandardOutput());
        QVERIFY(text.contains("libc.so"));
        for (const auto *library : {"libQt6Gui", "libQt6Widgets", "libQt6Charts", "libQt6Svg"})
            QVERIFY2(!text.contains(library), library);
    }
};

QTEST_GUILESS_MAIN(TestLayers)
#include "tst_layers.moc"
