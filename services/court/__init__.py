"""The enforcement court: it alone owns judgments, the duties in them, notices and performances.

It decides who is put on the list of "dishonest" judgment defaulters (失信被执行人), and whose
consumption is restricted (限制消费), which asks for no bad faith. Only four fields leave it; the
duty, its amount, how severe the case was, what bars a listing and every exemption stay here.
"""
