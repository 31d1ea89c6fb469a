"""The pages of admission, by whom they serve."""
