"""The pages: each view reads input, calls the door or a query, and renders."""
