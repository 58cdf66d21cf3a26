// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/catalog/import_dialog.h"

#include "core/remote/arm_client.h"
#include "core/remote/connection.h"
#include "ui/components/data_table.h"
#include "ui/components/formats.h"
#include "ui/components/labels.h"
#include "ui/components/pill.h"
#include "ui/components/state_stack.h"
#include "ui/shell/session.h"

#include <QCoreApplication>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QUrl>
#include <QVBoxLayout>

namespace gatehouse::ui::catalog {

using components::Cell;
using components::CellKind;
using components::Column;
using components::fromUtf8;
using components::makeButton;
using components::makeLabel;
using components::toUtf8;
using theme::TextRole;
using theme::Tone;

namespace {

//! What the document holds (operations) or what is wrong with it (findings).
class PreviewRows final : public components::RowSource
{
    Q_DECLARE_TR_FUNCTIONS(ImportDialog)

public:
    explicit PreviewRows(const ImportPreview &preview) : m_preview(preview) { }

    static QList<Column> columns()
    {
        return {
            {tr("Place"), CellKind::Method, 280, true, Qt::ElideMiddle},
            {tr("Line"), CellKind::Figure, 60, false, Qt::ElideRight},
            {tr("Finding"), CellKind::Text, 330, false, Qt::ElideRight},
        };
    }
    int rowCount() const override { return findings() + (m_preview.isUsable() ? int(m_preview.operations.size()) : 0); }
    QString key(int row) const override { return QString::number(row); }
    Cell cell(int row, int column) const override { return row < findings() ? finding(row, column) : operation(row - findings(), column); }

private:
    int findings() const { return int(m_preview.diagnostics.size()); }
    Cell operation(int row, int column) const
    {
        Cell cell;
        const auto text = fromUtf8(m_preview.operations[std::size_t(row)]);
        if (column == 0) {
            cell.text = text.section(' ', 0, 0);
            cell.secondary = text.section(' ', 1);
        }
        return cell;
    }
    Cell finding(int row, int column) const
    {
        const auto &diagnostic = m_preview.diagnostics[std::size_t(row)];
        Cell cell;
        const bool isError = diagnostic.severity == Severity::Error;
        switch (column) {
        case 0:
            cell.secondary = fromUtf8(diagnostic.pointer);
            cell.icon = isError ? "error" : "warning";
            break;
        case 1:
            if (diagnostic.position.line > 0)
                cell.text = QString::number(diagnostic.position.line);
            break;
        case 2:
            cell.text = components::diagnosticText(diagnostic);
            cell.toolTip = fromUtf8(openapi::describe(diagnostic));
            cell.tone = isError ? Tone::Danger : Tone::Warning;
            break;
        default: break;
        }
        return cell;
    }

    ImportPreview m_preview;
};

QString specificationName(openapi::Version version)
{
    switch (version) {
    case openapi::Version::Swagger20: return "Swagger 2.0";
    case openapi::Version::OpenApi30: return "OpenAPI 3.0";
    case openapi::Version::OpenApi31: return "OpenAPI 3.1";
    }
    return {};
}

QLineEdit *makeField(const QString &name)
{
    auto *field = new QLineEdit;
    field->setAccessibleName(name);
    return field;
}

} // namespace

ImportDialog::ImportDialog(shell::Session &session, QWidget *parent)
    : QDialog(parent), m_session(session)
{
    const auto *connection = session.connection();
    setWindowTitle(tr("Import an API – %1").arg(connection ? fromUtf8(connection->name) : QString()));
    setAcceptDrops(true);
    resize(860, 640);
    m_import = makeButton(tr("Stage import"), theme::ButtonRank::Primary, "download");
    m_import->setDefault(true);
    auto *cancel = makeButton(tr("Cancel"));
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_import);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 24);
    layout->setSpacing(16);
    layout->addWidget(makeSource());
    m_states = new components::StateStack(makePreview(), this);
    layout->addWidget(m_states, 1);
    layout->addLayout(buttons);
    m_states->setEmpty("upload", tr("Drop an OpenAPI document here"), tr("OpenAPI 2.0, 3.0 and 3.1, in JSON or YAML."), tr("Choose a file"),
                       [this] { chooseFile(); });
    connect(m_import, &QPushButton::clicked, this, &QDialog::accept);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    check();
}

