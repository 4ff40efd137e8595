"""When a running target is late; one condition for lights and hand-over lists."""

# A milestone passed without a report on it, or the deadline passed before the clock's act brought
# the target to acceptance. Compares with today, twice.
LATE = """t.state = 'in_progress' AND (t.due_on < ? OR EXISTS (
   SELECT 1 FROM milestone m WHERE m.target_id = t.id AND m.revision = t.in_force AND m.due_on < ?
   AND NOT EXISTS (SELECT 1 FROM report r WHERE r.target_id = t.id AND r.as_of >= m.due_on)))"""
