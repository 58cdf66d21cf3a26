// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/policies/highlight.h"
#include "ui/shell/theme/tokens.h"

#include <Qsci/qscilexercustom.h>

namespace gatehouse::ui::policies {

//! Colours and folds a policy text. The text is read anew after a change; Scintilla asks for what changed and is in sight, and only that is styled.
class PolicyLexer : public QsciLexerCustom
{
    Q_OBJECT

public:
    PolicyLexer(const theme::Tokens &tokens, QObject *parent);

    const char *language() const override { return "Policy"; }
    QString description(int style) const override;
    void styleText(int start, int end) override;
    void setTokens(const theme::Tokens &tokens);
    //! The text changed: what was read of it no longer holds.
    void invalidate() { m_isFresh = false; }
    const Highlight &reading() const { return m_highlight; }

private:
    void read();
    void setFolds();

    Highlight m_highlight;
    bool m_isFresh = false;
};

} // namespace gatehouse::ui::policies
