"""The tax authority's own rules, pure: time and facts are given, a grade and its reasons come back.

Points are counted in hundredths everywhere here, so that 80 percent of three points is a number.
"""
