"""What is kept of speech between builds."""
