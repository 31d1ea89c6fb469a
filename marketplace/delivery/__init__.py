"""The contract and its commitment: pauses, extensions, deliveries, acceptance."""
