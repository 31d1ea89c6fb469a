"""What they do: admission, projects, selection, delivery, evaluation."""
