"""What can be proved of the register with a public key and nothing else.

One append-only Merkle tree (RFC 9162) holds a salted commitment to every act; signed checkpoints
say where it stood. Everything here is pure: the platform makes proofs with it, and the stand-alone
verifier checks them with the same code and without a network.
"""
