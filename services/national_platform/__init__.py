"""The national platform: it alone owns the consolidated register and its dated editions.

It holds what issuers say of a party in four fields, and nothing else about anybody. What leaves it
are editions, withdrawals and corrections: to everybody for public lists, to the gateway for all.
"""
