// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/request/access_choice.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;

namespace gatehouse::ui::request {

//! Which token a request carries: none, one that the gateway's test issuer makes, or one from elsewhere; with a DPoP proof or without; and what is to be
//! wrong with them.
class AccessPanel : public QWidget
{
    Q_OBJECT

public:
    explicit AccessPanel(QWidget *parent = nullptr);

    AccessChoice choice() const;
    //! Why the request can't be sent with it; "" : it can.
    QString problem() const;
    //! Why there are no test tokens here; "" : there are.
    void setTestTokensOffered(const QString &whyNot);

    QComboBox *kind() const { return m_kind; }
    QComboBox *tokenFlaw() const { return m_tokenFlaw; }
    QComboBox *proofFlaw() const { return m_proofFlaw; }
    QCheckBox *proof() const { return m_proof; }
    QLineEdit *audience() const { return m_audience; }
    QPlainTextEdit *claims() const { return m_claims; }

signals:
    void changed();

private:
    QWidget *makeTestPart();
    void makeProofPart();
    void refresh();

    QComboBox *m_kind;
    QWidget *m_test = nullptr;
    QLineEdit *m_subject;
    QLineEdit *m_audience;
    QPlainTextEdit *m_claims;
    QComboBox *m_tokenFlaw;
    QLineEdit *m_own;
    QCheckBox *m_proof;
    QComboBox *m_proofFlaw;
    QLabel *m_notOffered;
    QString m_whyNot;
    std::shared_ptr<const crypto::Jwk> m_key; //!< of this form's proofs, made when first needed
};

} // namespace gatehouse::ui::request
