"""The order of the work: story → document → script → cast → takes → timeline → files. The only place that knows it."""
