// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/resource/change_set.h"
#include "ui/components/run_in_background.h"

#include <QObject>
#include <QPointer>

#include <optional>
#include <vector>

class QAction;
class QWidget;

namespace gatehouse::ui::request {
class RequestForm;
}
namespace gatehouse::ui::shell {
class Session;
}

namespace gatehouse::ui::policies {

class EditBuffers;

//! Operations whose requests meet the document, those of the scope itself first chosen: an operation and its siblings, an API's, a product's, all.
std::vector<resource::ResourceId> operationsAt(const resource::Configuration &configuration, const resource::ResourceId &document);

//! Requests from the Policies page: against what is staged and typed, unpublished ("try it"), or under the debugger's eyes.
class Trying : public QObject
{
    Q_OBJECT

public:
    //! All outlive it.
    Trying(shell::Session &session, const EditBuffers &buffers, QWidget *widget);

    //! Disabled, with the reason as its tool tip, where nothing can be tried.
    QAction *action() const { return m_action; }
    //! Where requests are to go: the document on show.
    void setDocument(const std::optional<resource::ResourceId> &document);
    //! What is staged with what is typed on top.
    resource::ChangeSet changes() const;
    //! The form for the document on show; nullptr: no operation meets it. One is open at a time.
    request::RequestForm *open(bool tries);
    request::RequestForm *form() const;

signals:
    void documentWanted(const QString &resourceId, int line);
    void debugging();

private:
    void probe();
    void refresh();

    shell::Session &m_session;
    const EditBuffers &m_buffers;
    QWidget *m_widget;
    QAction *m_action;
    std::optional<resource::ResourceId> m_document;
    std::optional<QString> m_whyNot; //!< nothing: not known yet
    components::TaskSlot m_probing;
    QPointer<request::RequestForm> m_form;
};

} // namespace gatehouse::ui::policies
