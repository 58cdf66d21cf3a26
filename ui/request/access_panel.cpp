// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/request/access_panel.h"

#include "core/base/text.h"
#include "core/crypto/key_file.h"
#include "core/http/message.h"
#include "core/identity/proof_maker.h"
#include "core/remote/access.h"
#include "ui/components/formats.h"
#include "ui/components/labels.h"
#include "ui/request/answer_view.h"
#include "ui/request/flaw_words.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QFontMetrics>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace gatehouse::ui::request {

using components::fromUtf8;
using components::toUtf8;

namespace {

QLineEdit *makeField(const QString &name, const QString &placeholder)
{
    auto *field = new QLineEdit;
    field->setAccessibleName(name);
    field->setPlaceholderText(placeholder);
    return field;
}

//! "Nothing wrong", then the flaws: their names are what the command line says too.
QComboBox *makeFlaws(const QString &name)
{
    auto *box = new QComboBox;
    box->setAccessibleName(name);
    box->addItem(AccessPanel::tr("Nothing wrong"), QString());
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(14);
    return box;
}

void addFlaw(QComboBox *box, std::string_view name)
{
    box->addItem(fromUtf8(name), fromUtf8(name));
    box->setItemData(box->count() - 1, flawWords(name), Qt::ToolTipRole);
}

Result<json::object> claimsIn(const QString &text)
{
    const auto utf8 = toUtf8(text);
    if (trim(utf8).empty())
        return json::object{};
    auto value = parseJson(utf8);
    if (!value)
        return tl::unexpected(std::move(value.error()));
    auto *object = value->if_object();
    if (!object)
        return fail(ErrorKind::Invalid, "json.syntax", {{"line", "1"}, {"column", "1"}, {"reason", "it is no object"}});
    return std::move(*object);
}

} // namespace

AccessPanel::AccessPanel(QWidget *parent)
    : QWidget(parent)
    , m_kind(new QComboBox)
    , m_subject(makeField(tr("Subject"), QStringLiteral("test-user")))
    , m_audience(makeField(tr("Audience"), QStringLiteral("api://gatehouse-test")))
    , m_claims(makeTextEdit(tr("Further claims"), false))
    , m_tokenFlaw(makeFlaws(tr("What is wrong with the token")))
    , m_own(makeField(tr("Access token"), tr("Paste an access token")))
    , m_proof(new QCheckBox(tr("With a DPoP proof")))
    , m_proofFlaw(makeFlaws(tr("What is wrong with the proof")))
    , m_notOffered(components::makeParagraph({}, theme::TextRole::Secondary, 3))
{
    m_kind->setAccessibleName(tr("Access token of the request"));
    m_kind->addItem(tr("No token"));
    m_kind->addItem(tr("A test token"));
    m_kind->addItem(tr("A token of mine"));
    m_own->setEchoMode(QLineEdit::Password);
    m_test = makeTestPart();
    makeProofPart();
    auto *line = new QHBoxLayout;
    line->addWidget(m_proof);
    line->addWidget(m_proofFlaw, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(8);
    layout->addWidget(m_kind);
    layout->addWidget(m_notOffered);
    layout->addWidget(m_test);
    layout->addWidget(m_own);
    layout->addLayout(line);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &AccessPanel::refresh);
    connect(m_proof, &QCheckBox::toggled, this, &AccessPanel::refresh);
    connect(m_own, &QLineEdit::textChanged, this, &AccessPanel::changed);
    connect(m_claims, &QPlainTextEdit::textChanged, this, &AccessPanel::changed);
    refresh();
}

QWidget *AccessPanel::makeTestPart()
{
    auto *part = new QWidget;
    m_claims->setPlaceholderText(QStringLiteral("{ \"roles\": [\"Orders.Read\"] }"));
    m_claims->setFixedHeight(QFontMetrics(m_claims->font()).lineSpacing() * 3 + 16);
    for (const auto &flaw : identity::tokenFlaws())
        addFlaw(m_tokenFlaw, flaw.name);
    auto *form = new QFormLayout(part);
    form->setContentsMargins({});
    form->addRow(tr("Subject"), m_subject);
    form->addRow(tr("Audience"), m_audience);
    form->addRow(tr("Claims"), m_claims);
    form->addRow(tr("Flaw"), m_tokenFlaw);
    return part;
}

void AccessPanel::makeProofPart()
{
    m_proof->setToolTip(tr("Proves possession of a key that this form made (RFC 9449): the token goes under the scheme DPoP"));
    addFlaw(m_proofFlaw, remote::replayedProof);
    for (const auto &flaw : identity::proofFlaws())
        addFlaw(m_proofFlaw, flaw.name);
}

void AccessPanel::setTestTokensOffered(const QString &whyNot)
{
    m_whyNot = whyNot;
    refresh();
}

void AccessPanel::refresh()
{
    const auto kind = m_kind->currentIndex();
    m_test->setVisible(kind == AccessChoice::TestToken && m_whyNot.isEmpty());
    m_notOffered->setText(m_whyNot);
    m_notOffered->setVisible(kind == AccessChoice::TestToken && !m_whyNot.isEmpty());
    m_own->setVisible(kind == AccessChoice::OwnToken);
    m_proof->setVisible(kind != AccessChoice::None);
    m_proofFlaw->setVisible(kind != AccessChoice::None && m_proof->isChecked());
    if (m_proof->isChecked() && !m_key) {
        if (auto made = crypto::generateKey("ES256"))
            m_key = std::make_shared<const crypto::Jwk>(std::move(*made));
    }
    emit changed();
}

QString AccessPanel::problem() const
{
    const auto kind = m_kind->currentIndex();
    if (kind == AccessChoice::TestToken && !m_whyNot.isEmpty())
        return m_whyNot;
    if (kind == AccessChoice::TestToken && !claimsIn(m_claims->toPlainText()))
        return tr("The claims are no JSON object");
    if (kind == AccessChoice::OwnToken) {
        const auto text = toUtf8(m_own->text().trimmed());
        if (text.empty() || !http::isFieldValue(text))
            return tr("A token is needed");
    }
    return {};
}

AccessChoice AccessPanel::choice() const
{
    AccessChoice choice;
    choice.kind = AccessChoice::Kind(m_kind->currentIndex());
    if (choice.kind == AccessChoice::None)
        return choice;
    if (m_proof->isChecked()) {
        choice.key = m_key;
        choice.proofFlaw = toUtf8(m_proofFlaw->currentData().toString());
    }
    if (choice.kind == AccessChoice::OwnToken) {
        choice.own = SecretString(toUtf8(m_own->text().trimmed()));
        return choice;
    }
    auto &wish = choice.wish;
    if (auto claims = claimsIn(m_claims->toPlainText()))
        wish.claims = std::move(*claims);
    for (const auto &[name, field] : {std::pair{"sub", m_subject}, std::pair{"aud", m_audience}}) {
        if (const auto text = field->text().trimmed(); !text.isEmpty())
            wish.claims[name] = toUtf8(text);
    }
    wish.flaw = toUtf8(m_tokenFlaw->currentData().toString());
    if (choice.key)
        wish.thumbprint = choice.key->thumbprint();
    return choice;
}

} // namespace gatehouse::ui::request
