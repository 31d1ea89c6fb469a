"""The choice: notice, registration, offer, award; each method is one file."""
