"""From structured sources to every protocol of the county."""
