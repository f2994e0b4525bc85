"""The demonstration: starts every service on this machine and plays the parts of those outside.

It owns no authority's data and reaches the services through their public doors only. It holds every
key at once, which nobody in the modelled system does: that is what makes it a demonstration.
"""
