"""The audit log: one entry per act, hashed into an RFC 6962 tree that a stranger can verify."""
