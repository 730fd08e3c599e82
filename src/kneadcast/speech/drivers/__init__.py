"""The pyttsx3 drivers."""
