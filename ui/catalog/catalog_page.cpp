// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/catalog/catalog_page.h"

#include "core/base/text.h"
#include "core/remote/arm_client.h"
#include "core/remote/connection.h"
#include "ui/catalog/import_dialog.h"
#include "ui/catalog/operation_detail.h"
#include "ui/components/card.h"
#include "ui/components/data_table.h"
#include "ui/components/filter_edit.h"
#include "ui/components/formats.h"
#include "ui/components/labels.h"
#include "ui/components/state_stack.h"
#include "ui/request/request_form.h"
#include "ui/shell/gateway_address.h"
#include "ui/shell/rights.h"
#include "ui/shell/session.h"
#include "ui/shell/session_state.h"

#include <QAction>
#include <QDragEnterEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QMimeData>
#include <QPushButton>
#include <QSplitter>
#include <QUrl>
#include <QVBoxLayout>

namespace gatehouse::ui::catalog {

using components::DataTable;
using components::fromUtf8;
using components::toUtf8;
using request::RequestForm;
using resource::ResourceId;

namespace {

constexpr auto figuresRange = std::chrono::hours{24};

//! Figures by API and by operation; nothing on a service without Gatehouse.Local.
Figures readGroups(const remote::LocalProvider &provider, const std::stop_token &stop)
{
    Figures figures;
    const auto now = SystemClock().utc();
    for (const auto group : {remote::GroupBy::Api, remote::GroupBy::Operation}) {
        remote::HistogramQuery query;
        query.from = now - figuresRange;
        query.to = now;
        query.step = remote::Step::Hour;
        query.groupBy = group;
        auto read = provider.histograms(query, stop);
        if (!read)
            return figures;
        for (auto &summary : read->summary)
            figures[toLower(summary.group)] = std::move(summary);
    }
    return figures;
}

} // namespace

CatalogPage::CatalogPage(shell::Session &session, shell::SettingsStore *settings, QWidget *parent)
    : Page(parent), m_session(session), m_settings(settings), m_import(new QAction(theme::icon("plus"), tr("Import API"), this)),
      m_refresh(new QAction(theme::icon("refresh"), tr("Refresh"), this))
{
    setAcceptDrops(true);
    m_import->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_I));
    m_refresh->setShortcut(QKeySequence(Qt::Key_F5));
    m_filter = new components::FilterEdit(tr("Filter operations…"), this);
    m_counts = components::makeLabel({}, theme::TextRole::Secondary, 2);
    m_table = new DataTable(CatalogRows::columns(), tr("APIs and operations"), this);
    m_detail = new OperationDetail(session, this);
    auto *bar = new QHBoxLayout;
    bar->setSpacing(12);
    bar->addWidget(m_filter, 1);
    bar->addStretch(1);
    bar->addWidget(m_counts);
    auto *card = new components::Card({}, this);
    card->setEdgeToEdge(true);
    card->body()->addWidget(m_table);
    auto *split = new QSplitter(Qt::Horizontal, this);
    split->setHandleWidth(16);
    split->addWidget(card);
    split->addWidget(m_detail);
    split->setStretchFactor(0, 1);
    split->setSizes({820, 320});
    split->setChildrenCollapsible(false);
    auto *content = new QWidget(this);
    auto *contentLayout = new QVBoxLayout(content);
    contentLayout->setContentsMargins({});
    contentLayout->setSpacing(12);
    contentLayout->addLayout(bar);
    contentLayout->addWidget(split, 1);
    m_states = new components::StateStack(content, this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 4, 24, 24);
    layout->addWidget(m_states);

    m_filter->setTarget(m_table);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) { m_table->rows()->setFilter(text); });
    connect(m_table->rows(), &components::RowModel::countChanged, this, &CatalogPage::showCounts);
    connect(m_table, &DataTable::currentKeyChanged, this, &CatalogPage::showCurrent);
    connect(m_table, &DataTable::opened, this, [this] {
        if (current().collection() == "operations")
            openRequest(current());
    });
    connect(m_detail, &OperationDetail::sendRequested, this, [this] { openRequest(current()); });
    connect(m_detail, &OperationDetail::limitsRequested, this, [this] { emit navigate("limits", fromUtf8(current().text())); });
    connect(m_detail, &OperationDetail::trafficRequested, this, [this] { emit navigate("traffic", fromUtf8(current().name())); });
    connect(m_import, &QAction::triggered, this, [this] { openImport(); });
    connect(m_refresh, &QAction::triggered, &m_session, &shell::Session::refresh);
    const auto changed = [this] {
        m_stale = true;
        if (m_active)
            reload();
    };
    connect(&m_session, &shell::Session::configurationChanged, this, changed);
    const auto offerImport = [this] { shell::offer(m_import, true, m_session.rights().whyNotNew("apis")); };
    connect(&m_session.rights(), &shell::Rights::changed, this, offerImport);
    offerImport();
    connect(&m_session, &shell::Session::changesChanged, this, changed);
    connect(&m_session, &shell::Session::stateChanged, this, changed);
    connect(&m_session, &shell::Session::connectionChanged, this, [this] {
        m_figures.clear();
        m_gatewayUrl.clear();
    });
}

