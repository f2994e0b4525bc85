"""The enforcement court: it alone owns judgments, the duties in them, notices and performances.

It decides who is put on the list of "dishonest" judgment defaulters (失信被执行人). Only the list's
four fields leave it; the duty, its amount and how severe the case was stay here.
"""
