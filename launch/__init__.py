"""Starts the portal on one machine: services, web, worker, beat, tests and checks."""
