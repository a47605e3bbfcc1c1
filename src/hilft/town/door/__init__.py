"""What every request passes on its way in and out: faults on demand, rate limits, and the ledger."""
