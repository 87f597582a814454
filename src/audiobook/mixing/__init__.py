"""Takes to a timeline, and the timeline to sound."""
