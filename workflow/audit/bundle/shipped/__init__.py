"""What goes into every bundle as it is: verifier, viewer, instructions."""
