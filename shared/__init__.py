"""What every service must agree on; no authority's own data or rules live here."""
