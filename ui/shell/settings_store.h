// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QMap>
#include <QString>
#include <QStringList>

namespace gatehouse::ui::shell {

class WindowDatabase;

//! Named values that outlive the window. Keys are dotted: "window.geometry", "traffic.follow".
class SettingsStore
{
public:
    //! `database` may be nullptr: values then live as long as the store.
    explicit SettingsStore(WindowDatabase *database) : m_database(database) { }

    QString text(const QString &key, const QString &fallback = {}) const;
    bool flag(const QString &key, bool fallback) const;
    QByteArray bytes(const QString &key) const;
    QStringList list(const QString &key) const;
    void set(const QString &key, const QString &value);
    void set(const QString &key, bool value) { set(key, value ? QStringLiteral("true") : QStringLiteral("false")); }
    void set(const QString &key, const QByteArray &value);
    void set(const QString &key, const QStringList &value);
    void set(const QString &key, const char *value) = delete;

private:
    WindowDatabase *m_database;
    QMap<QString, QString> m_memory;
};

} // namespace gatehouse::ui::shell
