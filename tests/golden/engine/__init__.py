"""What turns one row about a function into its golden file."""
