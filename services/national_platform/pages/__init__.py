"""What the platform shows as a page for people: a receipt, to be printed and shown to others."""