QWidget *ImportDialog::makeSource()
{
    auto *row = new QWidget(this);
    m_file = makeButton(tr("File…"), theme::ButtonRank::Secondary, "folder");
    m_file->setShortcut(QKeySequence::Open);
    m_link = makeField(tr("Link to an OpenAPI document"));
    m_link->setPlaceholderText(tr("https://example.org/openapi.yaml"));
    m_loadLink = makeButton(tr("Load"), theme::ButtonRank::Secondary, "link");
    m_loadLink->setEnabled(false);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins({});
    layout->addWidget(m_file);
    layout->addWidget(m_link, 1);
    layout->addWidget(m_loadLink);
    connect(m_file, &QPushButton::clicked, this, &ImportDialog::chooseFile);
    connect(m_link, &QLineEdit::textChanged, this, [this](const QString &text) { m_loadLink->setEnabled(text.contains("://")); });
    connect(m_link, &QLineEdit::returnPressed, m_loadLink, &QPushButton::click);
    connect(m_loadLink, &QPushButton::clicked, this, [this] { openLink(m_link->text().trimmed()); });
    return row;
}

QWidget *ImportDialog::makePreview()
{
    auto *content = new QWidget(this);
    m_title = makeLabel({}, TextRole::CardTitle);
    m_specification = new components::Pill;
    m_specification->setTone(Tone::Info);
    m_summary = components::makeParagraph({});
    m_findings = new components::DataTable(PreviewRows::columns(), tr("Operations and findings"));
    m_name = makeField(tr("Name"));
    m_id = makeField(tr("API id"));
    m_path = makeField(tr("Path"));
    m_serviceUrl = makeField(tr("Backend URL"));
    for (auto *field : {m_id, m_path, m_serviceUrl})
        theme::setTextRole(field, TextRole::Mono);
    m_problem = components::makeParagraph({});
    theme::setTextTone(m_problem, Tone::Danger);
    m_form = new QWidget;
    auto *form = new QFormLayout(m_form);
    form->setContentsMargins({});
    form->addRow(tr("&Name"), m_name);
    form->addRow(tr("API &id"), m_id);
    form->addRow(tr("&Path"), m_path);
    form->addRow(tr("&Backend URL"), m_serviceUrl);
    auto *head = new QHBoxLayout;
    head->addWidget(m_title);
    head->addWidget(m_specification);
    head->addStretch();
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins({});
    layout->setSpacing(12);
    layout->addLayout(head);
    layout->addWidget(m_summary);
    layout->addWidget(m_findings, 1);
    layout->addWidget(m_form);
    layout->addWidget(m_problem);
    for (auto *field : {m_name, m_id, m_path})
        connect(field, &QLineEdit::textChanged, this, &ImportDialog::check);
    return content;
}

void ImportDialog::chooseFile()
{
    const auto path = QFileDialog::getOpenFileName(this, tr("Open an OpenAPI document"), {}, tr("OpenAPI documents (*.json *.yaml *.yml);;All files (*)"));
    if (!path.isEmpty())
        openFile(path);
}

void ImportDialog::openFile(const QString &path)
{
    load(QFileInfo(path).fileName(), [path](std::stop_token) { return readDocument(path); });
}

void ImportDialog::openLink(const QString &url)
{
    const auto client = m_session.client();
    if (!client)
        return;
    load(url, [client, url](std::stop_token stop) { return downloadDocument(*client->network(), toUtf8(url), std::move(stop)); });
}

