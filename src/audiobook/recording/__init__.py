"""From a script and its cast to takes: what is said, by whom, and the recording of what is missing."""
