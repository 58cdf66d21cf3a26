// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/components/card.h"
#include "ui/keys/key_rows.h"

#include <array>

class QLabel;
class QPushButton;

namespace gatehouse::ui::components {
class Pill;
class Sparkline;
}

namespace gatehouse::ui::keys {

//! One subscription: each of its two keys with its history, and what can be done with it. Never shows a key.
class KeyDetail : public components::Card
{
    Q_OBJECT

public:
    explicit KeyDetail(QWidget *parent = nullptr);

    //! null: nothing is chosen.
    void show(const vault::InventoryRow *row, const KeysSnapshot &snapshot);
    //! What came of copying; "" : nothing.
    void setNotice(const QString &text, theme::Tone tone = theme::Tone::Success);
    QPushButton *renewButton(vault::Slot slot) const { return m_keys[std::size_t(slot)].renew; }
    QPushButton *copyButton(vault::Slot slot) const { return m_keys[std::size_t(slot)].copy; }
    QPushButton *rotateButton() const { return m_rotate; }
    QString warning(vault::Slot slot) const;

signals:
    void renewWanted(vault::Slot slot);
    void copyWanted(vault::Slot slot);
    void rotateWanted();

private:
    struct KeyPart
    {
        QWidget *box;
        components::Pill *use;
        QLabel *facts;
        components::Sparkline *calls;
        QLabel *warning;
        QPushButton *copy, *renew;
    };
    KeyPart makeKey(vault::Slot slot);
    void showKey(KeyPart &part, const vault::InventoryRow &row, vault::Slot slot, const KeysSnapshot &snapshot);

    QLabel *m_facts;
    std::array<KeyPart, 2> m_keys;
    QPushButton *m_rotate;
    QLabel *m_notice;
};

} // namespace gatehouse::ui::keys
