"""Wait until a transaction that is not over has written into a table.

Arguments: the database, the table, and the seconds to wait for it.
"""

import sys
import time

import psycopg2

WRITERS = """
SELECT count(*) FROM pg_locks
 WHERE relation = %s::regclass AND mode = 'RowExclusiveLock' AND granted
"""

database, table, patience = sys.argv[1:]
connection = psycopg2.connect(dbname=database)
connection.autocommit = True
cursor = connection.cursor()
deadline = time.monotonic() + float(patience)
while time.monotonic() < deadline:
    cursor.execute(WRITERS, [table])
    if cursor.fetchone()[0]:
        sys.exit()
    time.sleep(0.005)
sys.exit(f"Nobody writes into {table}.")
