"""What is stored: peewee tables, unit of work, migrations. No rules."""
