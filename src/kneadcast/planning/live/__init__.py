"""Planning a session anew while it is played: the listener's commands, and the plan of the rest."""
