// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/catalog/catalog_rows.h"
#include "ui/components/run_in_background.h"
#include "ui/shell/page.h"

#include <QPointer>

#include <memory>

class QLabel;

namespace gatehouse::ui::components {
class DataTable;
class FilterEdit;
class StateStack;
}

namespace gatehouse::ui::request {
class RequestForm;
}
namespace gatehouse::ui::shell {
class SettingsStore;
}

namespace gatehouse::ui::catalog {

class ImportDialog;
class OperationDetail;

//! The catalog: APIs and their operations with figures, an operation's effective policies, a request form, and import.
class CatalogPage : public shell::Page
{
    Q_OBJECT

public:
    //! `settings` outlive it; nullptr: nothing is remembered.
    explicit CatalogPage(shell::Session &session, shell::SettingsStore *settings = nullptr, QWidget *parent = nullptr);

    QString title() const override { return tr("APIs"); }
    QList<QAction *> pageActions() const override;
    QAction *primaryAction() const override { return m_import; }
    void activate() override;
    bool isReady() const override;
    bool reveal(const QString &id) override;
    QList<shell::PaletteObject> paletteObjects() const override;
    QList<shell::TourScene> tourScenes() override;

    components::DataTable *table() const { return m_table; }
    //! Opens the import dialog, with a file at once when given.
    ImportDialog *openImport(const QString &path = {});
    //! Opens the request form of an operation.
    request::RequestForm *openRequest(const resource::ResourceId &operation);

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    struct Read
    {
        Figures figures;
        std::string gatewayUrl;
    };
    void reload();
    void readFigures();
    void showRows();
    void showCurrent();
    void showCounts();
    resource::ResourceId current() const;
    QString firstOperation() const;
    //! The first GET that needs nothing filled in; the first operation where there is none.
    QString callableOperation() const;

    shell::Session &m_session;
    shell::SettingsStore *m_settings;
    std::shared_ptr<const CatalogRows> m_rows;
    Figures m_figures;
    std::string m_gatewayUrl;
    components::TaskSlot m_loading;
    bool m_active = false;
    bool m_stale = true;
    QPointer<request::RequestForm> m_form;
    QPointer<ImportDialog> m_importDialog;

    QAction *m_import;
    QAction *m_refresh;
    components::StateStack *m_states;
    components::FilterEdit *m_filter;
    QLabel *m_counts;
    components::DataTable *m_table;
    OperationDetail *m_detail;
};

} // namespace gatehouse::ui::catalog
