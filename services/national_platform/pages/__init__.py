"""What the platform shows as pages for people: the public register, and a receipt to print."""
