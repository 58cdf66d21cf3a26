// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/catalog/import_reader.h"
#include "ui/components/run_in_background.h"

#include <QDialog>

#include <optional>

class QLabel;
class QLineEdit;
class QPushButton;

namespace gatehouse::ui::components {
class DataTable;
class Pill;
class StateStack;
}
namespace gatehouse::ui::shell {
class Session;
}

namespace gatehouse::ui::catalog {

//! Takes an OpenAPI document from a file, a link or a drop, shows what it holds or everything that is wrong with it, and asks where it goes.
//! Accepting gives resource(); the page stages it.
class ImportDialog : public QDialog
{
    Q_OBJECT

public:
    explicit ImportDialog(shell::Session &session, QWidget *parent = nullptr);

    void openFile(const QString &path);
    void openLink(const QString &url);
    bool isLoading() const { return m_loading.isRunning(); }
    const std::optional<ImportPreview> &preview() const { return m_preview; }
    bool canImport() const;
    //! The PUT to stage; only when canImport().
    resource::Resource resource() const;
    QLineEdit *idField() const { return m_id; }
    QLineEdit *pathField() const { return m_path; }

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    QWidget *makeSource();
    QWidget *makePreview();
    void chooseFile();
    void load(const QString &source, std::function<Result<std::string>(std::stop_token)> read);
    void showPreview(Result<ImportPreview> result);
    void check();

    shell::Session &m_session;
    components::TaskSlot m_loading;
    std::optional<ImportPreview> m_preview;

    QLineEdit *m_link;
    QPushButton *m_file;
    QPushButton *m_loadLink;
    components::StateStack *m_states;
    QLabel *m_title;
    components::Pill *m_specification;
    QLabel *m_summary;
    components::DataTable *m_findings;
    QWidget *m_form;
    QLineEdit *m_name;
    QLineEdit *m_id;
    QLineEdit *m_path;
    QLineEdit *m_serviceUrl;
    QLabel *m_problem;
    QPushButton *m_import;
};

} // namespace gatehouse::ui::catalog
