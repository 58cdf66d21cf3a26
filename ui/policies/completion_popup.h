// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/policies/completion.h"

#include <QFrame>

#include <vector>

class QKeyEvent;
class QLabel;
class QListWidget;

namespace gatehouse::ui::policies {

//! The list of what may stand at the caret, with the chosen one's words below. Never takes the focus: the editor passes it the keys.
class CompletionPopup : public QFrame
{
    Q_OBJECT

public:
    explicit CompletionPopup(QWidget *parent);

    //! At `below` (global), or above `lineHeight` where there is no room.
    void showOffers(std::vector<Completion> offers, const QPoint &below, int lineHeight);
    //! Up, Down, PageUp, PageDown, Enter, Tab and Esc; false: the key is the editor's.
    bool handleKey(const QKeyEvent &event);
    const std::vector<Completion> &offers() const { return m_offers; }
    int currentIndex() const;

signals:
    void chosen(const gatehouse::ui::policies::Completion &offer);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void choose(int index);
    void describe(int index);

    std::vector<Completion> m_offers;
    QListWidget *m_list;
    QLabel *m_words;
};

} // namespace gatehouse::ui::policies
