"""The register of associations and institutions: whose they are, whether they are decoupled, and their agencies (S6)."""
