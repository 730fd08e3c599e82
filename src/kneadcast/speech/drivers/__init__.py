"""The pyttsx3 drivers, one for each speech engine."""
