// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/settings_store.h"

#include "ui/shell/window_database.h"

namespace gatehouse::ui::shell {

namespace {

const std::string table = "settings";

} // namespace

QString SettingsStore::text(const QString &key, const QString &fallback) const
{
    if (!m_database)
        return m_memory.value(key, fallback);
    const std::string *value = m_database->find(table, key.toStdString());
    return value ? QString::fromStdString(*value) : fallback;
}

bool SettingsStore::flag(const QString &key, bool fallback) const
{
    const QString value = text(key);
    return value.isEmpty() ? fallback : value == QLatin1String("true");
}

QByteArray SettingsStore::bytes(const QString &key) const
{
    return QByteArray::fromBase64(text(key).toLatin1());
}

QStringList SettingsStore::list(const QString &key) const
{
    return text(key).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
}

void SettingsStore::set(const QString &key, const QString &value)
{
    if (m_database)
        m_database->put(table, key.toStdString(), value.toStdString());
    else
        m_memory[key] = value;
}

void SettingsStore::set(const QString &key, const QByteArray &value)
{
    set(key, QString::fromLatin1(value.toBase64()));
}

void SettingsStore::set(const QString &key, const QStringList &value)
{
    set(key, value.join(QLatin1Char('\n')));
}

} // namespace gatehouse::ui::shell
