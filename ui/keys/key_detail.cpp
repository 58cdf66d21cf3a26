// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/keys/key_detail.h"

#include "ui/components/formats.h"
#include "ui/components/labels.h"
#include "ui/components/pill.h"
#include "ui/components/sparkline.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace gatehouse::ui::keys {

using components::fromUtf8;
using components::makeParagraph;
using theme::TextRole;
using theme::Tone;
using vault::InventoryRow;
using vault::Slot;

namespace {

constexpr int daysShown = 30;

QList<double> dailyCalls(const vault::SlotUse &use, UtcTime now)
{
    const auto today = std::chrono::floor<std::chrono::days>(now.time_since_epoch()).count();
    QList<double> values(daysShown, 0);
    for (const auto &[day, calls] : use.days) {
        const auto at = daysShown - 1 - (today - day);
        if (at >= 0 && at < daysShown)
            values[at] = double(calls);
    }
    return values;
}

} // namespace

KeyDetail::KeyDetail(QWidget *parent) : Card(tr("Keys"), parent)
{
    m_facts = makeParagraph({});
    body()->addWidget(m_facts);
    for (const auto slot : {Slot::Primary, Slot::Secondary}) {
        m_keys[std::size_t(slot)] = makeKey(slot);
        body()->addWidget(m_keys[std::size_t(slot)].box);
    }
    m_rotate = components::makeButton(tr("Rotate…"), theme::ButtonRank::Secondary, QStringLiteral("refresh"));
    m_rotate->setToolTip(tr("Makes both keys new one after another, so that clients always have one that works"));
    connect(m_rotate, &QPushButton::clicked, this, &KeyDetail::rotateWanted);
    m_notice = makeParagraph({});
    body()->addWidget(m_rotate, 0, Qt::AlignLeft);
    body()->addWidget(m_notice);
    body()->addStretch();
}

KeyDetail::KeyPart KeyDetail::makeKey(Slot slot)
{
    KeyPart part{};
    part.box = new QWidget(this);
    auto *head = new QHBoxLayout;
    head->addWidget(components::makeLabel(slotText(slot), TextRole::BodyStrong));
    part.use = new components::Pill;
    head->addStretch();
    head->addWidget(part.use);
    part.facts = makeParagraph({});
    part.calls = new components::Sparkline;
    part.calls->setAccessibleName(tr("Calls of 30 days, %1").arg(slotText(slot)));
    part.calls->setMinimumHeight(40);
    part.warning = makeParagraph({});
    theme::setTextTone(part.warning, Tone::Warning);
    part.copy = components::makeButton(tr("Copy"), theme::ButtonRank::Secondary, QStringLiteral("copy"));
    part.copy->setAccessibleName(tr("Copy the %1").arg(slotText(slot).toLower()));
    part.copy->setToolTip(tr("Into the clipboard; the reading is recorded"));
    part.renew = components::makeButton(tr("Make new"), theme::ButtonRank::Secondary, QStringLiteral("key"));
    part.renew->setAccessibleName(tr("Make the %1 new").arg(slotText(slot).toLower()));
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(part.copy);
    buttons->addWidget(part.renew);
    buttons->addStretch();
    auto *layout = new QVBoxLayout(part.box);
    layout->setContentsMargins(0, 8, 0, 8);
    layout->setSpacing(6);
    layout->addLayout(head);
    layout->addWidget(part.facts);
    layout->addWidget(part.calls);
    layout->addWidget(part.warning);
    layout->addLayout(buttons);
    connect(part.copy, &QPushButton::clicked, this, [this, slot] { emit copyWanted(slot); });
    connect(part.renew, &QPushButton::clicked, this, [this, slot] { emit renewWanted(slot); });
    return part;
}

void KeyDetail::show(const InventoryRow *row, const KeysSnapshot &snapshot)
{
    setNotice({});
    for (auto &part : m_keys)
        part.box->setVisible(row);
    m_rotate->setVisible(row);
    if (!row) {
        setTitle(tr("Keys"));
        m_facts->setText(tr("Choose a subscription to see its keys."));
        return;
    }
    setTitle(fromUtf8(row->displayName));
    auto facts = tr("%1 · opens %2").arg(stateText(row->state), scopeText(*row));
    if (!row->owner.empty())
        facts += " · " + fromUtf8(row->owner);
    if (row->created)
        facts += " · " + tr("created %1").arg(components::dateTimeText(*row->created));
    m_facts->setText(facts);
    for (const auto slot : {Slot::Primary, Slot::Secondary})
        showKey(m_keys[std::size_t(slot)], *row, slot, snapshot);
}

void KeyDetail::showKey(KeyPart &part, const InventoryRow &row, Slot slot, const KeysSnapshot &snapshot)
{
    const auto &use = row.keys[std::size_t(slot)];
    part.calls->setVisible(row.knowsKeys);
    part.use->setTone(Tone::Neutral);
    part.warning->setText(tr("Whether anybody uses this key is not known: whoever does is refused as soon as a new one is published."));
    if (!row.knowsKeys) {
        part.use->setText(tr("Unknown"));
        part.facts->setText(tr("This service does not tell which key is used."));
        return;
    }
    QStringList facts;
    facts << (use.changed ? tr("Made %1 (%2)").arg(components::dateTimeText(*use.changed), spanText(snapshot.now - *use.changed)) : tr("When it was made is not known"));
    const auto unused = unusedSince(snapshot.report, row.id, slot);
    if (use.lastUsed)
        facts << tr("last used %1 ago").arg(spanText(snapshot.now - *use.lastUsed));
    else if (unused)
        facts << tr("not used in %1").arg(spanText(snapshot.now - *unused));
    facts << tr("%1 calls in 30 days").arg(components::countText(double(use.calls)));
    part.facts->setText(facts.join(QStringLiteral(" · ")));
    part.calls->setVisible(use.calls > 0);
    part.calls->setValues(dailyCalls(use, snapshot.now));
    part.use->setText(use.lastUsed ? tr("In use") : tr("Not used"));
    part.use->setTone(use.lastUsed ? Tone::Info : Tone::Neutral);
    if (use.lastUsed)
        part.warning->setText(tr("In use: whoever calls with it is refused as soon as a new one is published. Rotate instead to avoid that."));
    part.warning->setVisible(use.lastUsed || !unused);
}

QString KeyDetail::warning(Slot slot) const
{
    const auto &part = m_keys[std::size_t(slot)];
    return part.warning->isHidden() ? QString() : part.warning->text();
}

void KeyDetail::setNotice(const QString &text, Tone tone)
{
    theme::setTextTone(m_notice, tone);
    m_notice->setText(text);
    m_notice->setVisible(!text.isEmpty());
}

} // namespace gatehouse::ui::keys
