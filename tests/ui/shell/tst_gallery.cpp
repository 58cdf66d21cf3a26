// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures of the parts in both themes, written to GATEHOUSE_GALLERY (or a temporary folder): to be looked at. What is checked is
// that each draws, and differently in the dark.

#include "core/remote/network.h"
#include "ui/charts/latency_chart.h"
#include "ui/charts/stacked_bar_chart.h"
#include "ui/components/card.h"
#include "ui/components/data_table.h"
#include "ui/components/diff_view.h"
#include "ui/components/figure_tile.h"
#include "ui/components/filter_edit.h"
#include "ui/components/labels.h"
#include "ui/components/phase_timeline.h"
#include "ui/components/pill.h"
#include "ui/components/segmented_control.h"
#include "ui/components/state_stack.h"
#include "ui/components/toast.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/connection_list.h"
#include "ui/shell/main_window.h"
#include "ui/shell/review_dialog.h"
#include "ui/shell/settings_store.h"
#include "ui/shell/theme/theme.h"

#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QRadioButton>
#include <QSpinBox>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>
#include <QVBoxLayout>

#include <cmath>

using namespace gatehouse;
using namespace gatehouse::ui;
using namespace gatehouse::ui::components;

namespace {

//! Deterministic and not quite smooth.
double noise(int i)
{
    return std::sin(i * 12.9898) * 43758.5453 - std::floor(std::sin(i * 12.9898) * 43758.5453);
}

QList<charts::LatencyPoint> latency()
{
    QList<charts::LatencyPoint> points;
    for (int i = 0; i < 720; ++i) {
        const double spike = 190 * std::exp(-std::pow((i - 440) / 20.0, 2));
        const double base = 150 + 14 * std::sin(i / 60.0) + spike / 3;
        points << charts::LatencyPoint{i * 5'000LL, 40 + 5 * noise(i) + spike / 14, base + 14 * noise(i + 9), 270 + 25 * std::sin(i / 45.0) + spike + 45 * noise(i + 5), 300};
        if (i > 560 && i < 580)
            points.last() = charts::LatencyPoint{i * 5'000LL};
    }
    return points;
}

class SampleRows final : public RowSource
{
public:
    int rowCount() const override { return 242; }
    bool isBranch(int row) const override { return row == 0 || row == 2; }
    int depth(int row) const override { return isBranch(row) || row == 1 ? (row == 1 ? 1 : 0) : 1; }
    QString key(int row) const override { return QString::number(row); }
    Cell cell(int row, int column) const override
    {
        const QStringList methods{QStringLiteral("GET"), QStringLiteral("POST"), QStringLiteral("PUT"), QStringLiteral("PATCH"), QStringLiteral("DELETE")};
        if (isBranch(row)) {
            if (column == 0)
                return {.text = row == 0 ? QStringLiteral("Orders API v1") : QStringLiteral("Payments API v1"), .icon = QStringLiteral("apis")};
            return {.text = column == 1 ? QStringLiteral("/payments/v1") : QString()};
        }
        switch (column) {
        case 0: return {.text = methods[row % 5], .secondary = QStringLiteral("List items %1").arg(row)};
        case 1: return {.text = QStringLiteral("/payments/v1/accounts/{accountId}/items/%1").arg(row)};
        case 2: return {.text = row % 7 ? QStringLiteral("JWT") : QStringLiteral("None"), .tone = row % 7 ? theme::Tone::Neutral : theme::Tone::Warning};
        case 3: return {.text = QStringLiteral("%1 ms").arg(20 + row * 37 % 300), .tone = row % 9 ? theme::Tone::Neutral : theme::Tone::Warning, .fraction = (20 + row * 37 % 300) / 320.0};
        case 4: return {.text = QStringLiteral("%1 %").arg(noise(row) * 7, 0, 'f', 2), .tone = row % 6 ? theme::Tone::Neutral : theme::Tone::Danger};
        default: return {.text = QStringLiteral("%L1").arg(row * 7'919 % 190'000)};
        }
    }
};

QWidget *tiles()
{
    auto *row = new QWidget;
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(16);
    QList<double> values;
    for (int i = 0; i < 40; ++i)
        values << std::sin(i / 5.0) + noise(i);
    const auto add = [&](const char *icon, const char *name, const char *figure, const char *change, theme::Tone tone) {
        auto *tile = new FigureTile(QString::fromLatin1(icon), QString::fromLatin1(name));
        tile->setFigure(QString::fromLatin1(figure));
        tile->setChange(QString::fromLatin1(change), tone);
        tile->setSpark(values, tone == theme::Tone::Danger ? theme::Tone::Danger : theme::Tone::Accent);
        layout->addWidget(tile);
    };
    add("activity", "Requests", "18.4k /min", "+6.2 % on last week", theme::Tone::Success);
    add("gauge", "p95 latency", "154 ms", "-11 ms on last week", theme::Tone::Success);
    add("warning", "Error rate", "0.38 %", "-0.05 pt on last week", theme::Tone::Success);
    add("lock", "Sign-in failures", "214 /h", "+38 % on last week", theme::Tone::Danger);
    return row;
}

QWidget *chartsRow()
{
    auto *row = new QWidget;
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(16);
    auto *left = new Card(QStringLiteral("Latency"));
    left->setSubtitle(QStringLiteral("all APIs, last hour"));
    auto *ranges = new SegmentedControl(QStringLiteral("Range"));
    for (const char *text : {"15 m", "1 h", "24 h", "7 d"})
        ranges->addSegment(QString::fromLatin1(text));
    ranges->setCurrentIndex(1);
    left->addHeaderWidget(ranges);
    auto *chart = new charts::LatencyChart;
    chart->setData(latency(), 0, 3'600'000);
    chart->setThreshold(400, QStringLiteral("SLO p99 400 ms"));
    left->body()->addWidget(chart);
    auto *right = new Card(QStringLiteral("Failures"));
    right->setSubtitle(QStringLiteral("by reason, last 12 h"));
    auto *bars = new charts::StackedBarChart;
    QList<charts::BarSeries> series{{QStringLiteral("Token expired"), {}}, {QStringLiteral("Bad signature"), {}}, {QStringLiteral("Key missing"), {}}, {QStringLiteral("Forbidden"), {}}};
    for (int bar = 0; bar < 12; ++bar) {
        for (int i = 0; i < 4; ++i)
            series[i].values << std::round((bar == 9 ? 90 : 40) * (noise(bar * 5 + i) + 0.3));
    }
    bars->setData(series, 0, 3'600'000);
    right->body()->addWidget(bars);
    layout->addWidget(left, 3);
    layout->addWidget(right, 2);
    row->setMinimumHeight(370);
    return row;
}

QWidget *tableCard()
{
    auto *card = new Card;
    card->setEdgeToEdge(true);
    auto *table = new DataTable({{.title = QStringLiteral("Operation"), .kind = CellKind::Method, .width = 280},
                                 {.title = QStringLiteral("Path"), .kind = CellKind::Mono, .stretch = true, .elide = Qt::ElideMiddle},
                                 {.title = QStringLiteral("Auth"), .kind = CellKind::Pill, .width = 90},
                                 {.title = QStringLiteral("p95"), .kind = CellKind::Bar, .width = 150},
                                 {.title = QStringLiteral("Errors"), .kind = CellKind::Figure, .width = 80},
                                 {.title = QStringLiteral("Calls 24 h"), .kind = CellKind::Figure, .width = 100}},
                                QStringLiteral("Operations"));
    table->setSource(std::make_shared<SampleRows>());
    table->setCurrentKey(QStringLiteral("6"));
    card->body()->addWidget(table);
    return card;
}

QWidget *controls()
{
    auto *card = new Card(QStringLiteral("Controls"));
    auto *row = new QHBoxLayout;
    row->addWidget(new FilterEdit(QStringLiteral("Filter operations")));
    auto *combo = new QComboBox;
    combo->addItems({QStringLiteral("apim-prod-weu"), QStringLiteral("apim-test")});
    row->addWidget(combo);
    auto *spin = new QSpinBox;
    spin->setValue(600);
    row->addWidget(spin);
    auto *check = new QCheckBox(QStringLiteral("Follow"));
    check->setChecked(true);
    row->addWidget(check);
    auto *radio = new QRadioButton(QStringLiteral("Header"));
    radio->setChecked(true);
    row->addWidget(radio);
    row->addStretch();
    card->body()->addLayout(row);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(makeButton(QStringLiteral("Send test request"), theme::ButtonRank::Primary, QStringLiteral("send")));
    buttons->addWidget(makeButton(QStringLiteral("Edit policies"), theme::ButtonRank::Secondary, QStringLiteral("edit")));
    buttons->addWidget(makeButton(QStringLiteral("Delete"), theme::ButtonRank::Danger));
    auto *off = makeButton(QStringLiteral("Disabled"), theme::ButtonRank::Primary);
    off->setEnabled(false);
    buttons->addWidget(off);
    buttons->addWidget(makeButton(QStringLiteral("View all"), theme::ButtonRank::Link));
    for (const auto &[text, tone] : {std::pair{"Published", theme::Tone::Success}, {"Token expired", theme::Tone::Warning}, {"Forbidden", theme::Tone::Danger}, {"JWT", theme::Tone::Info}, {"Revision 7", theme::Tone::Neutral}})
        buttons->addWidget(new Pill(QString::fromLatin1(text), tone, tone != theme::Tone::Neutral));
    buttons->addStretch();
    card->body()->addLayout(buttons);
    auto *tabs = new QTabBar;
    for (const char *text : {"Inbound", "Backend", "Outbound"})
        tabs->addTab(QString::fromLatin1(text));
    card->body()->addWidget(tabs);
    auto *timeline = new PhaseTimeline;
    timeline->setPhases({{QStringLiteral("Head read"), 0, 120}, {QStringLiteral("Inbound"), 120, 480}, {QStringLiteral("Connect"), 480, 700, theme::Tone::Info}, {QStringLiteral("Backend"), 700, 5'200, theme::Tone::Warning}, {QStringLiteral("Outbound"), 5'200, 5'450}});
    card->body()->addWidget(timeline);
    auto *bar = new QProgressBar;
    bar->setFixedHeight(6);
    bar->setValue(60);
    card->body()->addWidget(bar);
    return card;
}

class GalleryPage final : public shell::Page
{
public:
    explicit GalleryPage(QList<QWidget *> parts)
    {
        auto *layout = new QVBoxLayout(this);
        layout->setContentsMargins(24, 0, 24, 24);
        layout->setSpacing(16);
        for (QWidget *part : parts)
            layout->addWidget(part, part == parts.last() ? 1 : 0);
        m_new = new QAction(theme::iconOnAccent(QStringLiteral("plus")), QStringLiteral("New API"), this);
    }
    QString title() const override { return QStringLiteral("Gallery"); }
    QList<QAction *> pageActions() const override { return {m_new}; }
    QAction *primaryAction() const override { return m_new; }

private:
    QAction *m_new;
};

} // namespace

class TestGallery : public QObject
{
    Q_OBJECT

private slots:
    void drawsEverything()
    {
        QTemporaryDir temporary;
        const QString folder = qEnvironmentVariable("GATEHOUSE_GALLERY", temporary.path());
        QDir().mkpath(folder);
        auto *theme = theme::themeOf(nullptr);
        shell::SettingsStore settings(nullptr);
        shell::ConnectionList connections(nullptr);
        const shell::Services services{*theme, remote::Network::create(), settings, nullptr, connections, nullptr};
        const auto make = [](auto parts) { return [parts](shell::Session &) -> shell::Page * { return new GalleryPage(parts()); }; };
        const QString manage = QStringLiteral("Manage");
        shell::MainWindow window(services, {
            {.key = QStringLiteral("overview"), .label = QStringLiteral("Overview"), .icon = QStringLiteral("overview"), .group = {}, .make = make([] { return QList<QWidget *>{tiles(), chartsRow()}; })},
            {.key = QStringLiteral("apis"), .label = QStringLiteral("APIs"), .icon = QStringLiteral("apis"), .group = manage, .make = make([] { return QList<QWidget *>{tableCard()}; })},
            {.key = QStringLiteral("diff"), .label = QStringLiteral("Drift"), .icon = QStringLiteral("drift"), .group = manage, .make = make([] { return QList<QWidget *>{diffCard()}; })},
            {.key = QStringLiteral("states"), .label = QStringLiteral("States"), .icon = QStringLiteral("shield"), .group = QStringLiteral("Observe"), .make = make([] { return states(); })},
            {.key = QStringLiteral("connections"), .label = QStringLiteral("Connections"), .icon = QStringLiteral("connections"), .group = {}, .make = make([] { return QList<QWidget *>{controls()}; }), .atBottom = true},
        });
        remote::Connection connection;
        connection.id = "prod";
        connection.name = "apim-prod-weu";
        connection.environment = "prod";
        connection.url = "http://127.0.0.1:1";
        connection.scope = resource::ServiceScope{}.prefix();
        connection.safety = remote::SafetyLevel::TypeName;
        window.session().setConnection(connection);
        resource::Resource api;
        api.id = resource::ResourceId::of("apis/orders");
        api.properties = json::object{{"displayName", "Orders API"}, {"path", "orders"}, {"subscriptionRequired", true}};
        window.session().stagePut(api);
        window.show();
        QHash<QString, QImage> light;
        for (const auto scheme : {theme::Scheme::Light, theme::Scheme::Dark}) {
            theme->setScheme(scheme);
            const QString suffix = scheme == theme::Scheme::Light ? QStringLiteral("light") : QStringLiteral("dark");
            const auto keep = [&](const QString &name, QWidget *widget) {
                QCoreApplication::processEvents();
                const QImage image = widget->grab().toImage();
                QVERIFY(image.save(QDir(folder).filePath(name + QLatin1Char('-') + suffix + QStringLiteral(".png"))));
                if (scheme == theme::Scheme::Light)
                    light[name] = image;
                else
                    QVERIFY2(light[name] != image, qPrintable(name));
            };
            for (const auto &entry : window.entries()) {
                window.showPage(entry.key);
                if (entry.key == QStringLiteral("apis"))
                    window.currentPage()->findChild<DataTable *>()->rows()->setExpandedAll(true);
                QTest::qWait(200);
                keep(entry.key, &window);
            }
            window.toasts().show(theme::Tone::Success, QStringLiteral("3 changes published."), QStringLiteral("Show"));
            window.showPage(QStringLiteral("overview"));
            window.openPalette();
            QTest::qWait(100);
            keep(QStringLiteral("palette"), &window);
            window.palette()->closePalette();
            auto *review = window.openReview();
            QVERIFY(review);
            QVERIFY(!review->publishButton()->isEnabled()); // the name is not typed
            review->nameField()->setText(QStringLiteral("apim-prod-weu"));
            QVERIFY(review->publishButton()->isEnabled());
            keep(QStringLiteral("review"), review);
            review->close();
        }
    }

private:
    static QWidget *diffCard()
    {
        auto *card = new Card(QStringLiteral("Differences"));
        auto *diff = new DiffView;
        diff->setDocuments({{.kind = DiffDocument::Changed, .id = QStringLiteral("apis/orders/policies/policy"), .note = {},
                             .before = QStringLiteral("<policies>\n    <inbound>\n        <base />\n        <rate-limit calls=\"5\" renewal-period=\"60\" />\n    </inbound>\n</policies>"),
                             .after = QStringLiteral("<policies>\n    <inbound>\n        <base />\n        <!-- partner contract -->\n        <rate-limit calls=\"50\" renewal-period=\"60\" />\n    </inbound>\n</policies>")},
                            {.kind = DiffDocument::Added, .id = QStringLiteral("products/partner/apis/orders"), .note = {}, .before = {}, .after = QStringLiteral("{}")},
                            {.kind = DiffDocument::Removed, .id = QStringLiteral("namedValues/old-key"), .note = QStringLiteral("Undoing would not bring back: value"), .before = QStringLiteral("{\n  \"displayName\": \"old-key\"\n}"), .after = {}}});
        card->body()->addWidget(diff);
        return card;
    }

    static QList<QWidget *> states()
    {
        QList<QWidget *> cards;
        for (int i = 0; i < 3; ++i) {
            auto *card = new Card;
            auto *stack = new StateStack(new QLabel(QStringLiteral("content")));
            if (i == 0)
                stack->setLoading(QStringLiteral("Reading operations"), 0.4);
            else if (i == 1)
                stack->setEmpty(QStringLiteral("apis"), QStringLiteral("No APIs yet"), QStringLiteral("Import an OpenAPI document to see its operations here, or drop one on this window."), QStringLiteral("Import"));
            else
                stack->setError(QStringLiteral("The service can't be reached"), QStringLiteral("Connection refused by 127.0.0.1:41000."), QStringLiteral("Try again"));
            card->body()->addWidget(stack);
            cards << card;
        }
        return cards;
    }
};

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    theme::Theme theme;
    TestGallery test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_gallery.moc"
