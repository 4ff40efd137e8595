"""Whether the plan of a year is whole: checks C0–C10, waivers, and the plan's own digest.

Pure: values in, values out. What they are asked of is fetched by queries/coverage.py.
"""
