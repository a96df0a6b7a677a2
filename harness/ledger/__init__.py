"""The ledger: the clauses of the document and what covers them.

``clauses`` reads ``testplans/clauses.yaml``, ``plans`` the marks of the test plans, ``results``
what earlier runs left behind; ``matrix`` joins them with the seeded defects: a row a clause, with
its plans, its defects and the last result on each bench. Data in, values out: printing is the
command's affair, running the plugin's.
"""
