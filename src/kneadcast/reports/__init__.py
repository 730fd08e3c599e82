"""What a session is shown as: captions, transcript, listing, time budget, comparison, lint."""