QList<QAction *> CatalogPage::pageActions() const
{
    return {m_refresh, m_import};
}

void CatalogPage::activate()
{
    m_active = true;
    if (m_stale)
        reload();
    else
        readFigures();
}

bool CatalogPage::isReady() const
{
    return !m_stale && !m_loading.isRunning() && !m_session.isLoading() && !m_detail->isLoading() && (!m_form || !m_form->isSending())
        && (!m_importDialog || !m_importDialog->isLoading());
}

void CatalogPage::reload()
{
    m_stale = false;
    if (!shell::showSessionState(m_session, *m_states, QStringLiteral("apis"), tr("Start the local gateway or choose a connection to see its APIs."), m_rows != nullptr))
        return;
    showRows();
    readFigures();
}

void CatalogPage::readFigures()
{
    const auto client = m_session.client();
    if (!client)
        return;
    m_loading = components::runInBackground<Read>(
        this,
        [client](std::stop_token stop, const components::Progress &) {
            return Read{readGroups(remote::LocalProvider(*client), stop), shell::readGatewayUrl(*client, stop)};
        },
        [this](Read read) {
            m_figures = std::move(read.figures);
            m_gatewayUrl = std::move(read.gatewayUrl);
            showRows();
        });
}

void CatalogPage::showRows()
{
    const bool first = !m_rows;
    m_rows = std::make_shared<CatalogRows>(m_session.effective(), m_session.changes(), m_figures);
    m_table->setSource(m_rows);
    if (m_rows->rowCount() == 0) {
        m_states->setEmpty("apis", tr("No APIs yet"), tr("Import an OpenAPI document: drop it here, or press Ctrl+I."), tr("Import API"),
                           [this] { openImport(); });
        return;
    }
    m_states->setContent();
    if (first) {
        m_table->rows()->setExpandedAll(m_rows->operationCount() <= 200);
        m_table->setCurrentKey(firstOperation());
    }
    showCounts();
    showCurrent();
}

QString CatalogPage::firstOperation() const
{
    for (int row = 0; row < m_rows->rowCount(); ++row) {
        if (!m_rows->isBranch(row))
            return m_rows->key(row);
    }
    return m_rows->key(0);
}

QString CatalogPage::callableOperation() const
{
    for (int row = 0; row < m_rows->rowCount(); ++row) {
        const auto id = ResourceId::parse(toUtf8(m_rows->key(row)));
        if (!id || m_rows->isBranch(row))
            continue;
        const auto draft = request::draftOf(*m_session.configuration(), *id, m_gatewayUrl);
        if (draft.method == "GET" && draft.missing().empty())
            return m_rows->key(row);
    }
    return firstOperation();
}

