"""The processes that speak."""
