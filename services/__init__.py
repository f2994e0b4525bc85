"""One folder per body of the model; none imports another."""
