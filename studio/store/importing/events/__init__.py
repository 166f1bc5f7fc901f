"""The events of an import as columns of numbers, from cells to sorted Parquet."""
