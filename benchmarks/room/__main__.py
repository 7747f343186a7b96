from benchmarks.report import table
from benchmarks.room import rows

print(table(rows()))
