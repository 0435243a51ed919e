"""Lists of learners from other systems: what their columns mean, how their lines are read. Pure."""
