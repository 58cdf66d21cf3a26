// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/remote/connection.h"
#include "core/remote/network.h"
#include "ui/components/card.h"
#include "ui/components/run_in_background.h"
#include "ui/shell/sign_ins.h"

#include <memory>

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace gatehouse::ui::connections {

//! The fields of one connection, a test that really asks the service, and the decisions: save, connect, delete. Keeps nothing itself.
class ConnectionForm : public components::Card
{
    Q_OBJECT

public:
    //! `signIns` may be nullptr: by tokens alone.
    ConnectionForm(std::shared_ptr<remote::Network> network, shell::SignIns *signIns, QWidget *parent = nullptr);

    //! The local gateway's is shown, not edited.
    void showConnection(const remote::Connection &connection);
    //! As filled in; its token is the typed one, or the one it had.
    remote::Connection connection() const;
    bool isTesting() const { return m_testing.isRunning(); }
    QLineEdit *nameField() const { return m_name; }

signals:
    void saved(const gatehouse::remote::Connection &connection);
    void connectWanted(const gatehouse::remote::Connection &connection);
    void removed(const gatehouse::remote::Connection &connection);
    void signInWanted(const gatehouse::remote::Connection &connection, gatehouse::ui::shell::SignIns::Way way);

private:
    bool bySignIn() const;
    void addSignInFields();
    QWidget *makeSignInPanel();
    void refreshSignIn();
    void check();
    void test();
    void showTest(bool succeeded, const QString &text);

    std::shared_ptr<remote::Network> m_network;
    remote::Connection m_connection;
    components::TaskSlot m_testing;
    QLineEdit *m_name;
    QLineEdit *m_url;
    QLineEdit *m_scope;
    QLineEdit *m_token;
    shell::SignIns *m_signIns;
    QFormLayout *m_fields;
    QComboBox *m_access;
    QLineEdit *m_issuer;
    QLineEdit *m_clientId;
    QLineEdit *m_audience;
    QLineEdit *m_signInScope;
    QWidget *m_signInPanel;
    QLabel *m_person;
    QPushButton *m_signIn;
    QPushButton *m_signInByCode;
    QPushButton *m_openPage;
    QPushButton *m_signOut;
    QComboBox *m_environment;
    QComboBox *m_safety;
    QLabel *m_problem;
    QLabel *m_testResult;
    QPushButton *m_save;
    QPushButton *m_connect;
    QPushButton *m_test;
    QPushButton *m_remove;
};

} // namespace gatehouse::ui::connections
