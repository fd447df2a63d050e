#pragma once
#include <sqlite3.h>

// Swift cannot call a C function with variable arguments, and sqlite3_config is such a function. No logic.

// Without its counts of memory, SQLite takes no lock, which all connections share, for each piece of memory.
// To be called before the first database is opened; later it changes nothing.
static inline int csqlite_count_no_memory(void)
{
    return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}
