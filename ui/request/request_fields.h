// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/request/request_draft.h"

#include <QList>
#include <QWidget>

class QComboBox;
class QFormLayout;
class QLineEdit;
class QPlainTextEdit;

namespace gatehouse::ui::components {
class ElidedLabel;
class MethodBadge;
}

namespace gatehouse::ui::request {

//! One operation's request as fields: parameters, whose key, the body.
class RequestFields : public QWidget
{
    Q_OBJECT

public:
    explicit RequestFields(QWidget *parent = nullptr);

    void setOperation(const resource::Configuration &configuration, const resource::ResourceId &operation, const std::string &gatewayUrl);
    void setGatewayUrl(const std::string &url);
    const RequestDraft &draft() const { return m_draft; }
    //! A row of the owner's below the parameters.
    void addRow(const QString &label, QWidget *field);

signals:
    void changed();

private:
    void fillParameters();
    void fillSubscriptions(const resource::Configuration &configuration, const resource::ResourceId &api);
    void read();

    RequestDraft m_draft;
    components::MethodBadge *m_method;
    components::ElidedLabel *m_url;
    QFormLayout *m_parameters;
    QFormLayout *m_rows;
    QList<QLineEdit *> m_fields;
    QComboBox *m_subscription;
    QPlainTextEdit *m_body;
};

} // namespace gatehouse::ui::request
