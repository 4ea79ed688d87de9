"""Print the rows of the query read from the standard input, as JSON.

The argument is the database; how to reach it is in the environment.
"""

import json
import sys

import psycopg2

try:
    connection = psycopg2.connect(dbname=sys.argv[1])
    connection.autocommit = True
    cursor = connection.cursor()
    cursor.execute(sys.stdin.read())
    print(json.dumps(cursor.fetchall() if cursor.description else []))
except psycopg2.Error as error:
    sys.exit(str(error))
