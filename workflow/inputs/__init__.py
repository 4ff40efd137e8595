"""The one shape of every input, for form, JSON, command line and import alike."""