void CatalogPage::showCounts()
{
    const QLocale locale;
    m_counts->setText(tr("%1 of %2 operations").arg(locale.toString(m_table->rows()->matchCount()), locale.toString(m_table->rows()->totalCount())));
}

ResourceId CatalogPage::current() const
{
    const auto id = ResourceId::parse(toUtf8(m_table->currentKey()));
    return id ? *id : ResourceId{};
}

void CatalogPage::showCurrent()
{
    const auto id = current();
    if (id.isService())
        m_detail->showNothing();
    else
        m_detail->showResource(id);
}

RequestForm *CatalogPage::openRequest(const ResourceId &operation)
{
    m_form = new RequestForm(m_session, {operation}, m_gatewayUrl, m_settings, this);
    connect(m_form, &RequestForm::documentWanted, this, [this](const QString &id) { emit navigate("policies", id); });
    connect(m_form, &RequestForm::debugging, this, [this] { emit navigate("policies", {}); });
    m_form->show();
    return m_form;
}

ImportDialog *CatalogPage::openImport(const QString &path)
{
    m_importDialog = new ImportDialog(m_session, this);
    m_importDialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_importDialog, &QDialog::accepted, this, [this] {
        if (m_importDialog->canImport())
            m_session.stagePut(m_importDialog->resource());
    });
    if (!path.isEmpty())
        m_importDialog->openFile(path);
    m_importDialog->open();
    return m_importDialog;
}

bool CatalogPage::reveal(const QString &id)
{
    m_filter->clear();
    m_table->rows()->reveal(id);
    return m_table->setCurrentKey(id);
}

QList<shell::PaletteObject> CatalogPage::paletteObjects() const
{
    QList<shell::PaletteObject> objects;
    const auto configuration = m_session.effective();
    for (const auto &api : configuration->children({}, "apis")) {
        const auto name = fromUtf8(stringMember(api->properties, "displayName", api->id.name()));
        objects += shell::PaletteObject{name, fromUtf8(fullPath(*configuration, api->id)), "apis", fromUtf8(api->id.text()), {}};
        for (const auto &operation : configuration->children(api->id, "operations"))
            objects += shell::PaletteObject{fromUtf8(stringMember(operation->properties, "displayName", operation->id.name())),
                                            fromUtf8(stringMember(operation->properties, "method")) + " " + fromUtf8(fullPath(*configuration, operation->id)), "send",
                                            fromUtf8(operation->id.text()), name};
    }
    return objects;
}

QList<shell::TourScene> CatalogPage::tourScenes()
{
    if (!m_rows || m_rows->operationCount() == 0)
        return {};
    return {
        {"request",
         [this] {
             m_table->setCurrentKey(callableOperation());
             auto *form = openRequest(current());
             form->setTracing(false);
             form->send();
         },
         [this]() -> QWidget * { return m_form; }},
        {"trace",
         [this] {
             m_form->setTracing(true);
             m_form->send();
         },
         [this]() -> QWidget * { return m_form; }},
        {"import",
         [this] {
             if (m_form)
                 m_form->close();
             openImport();
         },
         [this]() -> QWidget * { return m_importDialog; }},
        {"filter",
         [this] {
             if (m_importDialog)
                 m_importDialog->reject();
             m_filter->setText("get");
         },
         nullptr},
    };
}

void CatalogPage::dragEnterEvent(QDragEnterEvent *event)
{
    if (event->mimeData()->hasUrls() && m_session.client())
        event->acceptProposedAction();
}

void CatalogPage::dropEvent(QDropEvent *event)
{
    const auto urls = event->mimeData()->urls();
    if (urls.isEmpty())
        return;
    event->acceptProposedAction();
    if (urls.front().isLocalFile())
        openImport(urls.front().toLocalFile());
    else
        openImport()->openLink(urls.front().toString());
}

} // namespace gatehouse::ui::catalog
