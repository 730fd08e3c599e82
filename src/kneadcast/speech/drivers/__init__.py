"""pyttsx3 drivers: each is one way to speak."""
