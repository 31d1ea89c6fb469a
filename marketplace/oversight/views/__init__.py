"""The pages of oversight: cases, and what was decided on paper."""
