// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/remote/key_rotation.h"
#include "ui/components/run_in_background.h"
#include "ui/keys/key_rows.h"
#include "ui/shell/page.h"

class QLabel;
class QPushButton;

namespace gatehouse::ui::components {
class Card;
class DataTable;
class FigureTile;
class FilterEdit;
class SegmentedControl;
class StateStack;
}

namespace gatehouse::ui::keys {

class KeyDetail;
class RotateDialog;

//! All subscription keys of a service: age, use, on which of the two keys; new keys go through the change tray, rotations through the same state as
//! gatectl's.
class KeysPage : public shell::Page
{
    Q_OBJECT

public:
    //! `rotationState` "" : the person's own.
    explicit KeysPage(shell::Session &session, std::string rotationState = {}, QWidget *parent = nullptr);

    QString title() const override { return tr("Keys"); }
    QList<QAction *> pageActions() const override;
    void activate() override;
    void deactivate() override { m_active = false; }
    bool isReady() const override;
    //! "subscriptions/storefront".
    bool reveal(const QString &id) override;
    QList<shell::TourScene> tourScenes() override;

    components::DataTable *table() const { return m_table; }
    components::DataTable *rotations() const { return m_rotations; }
    components::StateStack *states() const { return m_states; }
    components::SegmentedControl *filter() const { return m_shown; }
    KeyDetail *detail() const { return m_detail; }

private:
    using Rotations = Result<std::vector<vault::Rotation>>;

    void reload();
    void showSnapshot(std::shared_ptr<const KeysSnapshot> snapshot);
    void showRows();
    void showTiles();
    void showCurrent();
    void renew(vault::Slot slot);
    void copy(vault::Slot slot);
    RotateDialog *makeRotateDialog();
    void rotate();
    //! Work on the rotations of this connection, in the background; then they are shown.
    void onRotations(std::function<Status(vault::Rotator &)> work, const remote::Confirmation &confirmation = {});
    void showRotations(const Rotations &rotations);
    void allowForRotation();
    void goOn();
    void cancelRotation();
    std::string currentSubscription() const;

    shell::Session &m_session;
    std::string m_rotationState;
    std::shared_ptr<const KeysSnapshot> m_snapshot;
    std::vector<vault::Rotation> m_known;
    components::TaskSlot m_loading, m_copying, m_rotating;
    bool m_active = false;
    bool m_stale = true;

    QAction *m_refresh;
    components::StateStack *m_states;
    components::SegmentedControl *m_shown;
    components::FilterEdit *m_filter;
    components::FigureTile *m_all, *m_unused, *m_age, *m_onOld;
    QLabel *m_observed;
    components::DataTable *m_table;
    components::StateStack *m_tableStates;
    KeyDetail *m_detail;
    components::Card *m_rotationCard;
    components::DataTable *m_rotations;
    QLabel *m_rotationProblem;
    QPushButton *m_goOn, *m_cancel;
};

} // namespace gatehouse::ui::keys
