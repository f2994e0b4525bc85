"""The register's rules: which notices may be believed, what they change, when editions come out."""
