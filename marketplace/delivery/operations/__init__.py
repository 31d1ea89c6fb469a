"""The verbs on an order, by theme: contracts, materials, pauses, extensions, deliveries, changes, endings, payments."""
