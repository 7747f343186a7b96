from benchmarks.live import rows
from benchmarks.report import table

print(table(rows()))
