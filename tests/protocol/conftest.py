"""The counties of the tests of acts, for the walks beside the model."""

from tests.workflow.conftest import county_url, fresh, goldens

__all__ = ["county_url", "fresh", "goldens"]