void ImportDialog::load(const QString &source, std::function<Result<std::string>(std::stop_token)> read)
{
    m_preview.reset();
    check();
    m_states->setLoading(tr("Reading %1…").arg(source));
    m_loading = components::runInBackground<Result<ImportPreview>>(
        this,
        [read = std::move(read), source](std::stop_token stop, const components::Progress &progress) -> Result<ImportPreview> {
            progress(-1, tr("Reading %1…").arg(source));
            auto text = read(stop);
            if (!text)
                return tl::unexpected(std::move(text.error()));
            progress(-1, tr("Checking %1…").arg(source));
            return catalog::preview(std::move(*text), source);
        },
        [this](Result<ImportPreview> result) { showPreview(std::move(result)); }, [this](double fraction, const QString &text) { m_states->setLoading(text, fraction); });
}

void ImportDialog::showPreview(Result<ImportPreview> result)
{
    if (!result) {
        m_states->setError(tr("The document could not be read"), components::errorText(result.error()));
        return;
    }
    m_preview = std::move(*result);
    m_states->setContent();
    m_findings->setSource(std::make_shared<PreviewRows>(*m_preview));
    const bool usable = m_preview->isUsable();
    m_form->setVisible(usable);
    m_specification->setVisible(usable);
    if (usable) {
        m_title->setText(m_preview->title);
        m_specification->setText(specificationName(m_preview->specification));
        m_summary->setText(tr("%n operation(s)", nullptr, int(m_preview->operations.size())) + ", "
                           + tr("%n warning(s). Nothing is sent before you publish.", nullptr, int(m_preview->diagnostics.size())));
        m_name->setText(m_preview->title);
        m_id->setText(fromUtf8(m_preview->suggestedId));
        m_path->setText(fromUtf8(m_preview->suggestedPath.empty() ? m_preview->suggestedId : m_preview->suggestedPath));
        m_serviceUrl->setText(fromUtf8(m_preview->serviceUrl));
    } else {
        m_title->setText(tr("%1 can't be imported").arg(m_preview->source));
        m_summary->setText(tr("%n finding(s); nothing is imported by halves.", nullptr, int(m_preview->diagnostics.size())));
    }
    check();
}

bool ImportDialog::canImport() const
{
    return m_preview && m_preview->isUsable() && m_problem->text().isEmpty() && !m_name->text().trimmed().isEmpty();
}

void ImportDialog::check()
{
    QString problem;
    if (m_preview && m_preview->isUsable()) {
        const auto id = toUtf8(m_id->text().trimmed());
        const auto path = m_path->text().trimmed();
        if (id.empty() || !resource::ResourceId::parse("apis/" + id))
            problem = tr("The API id is 1 to 256 characters without / ? # % and \\.");
        for (const auto &api : m_session.effective()->children({}, "apis")) {
            const bool same = api->id == resource::ResourceId::of("apis/" + (id.empty() ? std::string{"-"} : id));
            if (problem.isEmpty() && !same && fromUtf8(stringMember(api->properties, "path")).compare(path, Qt::CaseInsensitive) == 0)
                problem = tr("%1 already has this path.").arg(fromUtf8(stringMember(api->properties, "displayName", api->id.name())));
        }
    }
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
    m_import->setEnabled(canImport());
}

resource::Resource ImportDialog::resource() const
{
    return importResource(*m_preview, toUtf8(m_id->text().trimmed()), toUtf8(m_path->text().trimmed()), toUtf8(m_name->text().trimmed()),
                          toUtf8(m_serviceUrl->text().trimmed()));
}

void ImportDialog::dragEnterEvent(QDragEnterEvent *event)
{
    if (event->mimeData()->hasUrls())
        event->acceptProposedAction();
}

void ImportDialog::dropEvent(QDropEvent *event)
{
    const auto urls = event->mimeData()->urls();
    if (urls.isEmpty())
        return;
    event->acceptProposedAction();
    if (urls.front().isLocalFile())
        openFile(urls.front().toLocalFile());
    else
        openLink(urls.front().toString());
}

} // namespace gatehouse::ui::catalog
