"""The queries, one module an aggregate; nothing else in the program writes SQL."""
