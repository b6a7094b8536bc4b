"""The ways people reach us; each folder turns one platform's form into events and replies, and nothing else."""
