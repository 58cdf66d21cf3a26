// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/components/labels.h"
#include "ui/shell/theme/style.h"

#include <QApplication>
#include <QComboBox>
#include <QFontInfo>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace gatehouse::ui;
using theme::Density;
using theme::Scheme;
using theme::TextRole;

class TestTheme : public QObject
{
    Q_OBJECT

private slots:
    void cleanup()
    {
        theme::themeOf(nullptr)->setScheme(Scheme::Light);
        theme::themeOf(nullptr)->setDensity(Density::Comfortable);
    }

    void textIsReadable_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void textIsReadable()
    {
        QFETCH(bool, dark);
        const auto t = theme::Tokens::of(dark ? Scheme::Dark : Scheme::Light, Density::Comfortable);
        for (const QColor &ground : {t.color.canvas, t.color.surface, t.color.raised, t.color.accentSoft}) {
            QVERIFY(theme::contrast(t.color.text, ground) >= 7);
            QVERIFY(theme::contrast(t.color.text3, ground) >= 4.5);
        }
        QVERIFY(theme::contrast(t.color.onAccent, t.color.accent) >= 4.5);
        QVERIFY(theme::contrast(t.color.control, t.color.surface) >= 3);
        for (const auto tone : {theme::Tone::Success, theme::Tone::Warning, theme::Tone::Danger, theme::Tone::Info})
            QVERIFY(theme::contrast(t.tone(tone).text, t.tone(tone).soft) >= 4.5);
        for (const QColor &line : {t.color.p50, t.color.p95, t.color.p99, t.color.categories[0], t.color.categories[1], t.color.categories[2], t.color.categories[3]})
            QVERIFY(theme::contrast(line, t.color.surface) >= 3);
        for (const char *method : {"GET", "POST", "PUT", "PATCH", "DELETE", "TRACE"}) {
            const auto colors = t.method(QString::fromLatin1(method));
            QVERIFY2(theme::contrast(colors.text, colors.soft) >= 4.5, method);
        }
    }

    void figuresAreTabular()
    {
        const auto &t = theme::tokens(nullptr);
        for (const auto role : {TextRole::Body, TextRole::BodyStrong, TextRole::Heading, TextRole::Secondary, TextRole::Figure, TextRole::Mono}) {
            const QFontMetricsF metrics(t.font(role));
            QCOMPARE(metrics.horizontalAdvance(QStringLiteral("1111")), metrics.horizontalAdvance(QStringLiteral("0000")));
        }
        QCOMPARE(QFontInfo(t.font(TextRole::Body)).family(), QStringLiteral("Gatehouse Sans"));
        QCOMPARE(QFontInfo(t.font(TextRole::Mono)).family(), QStringLiteral("Gatehouse Mono"));
        QCOMPARE(QFontInfo(t.font(TextRole::Figure)).family(), QStringLiteral("Gatehouse Display"));
    }

    void weightsDiffer()
    {
        const auto &t = theme::tokens(nullptr);
        QVERIFY(QFontMetricsF(t.font(TextRole::Heading)).horizontalAdvance(QStringLiteral("Gateway")) > QFontMetricsF(t.font(TextRole::Body)).horizontalAdvance(QStringLiteral("Gateway")));
    }

    void ligaturesAreGone()
    {
        const QFontMetricsF metrics(theme::tokens(nullptr).font(TextRole::Editor));
        QImage apart(80, 24, QImage::Format_RGB32);
        QImage together(80, 24, QImage::Format_RGB32);
        for (auto *image : {&apart, &together})
            image->fill(Qt::white);
        QPainter first(&apart);
        first.setFont(theme::tokens(nullptr).font(TextRole::Editor));
        double x = 4;
        for (const char *letter : {"<", "!", "-", "-"}) {
            first.drawText(QPointF(x, 18), QString::fromLatin1(letter));
            x += metrics.horizontalAdvance(QString::fromLatin1(letter));
        }
        first.end();
        QPainter second(&together);
        second.setFont(theme::tokens(nullptr).font(TextRole::Editor));
        second.drawText(QPointF(4, 18), QStringLiteral("<!--"));
        second.end();
        int different = 0;
        for (int y = 0; y < 24; ++y) {
            for (int column = 0; column < 80; ++column)
                different += std::abs(qGray(apart.pixel(column, y)) - qGray(together.pixel(column, y))) > 96;
        }
        QVERIFY2(different < 12, qPrintable(QString::number(different))); // placing by parts moves edges by a fraction of a pixel
    }

    void controlsHaveTheirHeight_data()
    {
        QTest::addColumn<bool>("compact");
        QTest::addColumn<int>("height");
        QTest::newRow("comfortable") << false << 32;
        QTest::newRow("compact") << true << 28;
    }
    void controlsHaveTheirHeight()
    {
        QFETCH(bool, compact);
        theme::themeOf(nullptr)->setDensity(compact ? Density::Compact : Density::Comfortable);
        QPushButton button(QStringLiteral("Publish"));
        QLineEdit edit;
        QComboBox combo;
        combo.addItem(QStringLiteral("one"));
        QTEST(button.sizeHint().height(), "height");
        QTEST(edit.sizeHint().height(), "height");
        QTEST(combo.sizeHint().height(), "height");
    }

    void switchReachesWidgetsThatExist()
    {
        QLabel *label = components::makeLabel(QStringLiteral("x"), TextRole::Secondary, 3);
        QSignalSpy changed(theme::themeOf(nullptr), &theme::Theme::changed);
        theme::themeOf(nullptr)->setScheme(Scheme::Dark);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(label->palette().color(QPalette::WindowText), theme::tokens(label).color.text3);
        QCOMPARE(theme::tokens(label).scheme, Scheme::Dark);
        delete label;
    }

    void everyIconDrawsAndFollowsTheTheme()
    {
        const QStringList names = theme::iconNames();
        QVERIFY(names.size() >= 45);
        for (const QString &name : names) {
            theme::themeOf(nullptr)->setScheme(Scheme::Light);
            const QImage light = theme::icon(name).pixmap(24, 24).toImage();
            theme::themeOf(nullptr)->setScheme(Scheme::Dark);
            const QImage dark = theme::icon(name).pixmap(24, 24).toImage();
            int drawn = 0;
            for (int y = 0; y < light.height(); ++y) {
                for (int x = 0; x < light.width(); ++x)
                    drawn += qAlpha(light.pixel(x, y)) > 128;
            }
            QVERIFY2(drawn > 8, qPrintable(name));
            QVERIFY2(light != dark, qPrintable(name));
        }
    }

    void focusRingIsForTheKeyboard()
    {
        QWidget window;
        QPushButton button(QStringLiteral("Publish"), &window);
        window.resize(200, 80);
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        button.setFocus(Qt::MouseFocusReason);
        window.setAttribute(Qt::WA_KeyboardFocusChange, false);
        const QImage byMouse = button.grab().toImage();
        window.setAttribute(Qt::WA_KeyboardFocusChange, true);
        const QImage byKeyboard = button.grab().toImage();
        QVERIFY(byMouse != byKeyboard);
        QCOMPARE(byKeyboard.pixelColor(byKeyboard.width() / 2, 0).rgb(), theme::tokens(&button).color.accent.rgb());
    }
};

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    theme::Theme theme;
    TestTheme test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_theme.moc"
