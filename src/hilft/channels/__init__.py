"""Networks: the contract, the registry, the test kit, one folder per channel."""
