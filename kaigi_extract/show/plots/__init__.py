"""Pictures of clause sets over time and between bodies, as matplotlib figures."""
