"""A second opinion on uncertain lines: a chat endpoint is asked who says them. It can name a character of the script, or nobody, and change nothing else.

`consult` has the work; nothing here loads what speaks HTTP, so that an order can name an endpoint for free.
"""

from audiobook.consulting.endpoint import Endpoint, Inquiry

__all__ = ["Endpoint", "Inquiry"]
