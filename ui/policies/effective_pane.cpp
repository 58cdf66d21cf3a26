// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policies/effective_pane.h"

#include "core/base/text.h"
#include "ui/components/data_table.h"
#include "ui/components/formats.h"
#include "ui/policies/policy_scopes.h"
#include "ui/policies/side_stack.h"

#include <QComboBox>
#include <QHeaderView>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace gatehouse::ui::policies {

using components::fromUtf8;

EffectivePane::EffectivePane(QWidget *parent)
    : Card(tr("Effective policy"), parent)
    , m_product(new QComboBox(this))
    , m_table(new components::DataTable(EffectiveRows::columns(), tr("Effective policy"), this))
{
    setEdgeToEdge(true);
    m_table->horizontalHeader()->hide();
    m_table->setSortingEnabled(false);
    m_product->setAccessibleName(tr("With the key of"));
    m_product->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_states = new SideStack(m_table, this);
    auto *row = new QVBoxLayout;
    row->setContentsMargins(18, 0, 18, 4);
    row->addWidget(m_product);
    body()->addLayout(row);
    body()->addWidget(m_states, 1);
    connect(m_product, &QComboBox::activated, this, &EffectivePane::start);
    const auto choose = [this] {
        if (!m_rows || m_table->currentKey().isEmpty())
            return;
        const auto &line = m_rows->at(m_table->currentKey().toInt());
        if (!line.document.isService())
            emit lineChosen(line.document, qulonglong(line.offset));
    };
    connect(m_table, &components::DataTable::opened, this, choose);
    connect(m_table, &QTableView::clicked, this, choose);
    showNothing();
}

void EffectivePane::showNothing()
{
    m_task.abandon();
    m_product->hide();
    m_states->showSentence(tr("A fragment runs where it is included"), tr("Its policies show in the effective policy of the scopes that include it."));
}

void EffectivePane::showScope(std::shared_ptr<const resource::Configuration> configuration, const resource::ResourceId &document)
{
    m_configuration = std::move(configuration);
    m_document = document;
    if (isFragment(document)) {
        showNothing();
        return;
    }
    fillProducts();
    start();
}

void EffectivePane::setBreakpoints(EffectiveRows::Breakpoints breakpoints)
{
    m_breakpoints = std::move(breakpoints);
    if (!m_rows)
        return;
    m_rows = std::make_shared<const EffectiveRows>(m_rows->lines(), m_breakpoints);
    m_table->setSource(m_rows);
}

void EffectivePane::fillProducts()
{
    const auto context = contextOf(m_document);
    const auto chosen = m_product->currentData().toString();
    const QSignalBlocker blocker(m_product);
    m_product->clear();
    m_product->addItem(tr("Without a product"));
    if (!context.apiId.empty())
        for (const auto &product : m_configuration->children({}, "products"))
            if (m_configuration->contains(product->id.child("apis", context.apiId)))
                m_product->addItem(tr("With the key of %1").arg(fromUtf8(stringMember(product->properties, "displayName", product->id.name()))),
                                   fromUtf8(product->id.name()));
    m_product->setVisible(m_product->count() > 1);
    if (const int index = m_product->findData(chosen); index > 0)
        m_product->setCurrentIndex(index);
}

void EffectivePane::start()
{
    if (!m_rows)
        m_states->showSentence(tr("Reading the policies…"), {});
    m_task = components::runInBackground<std::vector<EffectiveLine>>(
        this,
        [configuration = m_configuration, document = m_document, product = components::toUtf8(m_product->currentData().toString())](
            std::stop_token, const components::Progress &) { return effectiveLines(configuration, document, product); },
        [this](std::vector<EffectiveLine> lines) {
            m_rows = std::make_shared<const EffectiveRows>(std::move(lines), m_breakpoints);
            m_table->setSource(m_rows);
            if (m_rows->rowCount() == 0)
                m_states->showSentence(tr("Nothing runs here"), tr("No scope has a policy that applies."));
            else
                m_states->showContent();
        });
}

} // namespace gatehouse::ui::policies
