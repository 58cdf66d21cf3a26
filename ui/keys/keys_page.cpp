// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/keys/keys_page.h"

#include "core/remote/key_use_client.h"
#include "ui/components/card.h"
#include "ui/components/data_table.h"
#include "ui/components/figure_tile.h"
#include "ui/components/filter_edit.h"
#include "ui/components/formats.h"
#include "ui/components/labels.h"
#include "ui/components/segmented_control.h"
#include "ui/components/state_stack.h"
#include "ui/keys/key_detail.h"
#include "ui/keys/rotate_dialog.h"
#include "ui/keys/rotation_rows.h"
#include "ui/shell/session.h"
#include "ui/shell/session_state.h"

#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QLineEdit>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QInputDialog>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

namespace gatehouse::ui::keys {

using components::DataTable;
using components::fromUtf8;
using components::toUtf8;
using theme::Tone;
using vault::Rotation;
using vault::Rotator;
using vault::Slot;

namespace {

constexpr int oldAge = 180;
//! What the segments of the filter stand for.
enum Shown { ShowAll, ShowUnused30, ShowUnused60, ShowUnused90, ShowOlder, ShowOnOldKey };

vault::InventoryFilter filterOf(int shown, const QString &text)
{
    vault::InventoryFilter filter;
    filter.text = toUtf8(text.trimmed());
    if (shown >= ShowUnused30 && shown <= ShowUnused90)
        filter.unusedDays = 30 * shown;
    if (shown == ShowOlder)
        filter.olderThanDays = oldAge;
    filter.onOldKey = shown == ShowOnOldKey;
    return filter;
}

std::string statePathOf(const std::string &given)
{
    return !given.empty() ? given : remote::rotationStatePath([](const std::string &name) {
        const auto value = qEnvironmentVariable(name.c_str());
        return value.isEmpty() ? std::nullopt : std::optional(toUtf8(value));
    });
}

} // namespace

KeysPage::KeysPage(shell::Session &session, std::string rotationState, QWidget *parent)
    : Page(parent), m_session(session), m_rotationState(statePathOf(rotationState)), m_refresh(new QAction(theme::icon("refresh"), tr("Refresh"), this))
{
    m_refresh->setShortcut(QKeySequence(Qt::Key_F5));
    m_all = new components::FigureTile("keys", tr("Subscriptions"), this);
    m_unused = new components::FigureTile("clock", tr("Unused for 30 days"), this);
    m_age = new components::FigureTile("history", tr("Keys older than 180 days"), this);
    m_onOld = new components::FigureTile("warning", tr("Still on the old key"), this);
    auto *tiles = new QHBoxLayout;
    tiles->setSpacing(16);
    for (auto *tile : {m_all, m_unused, m_age, m_onOld})
        tiles->addWidget(tile, 1);

    m_shown = new components::SegmentedControl(tr("Show"), this);
    m_shown->addSegment(tr("All"));
    m_shown->addSegment(tr("Unused 30 d"));
    m_shown->addSegment(tr("60 d"), {}, tr("Unused for 60 days"));
    m_shown->addSegment(tr("90 d"), {}, tr("Unused for 90 days"));
    m_shown->addSegment(tr("Old"), {}, tr("A key is older than 180 days"));
    m_shown->addSegment(tr("On old key"), {}, tr("Calls still come on the older key though a newer one was made"));
    m_shown->setCurrentIndex(ShowAll);
    m_filter = new components::FilterEdit(tr("Filter by name, owner or API…"), this);
    auto *bar = new QHBoxLayout;
    bar->addWidget(m_filter, 1);
    bar->addWidget(m_shown);
    m_observed = components::makeParagraph({});

    m_table = new DataTable(KeyRows::columns(), tr("Subscription keys"), this);
    m_filter->setTarget(m_table);
    auto *tableCard = new components::Card({}, this);
    tableCard->setEdgeToEdge(true);
    m_tableStates = new components::StateStack(m_table, tableCard);
    tableCard->body()->addWidget(m_tableStates, 1);
    m_detail = new KeyDetail(this);
    auto *split = new QSplitter(Qt::Horizontal, this);
    split->setHandleWidth(16);
    split->setChildrenCollapsible(false);
    split->addWidget(tableCard);
    split->addWidget(m_detail);
    split->setStretchFactor(0, 1);
    split->setSizes({820, 380});

    m_rotationCard = new components::Card(tr("Rotations"), this);
    m_rotationCard->setEdgeToEdge(true);
    m_rotations = new DataTable(RotationRows::columns(), tr("Rotations"), this);
    m_goOn = components::makeButton(tr("Go on"), theme::ButtonRank::Secondary, QStringLiteral("play"));
    m_cancel = components::makeButton(tr("End here"), theme::ButtonRank::Secondary, QStringLiteral("stop"));
    m_cancel->setToolTip(tr("Nothing is taken back: both keys go on to hold as they are"));
    m_rotationCard->addHeaderWidget(m_goOn);
    m_rotationCard->addHeaderWidget(m_cancel);
    m_rotationProblem = components::makeParagraph({});
    theme::setTextTone(m_rotationProblem, Tone::Danger);
    m_rotationCard->body()->addWidget(m_rotations, 1);
    m_rotationCard->setMaximumHeight(220);
    m_rotationCard->hide();
    m_rotationProblem->hide();

    auto *content = new QWidget(this);
    auto *contentLayout = new QVBoxLayout(content);
    contentLayout->setContentsMargins({});
    contentLayout->setSpacing(12);
    contentLayout->addLayout(tiles);
    contentLayout->addLayout(bar);
    contentLayout->addWidget(m_observed);
    contentLayout->addWidget(split, 1);
    contentLayout->addWidget(m_rotationProblem);
    contentLayout->addWidget(m_rotationCard);
    m_states = new components::StateStack(content, this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 4, 24, 24);
    layout->addWidget(m_states);

    connect(m_refresh, &QAction::triggered, this, &KeysPage::reload);
    connect(m_shown, &components::SegmentedControl::currentChanged, this, &KeysPage::showRows);
    connect(m_filter, &QLineEdit::textChanged, this, &KeysPage::showRows);
    connect(m_table, &DataTable::currentKeyChanged, this, &KeysPage::showCurrent);
    connect(m_detail, &KeyDetail::renewWanted, this, &KeysPage::renew);
    connect(m_detail, &KeyDetail::copyWanted, this, &KeysPage::copy);
    connect(m_detail, &KeyDetail::rotateWanted, this, &KeysPage::rotate);
    connect(m_goOn, &QPushButton::clicked, this, &KeysPage::goOn);
    connect(m_cancel, &QPushButton::clicked, this, &KeysPage::cancelRotation);
    connect(m_rotations, &DataTable::currentKeyChanged, this, &KeysPage::allowForRotation);
    const auto changed = [this] {
        m_stale = true;
        if (m_active)
            reload();
    };
    connect(&m_session, &shell::Session::connectionChanged, this, [this] { m_snapshot.reset(); });
    connect(&m_session, &shell::Session::configurationChanged, this, changed);
    connect(&m_session, &shell::Session::stateChanged, this, changed);
}

QList<QAction *> KeysPage::pageActions() const
{
    return {m_refresh};
}

void KeysPage::activate()
{
    m_active = true;
    if (m_stale)
        reload();
}

bool KeysPage::isReady() const
{
    const auto *dialog = findChild<RotateDialog *>();
    return !m_stale && !m_loading.isRunning() && !m_copying.isRunning() && !m_rotating.isRunning() && !m_session.isLoading() && (!dialog || dialog->isReady());
}

void KeysPage::reload()
{
    m_stale = false;
    if (m_session.state() == shell::Session::State::Disconnected)
        m_snapshot.reset();
    const auto invitation = tr("Start the local gateway or choose a connection to see who uses which key.");
    if (!shell::showSessionState(m_session, *m_states, QStringLiteral("keys"), invitation, m_snapshot != nullptr))
        return;
    if (!m_snapshot)
        m_states->setLoading(tr("Reading how keys are used…"));
    const auto client = m_session.client();
    m_loading = components::runInBackground<std::shared_ptr<const KeysSnapshot>>(
        this,
        [client, configuration = m_session.configuration()](std::stop_token stop, const components::Progress &) {
            auto snapshot = std::make_shared<KeysSnapshot>();
            auto report = remote::loadKeyUse(*client, {}, std::move(stop));
            if (report)
                snapshot->report = std::move(*report);
            else
                snapshot->useError = report.error();
            snapshot->now = SystemClock().utc();
            snapshot->rows = inventoryOf(*configuration, snapshot->report);
            return std::shared_ptr<const KeysSnapshot>(std::move(snapshot));
        },
        [this](std::shared_ptr<const KeysSnapshot> snapshot) { showSnapshot(std::move(snapshot)); });
    onRotations([](Rotator &) { return Status(); });
}

void KeysPage::showSnapshot(std::shared_ptr<const KeysSnapshot> snapshot)
{
    m_snapshot = std::move(snapshot);
    if (m_snapshot->rows.empty()) {
        m_states->setEmpty("keys", tr("No subscription"), tr("A subscription gives a client two keys for a product, an API or all of them. Those of this service show here."));
        return;
    }
    m_states->setContent();
    m_observed->setText(observationText(*m_snapshot));
    theme::setTextTone(m_observed, m_snapshot->useError ? Tone::Danger : m_snapshot->report.gaps.empty() ? Tone::Neutral : Tone::Warning);
    showTiles();
    showRows();
}

void KeysPage::showTiles()
{
    const auto &rows = m_snapshot->rows;
    const auto count = [&](int shown) {
        const auto filter = filterOf(shown, {});
        return std::count_if(rows.begin(), rows.end(), [&](const auto &row) { return matches(row, filter, m_snapshot->now); });
    };
    const auto active = std::count_if(rows.begin(), rows.end(), [](const auto &row) { return row.state == "active"; });
    m_all->setFigure(components::countText(double(rows.size())));
    m_all->setChange(tr("%1 active").arg(active));
    const auto &report = m_snapshot->report;
    const bool observed = report.knownSince && m_snapshot->now - *report.knownSince >= std::chrono::days{30};
    m_unused->setFigure(observed ? components::countText(double(count(ShowUnused30))) : QString());
    m_unused->setChange(observed              ? tr("%1 for 90 days").arg(count(ShowUnused90))
                            : report.knownSince ? tr("Observed for %1").arg(spanText(m_snapshot->now - *report.knownSince))
                                                : tr("Not observed"));
    const bool knowsAge = std::any_of(rows.begin(), rows.end(), [](const auto &row) { return row.oldest.has_value(); });
    m_age->setFigure(knowsAge ? components::countText(double(count(ShowOlder))) : QString());
    // How many keys are up to 30, 90, 180, 365 days old, and older.
    QList<double> ages(5, 0);
    std::chrono::microseconds oldest{};
    for (const auto &row : rows) {
        if (!row.oldest)
            continue;
        const auto age = m_snapshot->now - *row.oldest;
        oldest = std::max<std::chrono::microseconds>(oldest, age);
        const auto days = std::chrono::duration_cast<std::chrono::days>(age).count();
        ++ages[days <= 30 ? 0 : days <= 90 ? 1 : days <= 180 ? 2 : days <= 365 ? 3 : 4];
    }
    m_age->setSpark(knowsAge ? ages : QList<double>());
    m_age->setChange(knowsAge ? tr("The oldest: %1").arg(spanText(oldest)) : tr("Not told here"));
    const auto onOld = count(ShowOnOldKey);
    m_onOld->setFigure(report.tellsKeys ? components::countText(double(onOld)) : QString());
    m_onOld->setChange(report.tellsKeys ? onOld > 0 ? tr("Clients missed a new key") : tr("Every client moved") : tr("Not told here"), onOld > 0 ? Tone::Warning : Tone::Neutral);
}

void KeysPage::showRows()
{
    if (!m_snapshot)
        return;
    const auto source = std::make_shared<KeyRows>(m_snapshot, filterOf(m_shown->currentIndex(), m_filter->text()));
    m_table->setSource(source);
    if (source->rowCount() == 0)
        m_tableStates->setEmpty("filter", tr("No subscription matches"), tr("That a key is unused shows only when it was observed for so long."));
    else
        m_tableStates->setContent();
    if (m_table->currentKey().isEmpty() && source->rowCount() > 0)
        m_table->setCurrentKey(source->key(0));
    showCurrent();
}

std::string KeysPage::currentSubscription() const
{
    const auto key = m_table->currentKey();
    return toUtf8(key.mid(key.indexOf('/') + 1));
}

void KeysPage::showCurrent()
{
    if (m_snapshot)
        m_detail->show(m_snapshot->find(currentSubscription()), *m_snapshot);
}

void KeysPage::renew(Slot slot)
{
    const auto changes = remote::regeneration(currentSubscription(), slot);
    for (const auto &item : changes.items())
        m_session.stage(item);
    m_detail->setNotice(tr("%1 is made new when you publish. What uses it is refused from then on.").arg(slotText(slot)), Tone::Info);
}

void KeysPage::copy(Slot slot)
{
    const auto client = m_session.client();
    if (!client)
        return;
    using Keys = Result<std::array<SecretString, 2>>;
    m_copying = components::runInBackground<Keys>(
        this,
        [client, subscription = currentSubscription()](std::stop_token stop, const components::Progress &) {
            return remote::ArmKeyService(*client, {}, std::move(stop)).keys(subscription);
        },
        [this, slot](Keys keys) {
            if (!keys) {
                m_detail->setNotice(keys.error().kind == ErrorKind::Forbidden ? tr("You may not read the keys of this subscription.") : components::errorText(keys.error()),
                                    Tone::Danger);
                return;
            }
            QGuiApplication::clipboard()->setText(fromUtf8((*keys)[std::size_t(slot)].reveal()));
            m_detail->setNotice(tr("%1 is in the clipboard.").arg(slotText(slot)));
        });
}

RotateDialog *KeysPage::makeRotateDialog()
{
    const auto client = m_session.client();
    const auto *connection = m_session.connection();
    const auto subscription = currentSubscription();
    if (!client || !connection || subscription.empty())
        return nullptr;
    return new RotateDialog(fromUtf8(subscription), *connection,
                            [client, state = m_rotationState](const vault::RotationRule &rule, std::stop_token stop) -> Result<vault::RotationPlan> {
                                auto opened = remote::KeyRotation::open(*client, state, {}, std::move(stop));
                                return opened ? (*opened)->rotator().plan(rule) : tl::unexpected(opened.error());
                            },
                            this);
}

void KeysPage::rotate()
{
    const std::unique_ptr<RotateDialog> dialog(makeRotateDialog());
    if (!dialog || dialog->exec() != QDialog::Accepted)
        return;
    onRotations([rule = dialog->rule(), reason = toUtf8(dialog->reason())](Rotator &rotator) { return rotator.begin(rule, reason).map([](const Rotation &) { }); },
                {true, toUtf8(dialog->typedName())});
}

void KeysPage::onRotations(std::function<Status(Rotator &)> work, const remote::Confirmation &confirmation)
{
    const auto client = m_session.client();
    if (!client)
        return;
    struct Done
    {
        Status status;
        Rotations rotations;
    };
    m_rotating = components::runInBackground<Done>(
        this,
        [client, state = m_rotationState, work = std::move(work), confirmation](std::stop_token stop, const components::Progress &) -> Done {
            auto opened = remote::KeyRotation::open(*client, state, confirmation, std::move(stop));
            if (!opened)
                return {tl::unexpected(opened.error()), std::vector<Rotation>{}};
            auto status = work((*opened)->rotator());
            return {std::move(status), (*opened)->rotator().all()};
        },
        [this](Done done) {
            showRotations(done.rotations);
            if (!done.status) {
                m_rotationProblem->setText(rotationErrorText(done.status.error()));
                m_rotationProblem->show();
            }
        });
}

void KeysPage::showRotations(const Rotations &rotations)
{
    if (!rotations) {
        m_rotationProblem->setText(rotationErrorText(rotations.error()));
        m_rotationProblem->show();
        return;
    }
    m_rotationProblem->hide();
    m_known = *rotations;
    m_rotations->setSource(std::make_shared<RotationRows>(m_known, SystemClock().utc()));
    m_rotationCard->setVisible(!m_known.empty());
    emit badgeChanged(int(std::count_if(m_known.begin(), m_known.end(), [](const Rotation &one) { return !isOver(one.step) && !one.failure.empty(); })));
    allowForRotation();
}

void KeysPage::allowForRotation()
{
    const auto key = toUtf8(m_rotations->currentKey());
    const auto found = std::find_if(m_known.begin(), m_known.end(), [&](const Rotation &one) { return one.id == key; });
    const bool runs = found != m_known.end() && !isOver(found->step);
    m_goOn->setEnabled(runs);
    m_cancel->setEnabled(runs && found->step != vault::RotationStep::Retiring);
}

void KeysPage::goOn()
{
    const auto *connection = m_session.connection();
    remote::Confirmation confirmation{true, {}};
    if (connection && connection->safety == remote::SafetyLevel::TypeName) {
        bool accepted = false;
        confirmation.typedName = toUtf8(QInputDialog::getText(this, tr("Go on with the rotation"), tr("The old key may be made new. Type the connection’s name, %1:").arg(fromUtf8(connection->name)),
                                                              QLineEdit::Normal, {}, &accepted));
        if (!accepted)
            return;
    }
    onRotations([id = toUtf8(m_rotations->currentKey())](Rotator &rotator) { return rotator.advance(id).map([](const Rotation &) { }); }, confirmation);
}

void KeysPage::cancelRotation()
{
    onRotations([id = toUtf8(m_rotations->currentKey())](Rotator &rotator) { return rotator.cancel(id).map([](const Rotation &) { }); });
}

bool KeysPage::reveal(const QString &id)
{
    m_shown->setCurrentIndex(ShowAll);
    m_filter->clear();
    return m_snapshot && m_table->setCurrentKey(id);
}

QList<shell::TourScene> KeysPage::tourScenes()
{
    return {{"rotate",
             [this] {
                 if (auto *dialog = makeRotateDialog()) {
                     dialog->address()->setText(QStringLiteral("/tmp/storefront-key"));
                     dialog->kind()->setFocus();
                     dialog->show();
                 }
             },
             [this] {
                 auto *dialog = findChild<RotateDialog *>();
                 return dialog ? static_cast<QWidget *>(dialog) : window();
             },
             [this] { delete findChild<RotateDialog *>(); }},
            {"unused", [this] { m_shown->setCurrentIndex(ShowUnused30); }, nullptr, [this] { m_shown->setCurrentIndex(ShowAll); }}};
}

} // namespace gatehouse::ui::keys
