"""The tax authority: who pays taxes here, how they were graded, and the gravest cases decided.

It alone owns taxpayers, grades and violation cases. What leaves it are the four fields of a listing
on one of its two lists, the names of grade A firms, and a yes or no to a sealed question.
"""
