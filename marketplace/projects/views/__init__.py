"""The pages of projects, and of what a case assistant may do for them."""
