"""Agreements and measures as pages for people, in English and Chinese, without any script."""
