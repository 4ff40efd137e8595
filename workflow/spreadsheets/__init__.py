"""Spreadsheets in and out: read in a limited process of their own, checked, planned as acts."""
