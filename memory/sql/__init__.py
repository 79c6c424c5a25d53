"""Memory on a relational database, one file per noun of the contract."""
