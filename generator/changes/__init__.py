"""What a change of the sources does: two texts compared, and earlier versions out of git."""
