"""The owner's projects, stage by stage, and the services that each needs."""
