"""The program. Adapters without logic: they read the command line and the clock, call one stage, print, and exit."""
