"""Whether a store, its graph, its quotes and the tables behind them are sound."""

from zhize.check.checking import check_store
from zhize.check.report import Finding, Part, Report, as_json, as_text

__all__ = ["Finding", "Part", "Report", "as_json", "as_text", "check_store"]
